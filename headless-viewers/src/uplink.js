/** @typedef {import('../../web-client/src/clock.js').Clock} Clock */

/** What a line sends at once after a pause. */
const BURST_MILLIS = 20;

/**
 * The line by which one viewer sends, shared by all its links: what does not fit yet waits in order. Who sends sees
 * what waits, and is the one to bound it.
 */
export class Uplink {
  #bytesPerSecond;
  #clock;
  /** @type {{bytes: number, send: () => void}[]} */
  #waiting = [];
  /** When the line has sent all that it was given. */
  #freeAtMillis = 0;
  #cancel = () => {};

  /** @param {{bytesPerSecond: number, clock: Clock}} needs 0 = no bound */
  constructor({ bytesPerSecond, clock }) {
    this.#bytesPerSecond = bytesPerSecond;
    this.#clock = clock;
  }

  /**
   * @param {number} bytes
   * @param {() => void} send  called now, or when the line is free
   */
  send(bytes, send) {
    if (this.#bytesPerSecond === 0) {
      send();
      return;
    }
    this.#waiting.push({ bytes, send });
    if (this.#waiting.length === 1) {
      this.#pass();
    }
  }

  destroy() {
    this.#cancel();
    this.#waiting = [];
  }

  #pass() {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const nowMillis = this.#clock.now();
      const startMillis = Math.max(this.#freeAtMillis, nowMillis - BURST_MILLIS);
      if (startMillis > nowMillis) {
        this.#cancel = this.#clock.after(startMillis - nowMillis, () => this.#pass());
        return;
      }
      this.#freeAtMillis = startMillis + next.bytes * 1000 / this.#bytesPerSecond;
      this.#waiting.shift();
      next.send();
    }
  }
}
