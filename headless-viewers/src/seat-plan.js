/**
 * When who comes and goes. `count` seats; on each one viewer after the other. All of it follows from the seed and the
 * seat's number, so that it is the same however many processes share the seats. Pure.
 */

/**
 * @typedef {object} Visit
 * @property {number} stayMillis   Infinity without churn
 * @property {boolean} crashes     ends without a goodbye
 * @property {number} pauseMillis  before the next one takes the seat
 *
 * @typedef {object} Coming
 * @property {number} joinPerSecond
 * @property {number} churnPercent     of the viewers that leave within a minute
 * @property {number} crashPercent     of those that leave
 * @property {number} shareOffPercent  of the seats
 */

const MAX_PAUSE_MILLIS = 2_000;

/**
 * Numbers from 0 to below 1 (mulberry32): the same for the same seed.
 *
 * @param {number} seed
 * @returns {() => number}
 */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** @param {number} seed @param {number} seat */
export function seatRandom(seed, seat) {
  return seededRandom(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(seat + 1, 0x85ebca6b));
}

/** When the seat is first taken, since the start. @param {number} seat @param {Coming} coming */
export function firstJoinMillis(seat, { joinPerSecond }) {
  return seat * 1000 / joinPerSecond;
}

/** Whether who sits there passes the stream on: those who do not are spread evenly. @param {number} seat @param {Coming} coming */
export function isSharing(seat, { shareOffPercent }) {
  const before = Math.floor(seat * shareOffPercent / 100);
  return Math.floor((seat + 1) * shareOffPercent / 100) === before;
}

/**
 * The next visit to a seat. Who leaves does so at any moment alike, whatever he stayed so far.
 *
 * @param {Coming} coming
 * @param {() => number} random
 * @returns {Visit}
 */
export function planVisit({ churnPercent, crashPercent }, random) {
  const [stay, crash, pause] = [random(), random(), random()];
  return {
    stayMillis: churnPercent === 0 ? Infinity : -Math.log(1 - stay) * 60_000 * 100 / churnPercent,
    crashes: crash * 100 < crashPercent,
    pauseMillis: pause * MAX_PAUSE_MILLIS,
  };
}
