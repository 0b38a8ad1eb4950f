/** @typedef {import('./feeder.js').Feeder} Feeder */

/** A stand-in must deliver within so long, or the forward is asked. */
const STAND_IN_MILLIS = 300;
const STAND_IN_GIVEN_UP_MILLIS = 1_500;
/** So long after it fell silent a source may come back before it is reported lost. */
const CONVICTION_MILLIS = 400;
/** With no word from the tracker a failed parent is tried again after so long. */
const RETRY_PARENT_MILLIS = 5_000;
const REPORT_AGAIN_MILLIS = 5_000;

/**
 * Who shall feed one stripe: the parent that the tracker gave (the stripe's own source; the forward, where it gave
 * none), and a stand-in while that one does not deliver. Pure.
 */
export class StripePlan {
  /** The viewer that the tracker gave us. @type {string|null} */
  parent = null;
  /** Another parent, which feeds the stripe while its own source does not. @type {Feeder|null} */
  standIn = null;
  #stripe;
  #standInMillis = 0;
  #failedUntilMillis = 0;
  #suspectedMillis = Infinity;
  /** The tracker knows that the parent delivers. */
  #isReported = false;
  #reportedMillis = 0;

  /** @param {number} stripe */
  constructor(stripe) {
    this.#stripe = stripe;
  }

  /**
   * The tracker gives another parent. The former one goes on until the new one delivers.
   *
   * @param {string|null} parent
   * @param {Feeder|undefined} former
   * @param {number} nowMillis
   */
  change(parent, former, nowMillis) {
    if (former?.delivers(this.#stripe)) {
      this.standInBy(former, nowMillis);
    }
    this.parent = parent;
    this.#isReported = false;
    this.forgive();
  }

  /**
   * @param {Feeder|null} standIn
   * @param {number} nowMillis
   */
  standInBy(standIn, nowMillis) {
    this.standIn = standIn;
    this.#standInMillis = nowMillis;
  }

  /** The parent's link is a new one: what it failed before does not count. */
  forgive() {
    this.#failedUntilMillis = 0;
    this.#suspectedMillis = Infinity;
  }

  /** The own source is gone. @param {number} nowMillis */
  fail(nowMillis) {
    this.#failedUntilMillis = nowMillis + RETRY_PARENT_MILLIS;
    this.#suspectedMillis = Infinity;
    this.#isReported = false;
  }

  /** The own source delivers: nobody else is needed. */
  settle() {
    this.standIn = null;
    this.#suspectedMillis = Infinity;
  }

  /** Whether the tracker is still to be told that the parent delivers; once told, not again. @param {number} nowMillis */
  claimReport(nowMillis) {
    const isDue = !this.#isReported;
    this.#isReported = true;
    this.#reportedMillis = isDue ? nowMillis : this.#reportedMillis;
    return isDue;
  }

  /** The tracker knows nothing any more of what it was told. */
  forgetReport() {
    this.#isReported = false;
  }

  /** There is still a lease: the tracker may not have heard. @param {number} nowMillis */
  reportAgain(nowMillis) {
    if (nowMillis - this.#reportedMillis >= REPORT_AGAIN_MILLIS) {
      this.#isReported = false;
    }
  }

  /**
   * @param {Feeder} feeder            a viewer's
   * @param {Feeder|undefined} own     the own source, when it is there
   * @param {number} nowMillis
   */
  wantsFrom(feeder, own, nowMillis) {
    if (feeder.name === this.parent) {
      return nowMillis >= this.#failedUntilMillis;
    }
    return feeder === this.standIn && !this.#isSettled(own);
  }

  /**
   * Whether the forward is wanted, if it is allowed.
   *
   * @param {Feeder|undefined} own
   * @param {number} nowMillis
   */
  wantsForward(own, nowMillis) {
    if (this.parent === null) {
      return true;
    }
    const standInServes = this.standIn !== null
      && (this.standIn.delivers(this.#stripe) || nowMillis - this.#standInMillis < STAND_IN_MILLIS);
    return !this.#isSettled(own) && !standInServes;
  }

  /**
   * Looks whether the own source has fallen silent: first it is suspected, and if it stays so it is lost. The forward
   * is asked for a new link rather than replaced.
   *
   * @param {Feeder|undefined} own
   * @param {number} nowMillis
   * @returns {'fine'|'suspected'|'lost'} 'suspected' once, at the beginning
   */
  judge(own, nowMillis) {
    if (own === undefined || !own.isFeeding(this.#stripe) || !own.isSilent(this.#stripe, nowMillis)) {
      this.#suspectedMillis = Infinity;
      return 'fine';
    }
    if (this.#suspectedMillis === Infinity) {
      this.#suspectedMillis = nowMillis;
      own.suspect(this.#stripe);
      return 'suspected';
    }
    const isConvicted = this.standIn === null || nowMillis - this.#suspectedMillis >= CONVICTION_MILLIS;
    return isConvicted ? 'lost' : 'fine';
  }

  /** Drops a stand-in that does not deliver. @param {number} nowMillis */
  judgeStandIn(nowMillis) {
    const isLate = nowMillis - this.#standInMillis >= STAND_IN_GIVEN_UP_MILLIS;
    const delivers = this.standIn?.delivers(this.#stripe) && !this.standIn.isSilent(this.#stripe, nowMillis);
    if (isLate && !delivers) {
      this.standIn = null;
    }
  }

  /** @param {Feeder|undefined} own */
  #isSettled(own) {
    return own?.delivers(this.#stripe) ?? false;
  }
}
