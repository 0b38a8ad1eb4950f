const LOOK_MILLIS = 500;
/** So many looks make two seconds. */
const LOOKS = 5;
/** So far behind the other stripes, and ever further … */
const GROWING_MILLIS = 700;
const GROWTH_MILLIS = 150;
/** What one look may fall behind the one before while the whole grows. */
const WAVER_MILLIS = 20;
/** … or so far at all: this stripe has a slow parent. */
const SLOW_MILLIS = 1_500;
/** Whoever is nearest to the slow one mends it, and those below never notice. */
const PATIENCE_MILLIS_PER_HOP = 400;
const MAX_HOPS_COUNTED = 8;
const MAX_JITTER_MILLIS = 1_000;
/** A tracker that hears of it needs time to act. */
const PAUSE_MILLIS = 10_000;

/**
 * Whether one stripe falls ever further behind the others: its source delivers, but more slowly than the stream runs.
 * A chunk's lag is the newest ingest time of all stripes less its own. So a stripe with long pauses does not lag, and
 * none does when all are late alike. Pure.
 */
export class StripeLag {
  #random;
  #lookedMillis = -Infinity;
  /** Of the chunks since the last look; one that was asked for again may lag more. */
  #smallestMillis = Infinity;
  /** @type {{lagMillis: number, newestMicros: number}[]} */
  #looks = [];
  #behindSinceMillis = Infinity;
  #jitterMillis = 0;
  #quietUntilMillis = -Infinity;

  /** @param {{random: () => number}} needs `random` answers 0 … 1 */
  constructor({ random }) {
    this.#random = random;
  }

  /**
   * A chunk of the stripe came from its own source.
   *
   * @param {number} ingestMicros
   * @param {number} newestMicros  of all stripes
   */
  onChunk(ingestMicros, newestMicros) {
    this.#smallestMillis = Math.min(this.#smallestMillis, (newestMicros - ingestMicros) / 1000);
  }

  /** Another source: it begins anew. */
  forget() {
    this.#looks = [];
    this.#smallestMillis = Infinity;
    this.#behindSinceMillis = Infinity;
  }

  /**
   * Whether it is time to leave the source for its slowness; then not again for a while.
   *
   * @param {number} newestMicros  of all stripes
   * @param {number} hops          how deep we are in this stripe
   * @param {number} nowMillis
   */
  isSlow(newestMicros, hops, nowMillis) {
    if (nowMillis - this.#lookedMillis < LOOK_MILLIS || this.#smallestMillis === Infinity) {
      return false;
    }
    this.#lookedMillis = nowMillis;
    this.#looks.push({ lagMillis: this.#smallestMillis, newestMicros });
    this.#looks = this.#looks.slice(-LOOKS);
    this.#smallestMillis = Infinity;
    return this.#isBehind() ? this.#isDue(hops, nowMillis) : this.#catchesUp();
  }

  #isBehind() {
    if (this.#looks.length < LOOKS || this.#looks[0].newestMicros === this.#looks[LOOKS - 1].newestMicros) {
      return false; // nothing else runs on
    }
    const lags = this.#looks.map(({ lagMillis }) => lagMillis);
    const grows = lags.every((lag, index) => index === 0 || lag >= lags[index - 1] - WAVER_MILLIS)
      && lags[LOOKS - 1] - lags[0] >= GROWTH_MILLIS;
    return lags.every((lag) => lag > SLOW_MILLIS) || (grows && lags.every((lag) => lag > GROWING_MILLIS));
  }

  #catchesUp() {
    this.#behindSinceMillis = Infinity;
    return false;
  }

  /**
   * @param {number} hops
   * @param {number} nowMillis
   */
  #isDue(hops, nowMillis) {
    if (this.#behindSinceMillis === Infinity) {
      this.#behindSinceMillis = nowMillis;
      this.#jitterMillis = MAX_JITTER_MILLIS * this.#random();
    }
    const depthMillis = PATIENCE_MILLIS_PER_HOP * Math.min(Math.max(0, hops), MAX_HOPS_COUNTED);
    if (nowMillis - this.#behindSinceMillis < depthMillis + this.#jitterMillis || nowMillis < this.#quietUntilMillis) {
      return false;
    }
    this.#quietUntilMillis = nowMillis + PAUSE_MILLIS * (1 + this.#random() / 2);
    this.forget();
    return true;
  }
}
