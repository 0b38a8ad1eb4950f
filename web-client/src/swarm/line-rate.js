/** So much busy time tells how fast the line is. */
const ENOUGH_MILLIS = 300;
/** Half of what was seen is forgotten after so much busy time more. */
const MEMORY_MILLIS = 3_000;

/**
 * How fast our line is, seen without filling it: large pictures make the send queues wait for a moment again and again,
 * and while they wait they drain as fast as the line goes. Where they never wait, the line is faster than we need to
 * know. Pure.
 */
export class LineRate {
  #busyMillis = 0;
  #kilobits = 0;
  /** @type {{atMillis: number, gone: number, queued: number}|null} */
  #last = null;

  /** 0: not known, because nothing ever waits. */
  get kilobitsPerSecond() {
    return this.#busyMillis >= ENOUGH_MILLIS ? this.#kilobits / (this.#busyMillis / 1000) : 0;
  }

  /**
   * Call it each 50 ms or so.
   *
   * @param {number} bytesGone  that have ever left the send queues
   * @param {number} bytesQueued  that wait in them now
   * @param {number} nowMillis
   */
  look(bytesGone, bytesQueued, nowMillis) {
    const last = this.#last;
    this.#last = { atMillis: nowMillis, gone: bytesGone, queued: bytesQueued };
    const drained = last === null ? 0 : bytesGone - last.gone;
    // Only if all that left was waiting before did the line never rest in between.
    if (last === null || drained <= 0 || drained > last.queued) {
      return;
    }
    this.#busyMillis += nowMillis - last.atMillis;
    this.#kilobits += (drained * 8) / 1000;
    if (this.#busyMillis > MEMORY_MILLIS) {
      this.#busyMillis /= 2;
      this.#kilobits /= 2;
    }
  }
}
