/** @typedef {import('./picture-source.js').PictureSource} PictureSource */

/**
 * Passes pictures by at the pace at which a player would show them, where none is shown: so that gaps are given up and
 * the stream's end is reached just the same. Pure.
 */
export class UnwatchedPlayhead {
  #source;
  #bufferMillis;
  #blockedSinceMillis = Infinity;

  /** @param {{source: PictureSource, bufferMillis: number}} needs */
  constructor({ source, bufferMillis }) {
    this.#source = source;
    this.#bufferMillis = bufferMillis;
  }

  /**
   * @param {number} serverNowMicros coordinate's clock
   * @param {number} nowMillis       the monotonic one
   */
  tick(serverNowMicros, nowMillis) {
    const dueMicros = serverNowMicros - this.#bufferMillis * 1000;
    for (let picture = this.#source.peek(); picture !== null; picture = this.#source.peek()) {
      if (picture.ingestMicros > dueMicros) {
        break;
      }
      this.#source.advance();
    }
    this.#passGap(nowMillis);
  }

  /** @param {number} nowMillis */
  #passGap(nowMillis) {
    if (!this.#source.blocked()) {
      this.#blockedSinceMillis = Infinity;
      return;
    }
    this.#blockedSinceMillis = Math.min(this.#blockedSinceMillis, nowMillis);
    if (nowMillis - this.#blockedSinceMillis >= this.#bufferMillis && this.#source.skip() > 0) {
      this.#blockedSinceMillis = Infinity;
    }
  }
}
