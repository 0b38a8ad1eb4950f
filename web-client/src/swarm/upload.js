import { DrainMeter } from './drain-meter.js';
import { LineRate } from './line-rate.js';
import { MAX_SLOTS, UploadCapacity } from './upload-capacity.js';
import { limitKilobits, limitSlots } from './upload-limit.js';

/** @typedef {import('./child-flow.js').ChildLook} ChildLook */
/** @typedef {import('./upload-limit.js').UploadLimit} UploadLimit */

const RAISE_PAUSE_MILLIS = 1_000;
/** The rate of a stripe is smoothed over so long: a large picture is no reason to give a child away. */
const SMOOTHING_MILLIS = 5_000;

/**
 * How much of our upload the tracker may spend: what we can, what the person allows, and nothing when not sharing.
 * Tells the tracker each change: less at once, more with pauses.
 */
export class Upload {
  share;
  /** @type {UploadLimit|null} */
  limit;
  #children;
  #report;
  #capacity = new UploadCapacity();
  #drained = new DrainMeter();
  #line = new LineRate();
  #stripeKilobits = 0;
  #measuredMillis = -Infinity;
  #limitedTo = MAX_SLOTS;
  /** The stripes that the tracker wants each child to have from us. @type {Map<string, Set<number>>} */
  #named = new Map();
  #told = -1;
  #toldMillis = -Infinity;

  /**
   * @param {object} needs
   * @param {import('./child-feeds.js').ChildFeeds} needs.children
   * @param {boolean} needs.share
   * @param {UploadLimit|null} needs.limit
   * @param {(capacity: import('../signaling/messages.js').Capacity) => void} needs.report  to the tracker
   */
  constructor({ children, share, limit, report }) {
    this.#children = children;
    this.share = share;
    this.limit = limit;
    this.#report = report;
  }

  /** How many children, with one stripe each, we can feed. */
  get slots() {
    return this.share ? Math.min(this.#capacity.slots, this.#limitedTo) : 0;
  }

  /** @param {import('../signaling/messages.js').Sources} sources the tracker's word */
  apply({ children }) {
    this.#named.clear();
    for (const { viewer, stripe } of children) {
      this.#named.set(viewer, (this.#named.get(viewer) ?? new Set()).add(stripe));
    }
    this.#children.name(new Set(this.#named.keys()));
  }

  /** We have joined, perhaps for another time: the tracker knows nothing of us. @param {number} nowMillis */
  onJoin(nowMillis) {
    this.#told = -1;
    this.#tell(nowMillis);
  }

  /**
   * Call it each 100 ms or so.
   *
   * @param {number} stripeKilobits  the measured rate of one stripe, 0 when not known
   * @param {number} nowMillis
   */
  tick(stripeKilobits, nowMillis) {
    const looks = this.#children.entries().flatMap(([viewer, feed]) => this.#lookAt(viewer, feed));
    this.#measure(stripeKilobits, nowMillis);
    const { bytesGone, bytesQueued } = this.#children;
    this.#line.look(bytesGone, bytesQueued, nowMillis);
    const lineKilobits = this.#line.kilobitsPerSecond;
    this.#capacity.look(looks, { bytesGone, lineKilobits, stripeKilobits: this.#stripeKilobits }, nowMillis);
    this.#drained.look(bytesGone, this.#children.count, nowMillis);
    this.#limitedTo = limitSlots(this.limit, {
      stripeKilobits: this.#stripeKilobits,
      provenKilobits: this.#drained.kilobitsPerSecond,
      formerSlots: this.#limitedTo,
    });
    if (this.slots !== this.#told) {
      this.#tell(nowMillis);
    }
  }

  /** What people and the snapshot see. */
  describe() {
    const kilobits = limitKilobits(this.limit, this.#drained.kilobitsPerSecond);
    return {
      share: this.share,
      maxUploadKilobits: kilobits === Infinity ? -1 : Math.round(kilobits),
      capacity: { slots: this.slots, isCongested: this.#capacity.isCongested },
    };
  }

  /**
   * @param {string} viewer
   * @param {import('./child-feed.js').ChildFeed} feed
   * @returns {ChildLook[]} none for whom we only help out
   */
  #lookAt(viewer, feed) {
    const named = this.#named.get(viewer);
    const slots = [...feed.stripes].filter((stripe) => named?.has(stripe)).length;
    if (slots === 0 || feed.chunksSent === 0) {
      return [];
    }
    const { queueBytes, isBehind, chunksSent, chunksRepeated } = feed;
    const kilobitsPerSecond = this.#stripeKilobits * feed.stripes.size;
    return [{ viewer, slots, queueBytes, kilobitsPerSecond, isBehind, chunksSent, chunksRepeated }];
  }

  /**
   * @param {number} stripeKilobits
   * @param {number} nowMillis
   */
  #measure(stripeKilobits, nowMillis) {
    const weight = this.#stripeKilobits === 0 ? 1 : Math.min(1, (nowMillis - this.#measuredMillis) / SMOOTHING_MILLIS);
    this.#measuredMillis = nowMillis;
    if (stripeKilobits > 0) { // a pause is no rate
      this.#stripeKilobits += (stripeKilobits - this.#stripeKilobits) * weight;
    }
  }

  /** @param {number} nowMillis */
  #tell(nowMillis) {
    const { slots } = this;
    if (slots > this.#told && this.#told >= 0 && nowMillis - this.#toldMillis < RAISE_PAUSE_MILLIS) {
      return;
    }
    this.#told = slots;
    this.#toldMillis = nowMillis;
    this.#report({ type: 'capacity', slots });
  }
}
