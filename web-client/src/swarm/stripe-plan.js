import { StandIn } from './stand-in.js';
import { StripeLag } from './stripe-lag.js';

/** @typedef {import('./feeder.js').Feeder} Feeder */
/** @typedef {import('./feeders.js').Feeders} Feeders */
/** @typedef {import('./forward-pull.js').ForwardPull} ForwardPull */

/** So long a stripe may come from nobody before a stand-in is called without an alarm. */
const UNSERVED_MILLIS = 300;
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
  #standIn;
  #lag;
  #feeders;
  #forward;
  #failedUntilMillis = 0;
  #suspectedMillis = Infinity;
  #unservedMillis = Infinity;
  /** The tracker knows that the parent delivers. */
  #isReported = false;
  #reportedMillis = 0;

  /**
   * @param {object} needs
   * @param {number} needs.stripe
   * @param {Feeders} needs.feeders
   * @param {ForwardPull} needs.forward
   * @param {() => number} needs.random  answers 0 … 1
   */
  constructor({ stripe, feeders, forward, random }) {
    this.stripe = stripe;
    this.#feeders = feeders;
    this.#forward = forward;
    this.#standIn = new StandIn(stripe);
    this.#lag = new StripeLag({ random });
  }

  /** From where the stripe shall come, when that is there. */
  get own() {
    return this.parent === null ? this.#forward.feeder : this.#feeders.ofViewer(this.parent);
  }

  get isSettled() {
    return this.own?.delivers(this.stripe) ?? false;
  }

  /**
   * The tracker gives another parent. The former one goes on until the new one delivers.
   *
   * @param {string|null} parent
   * @param {number} nowMillis
   */
  change(parent, nowMillis) {
    const former = this.#feeders.ofViewer(this.parent);
    if (former?.delivers(this.stripe)) {
      this.#standIn.keep(former, nowMillis);
    }
    this.parent = parent;
    this.#isReported = false;
    this.#lag.forget();
    this.forgive();
  }

  /** The parent's link is a new one: what it failed before does not count. */
  forgive() {
    this.#failedUntilMillis = 0;
    this.#suspectedMillis = Infinity;
  }

  /** The own source is gone: somebody else is needed. @param {number} nowMillis */
  fail(nowMillis) {
    this.#standIn.call(nowMillis);
    this.#failedUntilMillis = nowMillis + RETRY_PARENT_MILLIS;
    this.#suspectedMillis = Infinity;
    this.#isReported = false;
  }

  /** The own source delivers: nobody else is needed. */
  settle() {
    this.#standIn.dismiss();
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
   * @param {Feeder} feeder  a viewer's
   * @param {number} nowMillis
   */
  wantsFrom(feeder, nowMillis) {
    if (feeder.name === this.parent) {
      return nowMillis >= this.#failedUntilMillis;
    }
    return feeder === this.#standIn.feeder && !this.isSettled;
  }

  /** Whether the forward is wanted, and allowed. @param {number} nowMillis */
  wantsForward(nowMillis) {
    return this.#forward.allows(this.stripe)
      && (this.parent === null || (!this.isSettled && !this.#standIn.holds(nowMillis)));
  }

  /**
   * Looks whether the own source has fallen silent: first it is suspected, and if it stays so it is lost. The forward
   * is asked for a new link rather than replaced.
   *
   * @param {number} nowMillis
   * @returns {'fine'|'suspected'|'lost'} 'suspected' once, at the beginning
   */
  judge(nowMillis) {
    const { own } = this;
    if (own === undefined || !own.isFeeding(this.stripe) || !own.isSilent(this.stripe, nowMillis)) {
      this.#suspectedMillis = Infinity;
      return 'fine';
    }
    if (this.#suspectedMillis === Infinity) {
      this.#suspectedMillis = nowMillis;
      own.suspect(this.stripe);
      this.#standIn.call(nowMillis);
      return 'suspected';
    }
    const isConvicted = this.#standIn.feeder === null || nowMillis - this.#suspectedMillis >= CONVICTION_MILLIS;
    return isConvicted ? 'lost' : 'fine';
  }

  /**
   * Calls a stand-in for a stripe that comes from nobody, though nobody has failed: its parent is still connecting, or
   * the tracker has none to give. Where the forward may be asked, it is.
   *
   * @param {number} nowMillis
   */
  callIfUnserved(nowMillis) {
    if (this.#forward.allows(this.stripe) || this.own?.isServing(this.stripe, nowMillis)) {
      this.#unservedMillis = Infinity;
      return;
    }
    this.#unservedMillis = Math.min(this.#unservedMillis, nowMillis);
    if (nowMillis - this.#unservedMillis >= UNSERVED_MILLIS) {
      this.#standIn.call(nowMillis);
    }
  }

  /** The stand-in's link may be the one that is gone. @param {Feeder|undefined} feeder */
  onLoss(feeder) {
    this.#standIn.onLoss(feeder);
  }

  /** Chooses a stand-in, where one is needed. @param {number} nowMillis */
  lookForStandIn(nowMillis) {
    this.#standIn.tick(() => this.standIns(nowMillis), nowMillis);
  }

  /** Who could feed the stripe in the place of its own source, the best first. @param {number} nowMillis */
  standIns(nowMillis) {
    return this.#feeders.standInsFor(this.stripe, this.parent, nowMillis);
  }

  /**
   * A chunk came from the own source.
   *
   * @param {number} ingestMicros
   * @param {number} newestMicros  of all stripes
   */
  onOwnChunk(ingestMicros, newestMicros) {
    this.#lag.onChunk(ingestMicros, newestMicros);
  }

  /** Whether the own source falls ever further behind; then not again for a while. @param {number} newestMicros @param {number} nowMillis */
  isSlow(newestMicros, nowMillis) {
    const { own } = this;
    return own !== undefined && this.#lag.isSlow(newestMicros, own.hopsOf(this.stripe), nowMillis);
  }
}
