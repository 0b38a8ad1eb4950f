/**
 * Why so little comes from other viewers, or goes to them, in words for people.
 */
import { countWords, viewerShare } from './words.js';

/**
 * @typedef {object} WhyFacts
 * @property {{kind: 'forward'|'viewer'}[]} sources
 * @property {unknown[]} targets
 * @property {unknown[]} links                  to other viewers, open or not
 * @property {string} waiting                   why the tracker has no source just now, '' when it has
 * @property {boolean} share
 * @property {{slots: number, isCongested: boolean}} capacity
 * @property {number} maxUploadKilobits         −1 no limit
 * @property {{bytesFromForwards: number, bytesFromViewers: number, linksFailed: number}} totals
 */

/** From here on nobody asks why. */
const GOOD_SHARE = 0.5;

/**
 * @param {WhyFacts} facts
 * @returns {string} '' when enough comes from viewers, or all does by now
 */
export function whyFromForwards({ sources, targets, links, waiting, share, capacity, totals }) {
  const isGood = viewerShare(totals.bytesFromViewers, totals.bytesFromForwards) >= GOOD_SHARE;
  if (waiting !== '') return `Waiting for a source. The tracker says: ${waiting}`;
  if (isGood || !sources.some(({ kind }) => kind === 'forward')) return '';
  if (totals.linksFailed > 0) {
    return `${countWords(totals.linksFailed, 'connection')} to other viewers failed: a network between them and you lets none through.`;
  }
  if (links.length === 0) return 'You seem to be alone here: there is nobody else to pull from.';
  if (!share) return 'Passing the stream on is turned off here.';
  if (capacity.isCongested) return 'Your connection is too slow for the others just now.';
  if (targets.length > 0) return 'You are one of the first: you pull from the forward, so that others can pull from you.';
  return 'Connecting with other viewers.';
}

/**
 * @param {WhyFacts} facts of a viewer from whom nobody pulls
 * @returns {string}
 */
export function whyToNobody({ share, capacity, maxUploadKilobits }) {
  if (!share) return 'You do not pass the stream on.';
  if (capacity.slots > 0) return 'Nobody pulls from you just now.';
  if (maxUploadKilobits >= 0) return 'Your limit is below what one viewer needs.';
  return 'Your upload is too slow to pass the stream on. It is tried again by and by.';
}
