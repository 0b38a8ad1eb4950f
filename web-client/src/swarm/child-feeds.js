import { ChildFeed } from './child-feed.js';

/** @typedef {import('./peer-link.js').PeerLink} PeerLink */
/** @typedef {import('../media/chunk-codec.js').Chunk} Chunk */
/** @typedef {import('../media/chunk-buffer.js').ChunkBuffer} ChunkBuffer */

/** Eight that the tracker may give us, and some that we help out. */
const MAX_CHILDREN = 12;

/**
 * All the children of ours. Whoever is linked with us was introduced by the tracker, so it may subscribe: as the child
 * that it is meant to be, or for a while as one whose own parent fell away, whose standby or other parent we are.
 */
export class ChildFeeds {
  /** @type {Map<import('./child-feed.js').ChildChannel, ChildFeed>} */
  #feeds = new Map();
  #buffer;
  #stripeCount;
  #departedBytes = 0;
  #departedDrops = 0;
  #departedUnsent = 0;
  /** Whom the tracker gave us. @type {ReadonlySet<string>} */
  #named = new Set();
  #isLineBusy = false;

  /** @param {{buffer: ChunkBuffer, stripeCount: () => number}} needs */
  constructor({ buffer, stripeCount }) {
    this.#buffer = buffer;
    this.#stripeCount = stripeCount;
  }

  /** The tracker's word on who our children are. @param {ReadonlySet<string>} viewers */
  name(viewers) {
    this.#named = viewers;
    for (const [{ name }, feed] of this.#feeds) {
      feed.isNamed = viewers.has(name);
    }
  }

  /** Bytes sent to children since the page opened. */
  get bytesSent() {
    return this.#sum((feed) => feed.sent.total) + this.#departedBytes;
  }

  /** Bytes that have left the send queues since the page opened. */
  get bytesGone() {
    return this.bytesSent - this.#departedUnsent - this.#sum((feed) => feed.unsentBytes);
  }

  /** Bytes that wait in the send queues. */
  get bytesQueued() {
    return this.#sum((feed) => feed.unsentBytes);
  }

  /** How many have a send queue. */
  get count() {
    return this.#feeds.size;
  }

  /** Chunks not sent to children that were too slow. */
  get chunksDropped() {
    return this.#sum((feed) => feed.chunksDropped) + this.#departedDrops;
  }

  /**
   * Keeps the send queues short, tells whoever gets something late, and sees whether there is anything to spare for those
   * whom we only help out.
   *
   * @param {(stripe: number) => boolean} isLate   whether a stripe comes late to us
   * @param {number} stripeKilobits                the rate of one stripe, 0 when not known
   * @param {number} nowMillis
   */
  tick(isLate, stripeKilobits, nowMillis) {
    this.#isLineBusy = false;
    for (const [, feed] of this.entries()) {
      const isBusy = feed.watchQueue(stripeKilobits, nowMillis);
      this.#isLineBusy ||= feed.isNamed && isBusy;
      feed.tellToWait(isLate, nowMillis);
    }
    for (const [, feed] of this.entries()) {
      feed.drain(nowMillis);
    }
  }

  /** The children that are fed now. @returns {[string, ChildFeed][]} */
  entries() {
    return [...this.#feeds].filter(([, feed]) => feed.stripes.size > 0).map(([{ name }, feed]) => [name, feed]);
  }

  /** The same, as the tracker wants to hear it when we join again. */
  edges() {
    return this.entries().flatMap(([viewer, { stripes }]) => [...stripes].map((stripe) => ({ stripe, viewer })));
  }

  /** Whether this link carries something from us. @param {import('./child-feed.js').ChildChannel} link */
  feeds(link) {
    return (this.#feeds.get(link)?.stripes.size ?? 0) > 0;
  }

  /** Whether this one has the stripe from us. @param {{name: string}} child @param {number} stripe */
  feedsStripe({ name }, stripe) {
    return [...this.#feeds].some(([link, feed]) => link.name === name && feed.stripes.has(stripe));
  }

  /**
   * @param {import('./child-feed.js').ChildChannel} link
   * @param {import('../signaling/messages.js').Subscribe} subscribe
   * @param {number} nowMillis
   */
  subscribe(link, subscribe, nowMillis) {
    let feed = this.#feeds.get(link);
    if (feed === undefined) {
      if (subscribe.stripes.length === 0 || !this.#hasRoom()) {
        return;
      }
      feed = new ChildFeed({
        channel: link,
        buffer: this.#buffer,
        stripeCount: this.#stripeCount(),
        mustStandBack: () => this.#isLineBusy,
      });
      feed.isNamed = this.#named.has(link.name);
      this.#feeds.set(link, feed);
    }
    feed.subscribe(subscribe.stripes, subscribe.from, nowMillis);
  }

  /**
   * Answers whoever ever subscribed; a viewer that did not gets everything refused.
   *
   * @param {import('./child-feed.js').ChildChannel} link
   * @param {import('../signaling/messages.js').Request} request
   * @param {number} nowMillis
   */
  repeat(link, request, nowMillis) {
    const feed = this.#feeds.get(link);
    if (feed === undefined) {
      link.sendMissing(request.epoch, request.sequences);
    } else {
      feed.repeat(request.epoch, request.sequences, nowMillis);
    }
  }

  /**
   * @param {Chunk} chunk
   * @param {number} nowMillis
   */
  relay(chunk, nowMillis) {
    for (const feed of this.#feeds.values()) {
      feed.relay(chunk, nowMillis);
    }
  }

  /**
   * @param {import('./child-feed.js').ChildChannel} link
   * @param {number} nowMillis
   */
  drain(link, nowMillis) {
    this.#feeds.get(link)?.drain(nowMillis);
  }

  /** @param {import('./child-feed.js').ChildChannel} link */
  remove(link) {
    const feed = this.#feeds.get(link);
    if (feed !== undefined) {
      this.#departedBytes += feed.sent.total;
      this.#departedDrops += feed.chunksDropped;
      this.#departedUnsent += feed.unsentBytes;
      this.#feeds.delete(link);
    }
  }

  /** Makes room, if need be, in the place of one that has nothing from us just now. */
  #hasRoom() {
    const idle = [...this.#feeds].find(([, feed]) => feed.stripes.size === 0);
    if (this.#feeds.size >= MAX_CHILDREN && idle !== undefined) {
      this.remove(idle[0]);
    }
    return this.#feeds.size < MAX_CHILDREN;
  }

  /** @param {(feed: ChildFeed) => number} value */
  #sum(value) {
    let sum = 0;
    for (const feed of this.#feeds.values()) {
      sum += value(feed);
    }
    return sum;
  }
}
