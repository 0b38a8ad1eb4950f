import { Backoff } from '../signaling/backoff.js';

/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('../signaling/messages.js').ForwardSource} ForwardSource */
/** @typedef {import('../signaling/messages.js').Position} Position */

const FIRST_RETRY_MILLIS = 300;
const MAX_RETRY_MILLIS = 8_000;
/** A link that lasted so long was a good one. */
const STEADY_MILLIS = 5_000;

/**
 * The forward that we may pull from, and the link to it while something is pulled: opened when needed, again and again
 * with growing pauses if it fails, and closed as soon as nothing is pulled any more.
 */
export class ForwardLease {
  /** @type {ForwardSource|null} */
  forward = null;
  /** @type {ParentLink|null} */
  link = null;
  #connect;
  #backoff;
  #openedMillis = 0;
  #retryMillis = 0;

  /**
   * @param {object} needs
   * @param {(forward: ForwardSource, stripes: number[], from: Position|null) => ParentLink} needs.connect
   * @param {() => number} needs.random
   */
  constructor({ connect, random }) {
    this.#connect = connect;
    this.#backoff = new Backoff({ firstMillis: FIRST_RETRY_MILLIS, maxMillis: MAX_RETRY_MILLIS, random });
  }

  /**
   * The tracker's word on what may be pulled.
   *
   * @param {ForwardSource|null} forward
   * @returns {ParentLink|null} the link that is closed by it
   */
  allow(forward) {
    const isOther = forward?.url !== this.forward?.url;
    this.forward = forward;
    if (!isOther) {
      return null;
    }
    this.#backoff.reset();
    this.#retryMillis = 0;
    return this.release('reassigned');
  }

  /** @param {number} stripe */
  allows(stripe) {
    return this.forward?.stripes.includes(stripe) ?? false;
  }

  /**
   * Connects, if we may and it is time to.
   *
   * @param {number[]} stripes
   * @param {Position|null} from
   * @param {number} nowMillis
   * @returns {ParentLink|null} the new link
   */
  open(stripes, from, nowMillis) {
    if (this.link !== null || this.forward === null || nowMillis < this.#retryMillis) {
      return null;
    }
    this.#openedMillis = nowMillis;
    this.link = this.#connect(this.forward, stripes, from);
    return this.link;
  }

  /**
   * Says goodbye: nothing is pulled any more.
   *
   * @param {import('../signaling/messages.js').ByeReason} reason
   * @returns {ParentLink|null} the link that was closed
   */
  release(reason) {
    const { link } = this;
    this.link = null;
    link?.bye(reason);
    return link;
  }

  /** The link has failed. @param {number} nowMillis */
  onLoss(nowMillis) {
    if (nowMillis - this.#openedMillis >= STEADY_MILLIS) {
      this.#backoff.reset();
    }
    this.link = null;
    this.#retryMillis = nowMillis + this.#backoff.next();
  }
}
