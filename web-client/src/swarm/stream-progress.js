/** So long nothing new of a stripe, and those below are told. */
const LATE_MILLIS = 200;
/** So long after its last new chunk the stream counts as running. */
const RUNNING_MILLIS = 1_000;
/** When everything is silent the stream's own source is gone, and we wait; after so long it might be us. */
const FIRST_MILLIS = 20_000;
const MAX_MILLIS = 120_000;

/** When something new came, whoever sent it: of each stripe, and of the stream as a whole. Pure. */
export class StreamProgress {
  #random;
  #lastMillis = 0;
  /** When something new of each stripe came last. @type {Map<number, number>} */
  #arrivals = new Map();
  #patienceMillis;

  /** @param {{random: () => number}} needs `random` answers 0 … 1 */
  constructor({ random }) {
    this.#random = random;
    this.#patienceMillis = this.#firstMillis();
  }

  /** Something new of this stripe has come. @param {number} stripe @param {number} nowMillis */
  note(stripe, nowMillis) {
    this.#lastMillis = nowMillis;
    this.#arrivals.set(stripe, nowMillis);
    this.#patienceMillis = this.#firstMillis();
  }

  /** Whether nothing new of the stripe has come for a while, though others have. @param {number} stripe @param {number} nowMillis */
  isLate(stripe, nowMillis) {
    const sinceMillis = nowMillis - (this.#arrivals.get(stripe) ?? nowMillis);
    return sinceMillis >= LATE_MILLIS && nowMillis - this.#lastMillis < LATE_MILLIS;
  }

  /** @param {number} nowMillis */
  isRunning(nowMillis) {
    return nowMillis - this.#lastMillis < RUNNING_MILLIS;
  }

  /**
   * Whether the whole stream has been silent for long enough to say so: after long, then ever more rarely, and not at the
   * same time as everyone else.
   *
   * @param {number} nowMillis
   */
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
