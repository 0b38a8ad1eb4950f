const WINDOW_MILLIS = 500;
/** What was once possible is believed for so long. */
const MEMORY_MILLIS = 300_000;

/**
 * How much we have proven to be able to upload: the fastest that our send queues were ever seen to drain, over half a
 * second, in the last five minutes or so. Pure.
 */
export class DrainMeter {
  /** 0: nothing proven yet. */
  kilobitsPerSecond = 0;
  #provenMillis = 0;
  /** @type {{atMillis: number, bytes: number, queues: number}|null} */
  #window = null;

  /**
   * @param {number} bytes   that have ever left the queues
   * @param {number} queues  how many there are: one that is gone tells nothing
   * @param {number} nowMillis
   */
  look(bytes, queues, nowMillis) {
    if (this.#window === null || queues < this.#window.queues) {
      this.#window = { atMillis: nowMillis, bytes, queues };
      return;
    }
    const millis = nowMillis - this.#window.atMillis;
    if (millis < WINDOW_MILLIS) {
      return;
    }
    const kilobits = Math.round(((bytes - this.#window.bytes) * 8) / millis);
    if (kilobits >= this.kilobitsPerSecond || nowMillis - this.#provenMillis >= MEMORY_MILLIS) {
      this.kilobitsPerSecond = kilobits;
      this.#provenMillis = nowMillis;
    }
    this.#window = { atMillis: nowMillis, bytes, queues };
  }
}
