/** When everything is silent the stream's own source is gone, and we wait; after so long it might be us. */
const FIRST_MILLIS = 20_000;
const MAX_MILLIS = 120_000;

/**
 * How long the whole stream has been silent, and when that is worth a word: after long, then ever more rarely, and not
 * at the same time as everyone else. Pure.
 */
export class StreamSilence {
  #random;
  #lastMillis = 0;
  #patienceMillis;

  /** @param {{random: () => number}} needs `random` answers 0 … 1 */
  constructor({ random }) {
    this.#random = random;
    this.#patienceMillis = this.#firstMillis();
  }

  /** Something new has come. @param {number} nowMillis */
  end(nowMillis) {
    this.#lastMillis = nowMillis;
    this.#patienceMillis = this.#firstMillis();
  }

  /** Whether it is time for a word; then not again for longer than before. @param {number} nowMillis */
  isOverdue(nowMillis) {
    const silentMillis = nowMillis - this.#lastMillis;
    if (silentMillis < this.#patienceMillis) {
      return false;
    }
    this.#patienceMillis = silentMillis + Math.min(2 * silentMillis, MAX_MILLIS);
    return true;
  }

  #firstMillis() {
    return FIRST_MILLIS * (1 + this.#random() / 2);
  }
}
