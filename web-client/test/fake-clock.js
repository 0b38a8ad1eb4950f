/** @typedef {{atMillis: number, run: () => void}} Timer */

/** A clock that a test turns by hand: timers run in order, at their time, within advance(). */
export class FakeClock {
  #nowMillis = 0;
  /** @type {Timer[]} */
  #timers = [];

  now = () => this.#nowMillis;

  wallMillis = () => 1_790_000_000_000 + this.#nowMillis;

  /**
   * @param {number} millis
   * @param {() => void} run
   */
  after = (millis, run) => {
    const timer = { atMillis: this.#nowMillis + millis, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  };

  get timerCount() {
    return this.#timers.length;
  }

  /** @param {number} millis */
  advance(millis) {
    const endMillis = this.#nowMillis + millis;
    for (;;) {
      const [next] = this.#timers
        .filter(({ atMillis }) => atMillis <= endMillis)
        .sort((a, b) => a.atMillis - b.atMillis);
      if (next === undefined) {
        break;
      }
      this.#timers = this.#timers.filter((other) => other !== next);
      this.#nowMillis = Math.max(this.#nowMillis, next.atMillis);
      next.run();
    }
    this.#nowMillis = endMillis;
  }
}

/** Lets everything that awaits go on. */
export async function settle() {
  for (let turn = 0; turn < 20; turn++) {
    await Promise.resolve();
  }
}
