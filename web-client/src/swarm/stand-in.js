/** @typedef {import('./feeder.js').Feeder} Feeder */

/** A stand-in must begin to deliver within so long, or the next one is asked, and the forward … */
const BEGIN_MILLIS = 150;
/** … longer where the way there and back is long. */
const ROUND_TRIPS_TO_BEGIN = 1.5;
/** When nobody was of use, all are asked again after so long. */
const ANEW_MILLIS = 1_500;

/**
 * Who feeds one stripe while its own source does not: the standby, another parent, or the former parent until the new
 * one delivers. One at a time, the next when that one does not begin. Pure.
 */
export class StandIn {
  /** @type {Feeder|null} */
  feeder = null;
  #stripe;
  #neededMillis = Infinity;
  #chosenMillis = 0;
  /** @type {Set<Feeder>} */
  #tried = new Set();

  /** @param {number} stripe */
  constructor(stripe) {
    this.#stripe = stripe;
  }

  /** From now on somebody is needed, until dismiss(). @param {number} nowMillis */
  call(nowMillis) {
    this.#neededMillis = Math.min(this.#neededMillis, nowMillis);
  }

  /**
   * This one goes on with what it does already.
   *
   * @param {Feeder} former
   * @param {number} nowMillis
   */
  keep(former, nowMillis) {
    this.call(nowMillis);
    this.#choose(former, nowMillis);
  }

  dismiss() {
    this.feeder = null;
    this.#neededMillis = Infinity;
    this.#tried.clear();
  }

  /** @param {Feeder|undefined} feeder whose link is gone */
  onLoss(feeder) {
    if (this.feeder === feeder) {
      this.feeder = null;
    }
  }

  /**
   * Chooses, if somebody is needed and the one chosen is of no use.
   *
   * @param {() => Feeder[]} candidates the best first
   * @param {number} nowMillis
   */
  tick(candidates, nowMillis) {
    const sinceMillis = nowMillis - this.#chosenMillis;
    const hasTime = this.feeder !== null && sinceMillis < this.#beginMillis;
    if (this.#neededMillis === Infinity || hasTime || this.#serves(nowMillis)) {
      return;
    }
    const next = candidates().find((candidate) => !this.#tried.has(candidate));
    if (next !== undefined) {
      this.#choose(next, nowMillis);
    } else if (sinceMillis >= ANEW_MILLIS) {
      this.feeder = null;
      this.#tried.clear();
    }
  }

  /** Whether the stripe is in good hands: if not, the forward is wanted too. @param {number} nowMillis */
  holds(nowMillis) {
    return this.feeder !== null && (this.#serves(nowMillis) || nowMillis - this.#neededMillis < this.#beginMillis);
  }

  get #beginMillis() {
    return Math.max(BEGIN_MILLIS, ROUND_TRIPS_TO_BEGIN * (this.feeder?.link.roundTripMillis ?? -1));
  }

  /** @param {number} nowMillis */
  #serves(nowMillis) {
    return this.feeder !== null && this.feeder.isServing(this.#stripe, nowMillis);
  }

  /**
   * @param {Feeder} feeder
   * @param {number} nowMillis
   */
  #choose(feeder, nowMillis) {
    this.feeder = feeder;
    this.#chosenMillis = nowMillis;
    this.#tried.add(feeder);
  }
}
