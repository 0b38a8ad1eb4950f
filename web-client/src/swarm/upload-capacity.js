import { ChildFlow } from './child-flow.js';

/** @typedef {import('./child-flow.js').ChildLook} ChildLook */

export const MAX_SLOTS = 8;
/** The first step is a short one: most can bear two. */
const FIRST_RAISE_MILLIS = 1_500;
const RAISE_MILLIS = 5_000;
/** So long ago at most every queue was seen short. */
const DRAINED_WITHIN_MILLIS = 500;
const CONGESTED_MILLIS = 1_000;
/** A shorter jam is nothing to speak of. */
const SHOWN_CONGESTED_MILLIS = 500;
/** The tracker needs time to give a child away, and the child to find its new parent. */
const LOWER_AGAIN_MILLIS = 3_000;
const FIRST_HOLD_MILLIS = 30_000;
const MAX_HOLD_MILLIS = 300_000;

/**
 * Learns how many children, with one stripe each, we can feed: from the send queues of those that we have. It starts
 * with one and takes one more for a trial while all the queues stay short; it gives up those that do not keep up, and
 * then rests, longer each time, so that it does not swing. Pure.
 */
export class UploadCapacity {
  slots = 1;
  /** Whether some child does not get what it should, for a while by now. */
  isCongested = false;
  /** @type {Map<string, ChildFlow>} */
  #flows = new Map();
  #calmSinceMillis = Infinity;
  #drainedMillis = -Infinity;
  #congestedSinceMillis = Infinity;
  #loweredMillis = -Infinity;
  #holdMillis = FIRST_HOLD_MILLIS;
  /** Whether a trial for more has come since the last time that children were given up. */
  #hasTried = false;

  /**
   * Looks at the children that the tracker gave us; whom we help out does not count. Call it each 100 ms or so.
   *
   * @param {ChildLook[]} children
   * @param {number} nowMillis
   */
  look(children, nowMillis) {
    const flows = children.map((child) => this.#flowOf(child, nowMillis));
    this.#forgetAllBut(children);
    const hasCongested = flows.some(({ isCongested }) => isCongested);
    this.#congestedSinceMillis = hasCongested ? Math.min(this.#congestedSinceMillis, nowMillis) : Infinity;
    this.isCongested = nowMillis - this.#congestedSinceMillis >= SHOWN_CONGESTED_MILLIS;
    if (flows.length > 0 && flows.every(({ isDrained }) => isDrained)) {
      this.#drainedMillis = nowMillis;
    }
    const isCalm = !hasCongested && sumSlots(children) >= this.slots
      && nowMillis - this.#drainedMillis <= DRAINED_WITHIN_MILLIS;
    this.#calmSinceMillis = isCalm ? Math.min(this.#calmSinceMillis, nowMillis) : Infinity;
    if (nowMillis - this.#congestedSinceMillis >= CONGESTED_MILLIS) {
      this.#lower(sumSlots(children.filter((_, index) => !flows[index].isCongested)), nowMillis);
    } else {
      this.#raise(nowMillis);
    }
  }

  /**
   * @param {number} flowing  slots of those that keep up
   * @param {number} nowMillis
   */
  #lower(flowing, nowMillis) {
    if (this.slots === 0 || nowMillis - this.#loweredMillis < LOWER_AGAIN_MILLIS) {
      return;
    }
    const wasCalm = nowMillis - this.#loweredMillis >= this.#holdMillis + MAX_HOLD_MILLIS;
    if (wasCalm) {
      this.#holdMillis = FIRST_HOLD_MILLIS;
    } else if (this.#hasTried) {
      this.#holdMillis = Math.min(2 * this.#holdMillis, MAX_HOLD_MILLIS);
    }
    this.#hasTried = false;
    this.slots = Math.max(0, Math.min(this.slots - 1, flowing));
    this.#loweredMillis = nowMillis;
    this.#congestedSinceMillis = Infinity;
    this.#calmSinceMillis = Infinity;
  }

  /** @param {number} nowMillis */
  #raise(nowMillis) {
    const isResting = nowMillis - this.#loweredMillis < this.#holdMillis;
    if (isResting || this.slots === MAX_SLOTS) {
      return;
    }
    const trialMillis = this.slots === 1 ? FIRST_RAISE_MILLIS : RAISE_MILLIS;
    if (this.slots === 0 || nowMillis - this.#calmSinceMillis >= trialMillis) {
      this.slots++;
      this.#hasTried = true;
      this.#calmSinceMillis = Infinity;
    }
  }

  /**
   * @param {ChildLook} child
   * @param {number} nowMillis
   */
  #flowOf(child, nowMillis) {
    const flow = this.#flows.get(child.viewer) ?? new ChildFlow(nowMillis);
    this.#flows.set(child.viewer, flow);
    flow.look(child, nowMillis);
    return flow;
  }

  /** @param {ChildLook[]} children */
  #forgetAllBut(children) {
    if (this.#flows.size > children.length) {
      const present = new Set(children.map(({ viewer }) => viewer));
      [...this.#flows.keys()].filter((viewer) => !present.has(viewer)).forEach((viewer) => this.#flows.delete(viewer));
    }
  }
}

/** @param {ChildLook[]} children */
function sumSlots(children) {
  return children.reduce((sum, { slots }) => sum + slots, 0);
}
