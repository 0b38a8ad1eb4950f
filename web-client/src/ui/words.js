/**
 * Puts numbers and states into words for people.
 */

/** @typedef {'starting'|'joining'|'live'|'reconnecting'|'away'|'waiting'|'failed'} ViewerState */

/** @type {Record<ViewerState, string>} */
const STATES = {
  starting: 'Starting',
  joining: 'Joining',
  live: 'Live',
  reconnecting: 'Reconnecting',
  away: 'Broadcaster away',
  waiting: 'No such stream yet',
  failed: 'Cannot play',
};
const UNKNOWN = '–';
const SHORT_ID_LENGTH = 6;

/** @param {ViewerState} state */
export function stateWords(state) {
  return STATES[state];
}

/** @param {string} id a viewer's 32 digits; the first six tell them apart well enough for people */
export function shortId(id) {
  return id.slice(0, SHORT_ID_LENGTH);
}

/** @param {number} kilobitsPerSecond */
export function rateWords(kilobitsPerSecond) {
  if (kilobitsPerSecond >= 1000) return `${(kilobitsPerSecond / 1000).toFixed(1)} Mbit/s`;
  return `${Math.round(kilobitsPerSecond)} kbit/s`;
}

/** @param {number} bytes */
export function byteWords(bytes) {
  if (bytes >= 1e9) return `${(bytes / 1e9).toFixed(2)} GB`;
  if (bytes >= 1e6) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${Math.round(bytes / 1e3)} kB`;
}

/** @param {number} millis −1 = not known */
export function durationWords(millis) {
  if (millis < 0) return UNKNOWN;
  return millis >= 1000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis)} ms`;
}

/** @param {number[]} hops for each stripe; −1 = not known */
export function hopWords(hops) {
  const known = hops.filter((count) => count >= 0);
  return known.length === 0 ? UNKNOWN : [...new Set(known)].sort((a, b) => a - b).join(' and ');
}

/**
 * @param {number} count
 * @param {string} noun
 */
export function countWords(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** @param {number[]} stripes */
export function stripeWords(stripes) {
  if (stripes.length === 0) return 'no stripe';
  return `stripe${stripes.length === 1 ? '' : 's'} ${[...stripes].sort((a, b) => a - b).join(', ')}`;
}

/** @param {'connecting'|'silent'|'feeding'|'closed'} state */
export function standbyWords(state) {
  return state === 'closed' ? 'standby, out of reach' : `standby, ${state}`;
}

/** @param {{width: number, height: number, framesPerSecond: number}} player */
export function pictureWords({ width, height, framesPerSecond }) {
  if (width === 0) return UNKNOWN;
  return `${width} × ${height}, ${Math.round(framesPerSecond * 100) / 100} fps`;
}

/**
 * @param {number} bytesFromViewers
 * @param {number} bytesFromForwards
 * @returns {number} 0 … 1, the part that came from other viewers
 */
export function viewerShare(bytesFromViewers, bytesFromForwards) {
  const bytes = bytesFromViewers + bytesFromForwards;
  return bytes === 0 ? 0 : bytesFromViewers / bytes;
}
