/**
 * How much a person lets us upload: so much a second, or a part of what we have proven to be able to. Bits are counted
 * as they travel in chunks to the children that the tracker gave us; what helps others out for a moment comes on top.
 *
 * @typedef {{kilobitsPerSecond: number}|{percent: number}} UploadLimit
 */

const LIMIT = /^(\d{1,12}|\d{1,12}\.\d{1,6}(?=[kM%]))(k|M|%)?$/;
const MAX_KILOBITS = 10_000_000;
/** A limit that lies just above one more child does not take it and give it away again. */
const MARGIN_SLOTS = 0.1;

/**
 * `800k`, `1.5M` or `300000` bits a second, at most 10 000M; or `50%`, 0 to 100.
 *
 * @param {string} text
 * @returns {UploadLimit|null} null when it is none of these
 */
export function parseUploadLimit(text) {
  const [, digits, unit] = LIMIT.exec(text.trim()) ?? [];
  const number = Number(digits);
  if (digits === undefined || (unit === '%' && number > 100)) {
    return null;
  }
  if (unit === '%') {
    return { percent: number };
  }
  const kilobitsPerSecond = number * (unit === 'M' ? 1000 : unit === 'k' ? 1 : 0.001);
  return kilobitsPerSecond > MAX_KILOBITS ? null : { kilobitsPerSecond };
}

/** @param {UploadLimit|null} limit as parseUploadLimit reads it; '' for none */
export function uploadLimitWords(limit) {
  if (limit === null) {
    return '';
  }
  if ('percent' in limit) {
    return `${limit.percent}%`;
  }
  const { kilobitsPerSecond } = limit;
  return kilobitsPerSecond >= 1000 ? `${kilobitsPerSecond / 1000}M` : `${kilobitsPerSecond}k`;
}

/**
 * The limit in kbit/s, just now.
 *
 * @param {UploadLimit|null} limit
 * @param {number} provenKilobits  what we have proven to be able to upload
 * @returns {number} Infinity for none
 */
export function limitKilobits(limit, provenKilobits) {
  if (limit === null) {
    return Infinity;
  }
  return 'percent' in limit ? (provenKilobits * limit.percent) / 100 : limit.kilobitsPerSecond;
}

/**
 * How many children, with one stripe each, the limit allows. A rate is kept strictly: below one stripe's it allows
 * none. A percentage above 0 allows at least one, for with none nothing can be proven.
 *
 * @param {UploadLimit|null} limit
 * @param {{stripeKilobits: number, provenKilobits: number, formerSlots: number}} known  0 kbit/s: not known yet
 * @returns {number} Infinity for no limit
 */
export function limitSlots(limit, { stripeKilobits, provenKilobits, formerSlots }) {
  const kilobits = limitKilobits(limit, provenKilobits);
  if (kilobits === Infinity || limit === null) {
    return Infinity;
  }
  const least = 'percent' in limit && limit.percent > 0 ? 1 : 0;
  if (kilobits === 0 || stripeKilobits === 0) {
    return kilobits === 0 ? least : 1;
  }
  const exact = kilobits / stripeKilobits;
  const cautious = Math.max(Math.min(formerSlots, Math.floor(exact)), Math.floor(exact - MARGIN_SLOTS));
  return Math.max(least, cautious);
}
