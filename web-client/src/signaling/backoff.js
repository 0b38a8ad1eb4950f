/** How long to wait before the next try: exponential with full jitter, so that many viewers do not come at once. */
export class Backoff {
  #firstMillis;
  #maxMillis;
  #random;
  #failures = 0;

  /** @param {{firstMillis: number, maxMillis: number, random: () => number}} needs `random` answers 0 … 1 */
  constructor({ firstMillis, maxMillis, random }) {
    this.#firstMillis = firstMillis;
    this.#maxMillis = maxMillis;
    this.#random = random;
  }

  get failures() {
    return this.#failures;
  }

  /** Notes a failure; answers the wait in milliseconds, at least a tenth of its upper end. */
  next() {
    const upperMillis = Math.min(this.#maxMillis, this.#firstMillis * 2 ** Math.min(this.#failures, 16));
    this.#failures++;
    return upperMillis * (0.1 + 0.9 * this.#random());
  }

  reset() {
    this.#failures = 0;
  }
}
