/**
 * Time, as the parts of the page see it; tests hand in one that they turn by hand.
 *
 * @typedef {object} Clock
 * @property {() => number} now                                      milliseconds that never step back, from any start
 * @property {() => number} wallMillis                               Unix time; goes on while the machine sleeps
 * @property {(millis: number, run: () => void) => () => void} after  runs once, later; answers how to cancel it
 */

/** @type {Clock} */
export const systemClock = {
  now: () => performance.now(),
  wallMillis: () => Date.now(),
  after(millis, run) {
    const timer = setTimeout(run, millis);
    return () => clearTimeout(timer);
  },
};
