import { ChildFlow } from './child-flow.js';

/** @typedef {import('./child-flow.js').ChildLook} ChildLook */

/**
 * Our uplink.
 * @typedef {object} Line
 * @property {number} bytesGone       what has ever left our send queues
 * @property {number} lineKilobits    how fast they drain, 0 when not known
 * @property {number} stripeKilobits  the rate of one stripe, 0 when not known
 */

export const MAX_SLOTS = 8;
/** So much of a line may be planned for: pictures differ in size. */
const USED_SHARE = 0.85;
/** Most can bear two, and a crowd that comes at once could not be fed by viewers that bear one. */
const START_SLOTS = 2;
/** Up to the first jam the steps are short, and double: a strong uplink is known after seconds. */
const FIRST_RAISE_MILLIS = 2_000;
const RAISE_MILLIS = 5_000;
const CONGESTED_MILLIS = 600;
/** A shorter jam is nothing to speak of. */
const SHOWN_CONGESTED_MILLIS = 500;
/** The tracker needs time to give a child away, and the child to find its new parent. */
const LOWER_AGAIN_MILLIS = 3_000;
const FIRST_HOLD_MILLIS = 30_000;
const MAX_HOLD_MILLIS = 300_000;

/**
 * Learns how many children, with one stripe each, we can feed: from the send queues of those that we have. It starts
 * with two and takes more for a trial while all the queues stay short: twice as many up to the first jam, then one by
 * one. It gives up as many as do not get through, and then rests, longer each time, so that it does not swing. Pure.
 */
export class UploadCapacity {
  slots = START_SLOTS;
  /** Whether some child does not get what it should, for a while by now. */
  isCongested = false;
  /** @type {Map<string, ChildFlow>} */
  #flows = new Map();
  #calmSinceMillis = Infinity;
  #congestedSinceMillis = Infinity;
  #bytesAtJam = 0;
  #loweredMillis = -Infinity;
  #holdMillis = FIRST_HOLD_MILLIS;
  /** Whether a trial for more has come since the last time that children were given up. */
  #hasTried = false;

  /**
   * Looks at the children that the tracker gave us; whom we help out does not count. Call it each 100 ms or so.
   *
   * @param {ChildLook[]} children
   * @param {Line} line
   * @param {number} nowMillis
   */
  look(children, line, nowMillis) {
    const flows = children.map((child) => this.#flowOf(child, nowMillis));
    this.#forgetAllBut(children);
    const hasCongested = flows.some(({ isCongested }) => isCongested);
    if (!hasCongested) {
      this.#congestedSinceMillis = Infinity;
    } else if (this.#congestedSinceMillis === Infinity) {
      this.#congestedSinceMillis = nowMillis;
      this.#bytesAtJam = line.bytesGone;
    }
    this.isCongested = nowMillis - this.#congestedSinceMillis >= SHOWN_CONGESTED_MILLIS;
    const areDrained = flows.length > 0 && flows.every(({ isDrained }) => isDrained);
    const isCalm = areDrained && sumSlots(children) >= this.slots;
    this.#calmSinceMillis = isCalm ? Math.min(this.#calmSinceMillis, nowMillis) : Infinity;
    if (nowMillis - this.#congestedSinceMillis >= CONGESTED_MILLIS) {
      const flowing = sumSlots(children.filter((_, index) => !flows[index].isCongested));
      this.#lower(Math.max(flowing, this.#bearable(flowing, line, nowMillis)), nowMillis);
    } else {
      // From none it tries one again, whatever was known of the line: it may have become faster.
      this.#raise(isKnown(line) ? Math.max(1, fitting(line)) : MAX_SLOTS, nowMillis);
    }
  }

  /**
   * How many children a jam leaves us. What the line is known to bear it goes on bearing: the jam was a newcomer's
   * backlog. Else it is those that do not keep up, where some do; and where none does, it is the line.
   *
   * @param {number} flowing
   * @param {Line} line
   * @param {number} nowMillis
   */
  #bearable(flowing, line, nowMillis) {
    if (isKnown(line)) {
      return fitting(line);
    }
    const carried = this.#carried(line, nowMillis);
    return flowing > 0 ? Math.min(carried, this.slots - 1) : carried;
  }

  /**
   * One line feeds all children, so all their queues grow alike: so many children's worth got through it all the same.
   *
   * @param {Line} line
   * @param {number} nowMillis
   */
  #carried({ bytesGone, stripeKilobits }, nowMillis) {
    const kilobits = ((bytesGone - this.#bytesAtJam) * 8) / (nowMillis - this.#congestedSinceMillis);
    return stripeKilobits > 0 ? Math.floor(kilobits / stripeKilobits) : 0;
  }

  /**
   * @param {number} flowing  slots of those that keep up, or whose worth gets through
   * @param {number} nowMillis
   */
  #lower(flowing, nowMillis) {
    if (flowing >= this.slots || nowMillis - this.#loweredMillis < LOWER_AGAIN_MILLIS) {
      return; // all get through: what waits is left of a jam, and drains
    }
    const wasCalm = nowMillis - this.#loweredMillis >= this.#holdMillis + MAX_HOLD_MILLIS;
    if (wasCalm) {
      this.#holdMillis = FIRST_HOLD_MILLIS;
    } else if (this.#hasTried) {
      this.#holdMillis = Math.min(2 * this.#holdMillis, MAX_HOLD_MILLIS);
    }
    this.#hasTried = false;
    this.slots = flowing;
    this.#loweredMillis = nowMillis;
    this.#congestedSinceMillis = Infinity;
    this.#calmSinceMillis = Infinity;
  }

  /** @param {number} most @param {number} nowMillis */
  #raise(most, nowMillis) {
    const isResting = nowMillis - this.#loweredMillis < this.#holdMillis;
    if (isResting || this.slots >= Math.min(MAX_SLOTS, most)) {
      return;
    }
    const wasJammed = this.#loweredMillis > -Infinity;
    const trialMillis = wasJammed ? RAISE_MILLIS : FIRST_RAISE_MILLIS;
    if (this.slots === 0 || nowMillis - this.#calmSinceMillis >= trialMillis) {
      this.slots = wasJammed ? this.slots + 1 : Math.min(MAX_SLOTS, most, 2 * this.slots);
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

/** @param {Line} line */
function isKnown({ lineKilobits, stripeKilobits }) {
  return lineKilobits > 0 && stripeKilobits > 0;
}

/** So many children a line bears whose rate is known. @param {Line} line */
function fitting({ lineKilobits, stripeKilobits }) {
  return Math.floor((USED_SHARE * lineKilobits) / stripeKilobits);
}

/** @param {ChildLook[]} children */
function sumSlots(children) {
  return children.reduce((sum, { slots }) => sum + slots, 0);
}
