import { Distribution } from './distribution.js';

/** @typedef {import('./wire.js').Route} Route */

/** Who waited for more of his time than this was badly served. */
export const STALLED_SHARE = 0.01;
/** Shares of a shorter visit say nothing. */
export const MIN_JUDGED_MILLIS = 10_000;

const SUMS = /** @type {const} */ ([
  'visits', 'crashes', 'withoutPicture', 'faults', 'linksOpened', 'linksFailed',
  'bytesFromForwards', 'bytesFromViewers', 'bytesToViewers', 'usefulBytes', 'redundantBytes',
  'chunksLost', 'chunksRepaired', 'chunksInvalid', 'chunksDropped',
  'judged', 'stalledViewers', 'stalls', 'stalledMillis', 'watchedMillis',
]);
const MAXIMA = /** @type {const} */ (['maxHops', 'worstStall', 'worstUpload']);
const DISTRIBUTIONS = /** @type {const} */ ([
  'playDelayMillis', 'arrivalDelayMillis', 'interruptionMillis', 'firstChunkMillis', 'firstPictureMillis',
]);
const ROUTES = /** @type {Route[]} */ (['host', 'srflx', 'relay', 'unknown']);

/**
 * How visits fared, one or many: what several processes have seen adds up. A share is 0 … 1; `worstStall` and
 * `worstUpload` (bytes passed on for each byte received) are −1 where nobody could be judged. Pure.
 */
export class Tally {
  visits = 0;
  crashes = 0;
  /** Visits of some length that never had a whole picture. */
  withoutPicture = 0;
  faults = 0;
  linksOpened = 0;
  linksFailed = 0;
  bytesFromForwards = 0;
  bytesFromViewers = 0;
  bytesToViewers = 0;
  usefulBytes = 0;
  redundantBytes = 0;
  chunksLost = 0;
  chunksRepaired = 0;
  chunksInvalid = 0;
  chunksDropped = 0;
  /** Visits long enough to be judged one by one. */
  judged = 0;
  stalledViewers = 0;
  stalls = 0;
  stalledMillis = 0;
  watchedMillis = 0;
  maxHops = 0;
  worstStall = -1;
  worstUpload = -1;
  playDelayMillis = new Distribution();
  arrivalDelayMillis = new Distribution();
  interruptionMillis = new Distribution();
  firstChunkMillis = new Distribution();
  firstPictureMillis = new Distribution();
  /** @type {Record<Route, number>} */
  routes = { host: 0, srflx: 0, relay: 0, unknown: 0 };

  /** @param {Tally} other */
  add(other) {
    for (const name of SUMS) {
      this[name] += other[name];
    }
    for (const name of MAXIMA) {
      this[name] = Math.max(this[name], other[name]);
    }
    for (const name of DISTRIBUTIONS) {
      this[name].merge(other[name]);
    }
    for (const route of ROUTES) {
      this.routes[route] += other.routes[route];
    }
    return this;
  }

  /** Of all that came, the share that viewers sent. */
  get shareFromViewers() {
    return share(this.bytesFromViewers, this.bytesFromViewers + this.bytesFromForwards);
  }

  /** Of all that came, the share that had been there already. */
  get shareRedundant() {
    return share(this.redundantBytes, this.redundantBytes + this.usefulBytes);
  }

  /** Of all the time watched, the share spent waiting. */
  get shareStalled() {
    return share(this.stalledMillis, this.watchedMillis);
  }

  /** Bytes passed on for each byte of the stream received. */
  get meanUpload() {
    return share(this.bytesToViewers, this.usefulBytes);
  }

  /** @param {Record<string, any>} json what JSON made of a tally */
  static from(json) {
    const tally = Object.assign(new Tally(), json);
    for (const name of DISTRIBUTIONS) {
      tally[name] = Distribution.from(json[name]);
    }
    return tally;
  }
}

/** @param {number} part @param {number} whole @returns {number} 0 … 1; −1 = of nothing */
function share(part, whole) {
  return whole > 0 ? part / whole : -1;
}
