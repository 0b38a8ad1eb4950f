import { Feeders } from './feeders.js';
import { ForwardPull } from './forward-pull.js';
import { StreamSilence } from './stream-silence.js';
import { StripePlan } from './stripe-plan.js';

/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('../media/chunk-codec.js').Chunk} Chunk */
/** @typedef {import('../media/chunk-buffer.js').ChunkBuffer} ChunkBuffer */
/** @typedef {import('../signaling/messages.js').Position} Position */
/** @typedef {import('../signaling/messages.js').LossReason} LossReason */
/** @typedef {import('../signaling/messages.js').Connected|import('../signaling/messages.js').Lost} Report */

const MAX_STRIPES = 8;
/** So long nothing new of a stripe, and those below are told. */
const LATE_MILLIS = 200;
/** So long after its last new chunk the stream counts as running. */
const RUNNING_MILLIS = 1_000;

/**
 * Keeps what is subscribed from whom in step with what the tracker wants, what really comes and what is allowed:
 * always the new source first, then away with the old one. Pure but for the links.
 */
export class StripeSources {
  #buffer;
  #stripeCount;
  #forward;
  #report;
  /** @type {StripePlan[]} */
  #plans;
  #feeders;
  #silence;
  #progressMillis = -Infinity;
  /** When something new of each stripe came last. */
  #arrivals = Array.from({ length: MAX_STRIPES }, () => Infinity);

  /**
   * @param {object} needs
   * @param {ChunkBuffer} needs.buffer
   * @param {() => number} needs.stripeCount              k
   * @param {import('./forward-lease.js').ForwardLease} needs.lease
   * @param {(report: Report) => void} needs.report       to the tracker
   * @param {(link: ParentLink, stripe: number) => boolean} [needs.feedsFrom]  whether that one has the stripe from us
   * @param {() => number} needs.random
   */
  constructor({ buffer, stripeCount, lease, report, feedsFrom = () => false, random }) {
    this.#buffer = buffer;
    this.#stripeCount = stripeCount;
    this.#report = report;
    this.#feeders = new Feeders({ feedsFrom });
    this.#forward = new ForwardPull({
      lease, feeders: this.#feeders, positionFor: (stripes) => this.#positionFor(stripes),
    });
    const parts = { feeders: this.#feeders, forward: this.#forward, random };
    this.#plans = Array.from({ length: MAX_STRIPES }, (_, stripe) => new StripePlan({ stripe, ...parts }));
    this.#silence = new StreamSilence({ random });
  }

  // ---- what the tracker wants

  /**
   * The tracker's whole word on our sources.
   *
   * @param {import('../signaling/messages.js').Sources} sources
   * @param {number} nowMillis
   */
  apply(sources, nowMillis) {
    this.#forward.allow(sources.forward);
    this.#feeders.setStandby(sources.standby);
    for (const [stripe, plan] of this.#plans.entries()) {
      const parent = sources.parents.find((edge) => edge.stripe === stripe)?.viewer ?? null;
      if (parent !== plan.parent) {
        plan.change(parent, nowMillis);
        this.#confirm(stripe, nowMillis);
      } else if (this.#forward.allows(stripe)) {
        plan.reportAgain(nowMillis);
      }
    }
    this.#reconcile(nowMillis);
  }

  /** We have joined, perhaps for another time: the tracker may have begun anew. */
  onJoin() {
    this.#plans.forEach((plan) => plan.forgetReport());
  }

  // ---- what happens to the links

  /**
   * @param {ParentLink} link
   * @param {number} nowMillis
   */
  onOpen(link, nowMillis) {
    if (link.kind === 'viewer') {
      this.#feeders.add(link);
      this.#plans.filter(({ parent }) => parent === link.name).forEach((plan) => plan.forgive());
    }
    this.#reconcile(nowMillis);
  }

  /**
   * A link is gone, or could not be made.
   *
   * @param {ParentLink} link
   * @param {LossReason} reason
   * @param {number} nowMillis
   */
  onClose(link, reason, nowMillis) {
    const feeder = this.#feeders.remove(link);
    this.#forward.onClose(link, nowMillis);
    for (const [stripe, plan] of this.#plans.entries()) {
      plan.onLoss(feeder);
      if (link.kind === 'forward' ? feeder?.isFeeding(stripe) : plan.parent === link.name) {
        this.#lose(stripe, link, reason, nowMillis);
      }
    }
    this.#reconcile(nowMillis);
  }

  // ---- what really comes

  /**
   * A well-formed chunk came from a parent.
   *
   * @param {ParentLink} link
   * @param {Chunk} chunk
   * @param {number} nowMillis
   */
  onChunk(link, chunk, nowMillis) {
    const feeder = this.#feeders.of(link);
    const { stripe } = chunk;
    const delivered = feeder?.delivers(stripe) ?? false;
    feeder?.onChunk(chunk, nowMillis);
    if (feeder === undefined || feeder !== this.#plans[stripe].own) {
      return;
    }
    if (chunk.epoch === this.#buffer.epoch) {
      this.#plans[stripe].onOwnChunk(chunk.ingestMicros, this.#buffer.newestMicros());
    }
    this.#confirm(stripe, nowMillis);
    if (!delivered && feeder.delivers(stripe)) {
      this.#reconcile(nowMillis);
    }
  }

  /**
   * A chunk that we did not have has come.
   *
   * @param {number} stripe
   * @param {number} nowMillis
   */
  onProgress(stripe, nowMillis) {
    this.#silence.end(nowMillis);
    this.#progressMillis = nowMillis;
    this.#feeders.onProgress(stripe);
    this.#arrivals[stripe] = nowMillis;
  }

  /** Whether nothing new of the stripe has come for a while, though others have. @param {number} stripe @param {number} nowMillis */
  isLate(stripe, nowMillis) {
    return nowMillis - this.#arrivals[stripe] >= LATE_MILLIS && nowMillis - this.#progressMillis < LATE_MILLIS;
  }

  /** A parent says that stripes come late. @param {ParentLink} link @param {number[]} stripes @param {number} nowMillis */
  onWait(link, stripes, nowMillis) {
    const feeder = this.#feeders.of(link);
    stripes.filter((stripe) => feeder?.isFeeding(stripe)).forEach((stripe) => feeder?.onWait(stripe, nowMillis));
  }

  /** A parent that was asked is still there. @param {ParentLink} link */
  onPong(link) {
    this.#feeders.of(link)?.onSign();
  }

  /**
   * Looks after silence. Call it often: with every few messages and every 100 ms.
   *
   * @param {number} nowMillis
   */
  tick(nowMillis) {
    this.#feeders.look(nowMillis);
    for (let stripe = 0; stripe < this.#stripeCount(); stripe++) {
      this.#watch(stripe, nowMillis);
    }
    this.#watchAll(nowMillis);
    this.#reconcile(nowMillis);
  }

  // ---- what others want to know

  /** Whether something was ever asked of this link. @param {ParentLink} link */
  isParent(link) {
    return this.#feeders.of(link)?.isParent ?? false;
  }

  /** Whether something is asked of this link now. @param {ParentLink} link */
  uses(link) {
    return (this.#feeders.of(link)?.subscribed.size ?? 0) > 0;
  }

  /** Whom to ask for a missing chunk, the best first. @param {number} stripe */
  holdersOf(stripe) {
    return this.#feeders.holdersOf(stripe, this.#plans[stripe].own);
  }

  /** The parents that feed us, as the tracker wants to hear it when we join again. */
  edges() {
    return this.#plans.flatMap(({ parent }, stripe) => {
      const feeder = this.#feeders.ofViewer(parent);
      return feeder?.isFeeding(stripe) ? [{ stripe, viewer: feeder.name }] : [];
    });
  }

  /** @param {number} nowMillis */
  describe(nowMillis) {
    return this.#feeders.describe(nowMillis);
  }

  // ---- inside

  /** Subscribes everywhere to what is wanted from there, and to nothing else. @param {number} nowMillis */
  #reconcile(nowMillis) {
    if (this.#buffer.epoch < 0 || nowMillis - this.#progressMillis < RUNNING_MILLIS) {
      this.#plans.forEach((plan) => plan.lookForStandIn(nowMillis));
    }
    const stripes = [...Array(this.#stripeCount()).keys()];
    for (const feeder of this.#feeders) {
      if (feeder.link.kind === 'viewer' && feeder.link.state === 'open') {
        const wanted = stripes.filter((stripe) => this.#plans[stripe].wantsFrom(feeder, nowMillis));
        feeder.subscribe(wanted, (added) => this.#positionFor(added), nowMillis);
      }
    }
    this.#forward.reconcile(stripes.filter((stripe) => this.#plans[stripe].wantsForward(nowMillis)), nowMillis);
  }

  /** If the own source delivers, nobody else is needed, and the tracker is to know. @param {number} stripe @param {number} nowMillis */
  #confirm(stripe, nowMillis) {
    const plan = this.#plans[stripe];
    if (plan.isSettled) {
      plan.settle();
      if (plan.parent !== null && plan.claimReport(nowMillis)) {
        this.#report({ type: 'connected', stripe, viewer: plan.parent });
      }
    }
  }

  /**
   * @param {number[]} stripes
   * @returns {Position|null}
   */
  #positionFor(stripes) {
    const sequence = Math.min(...stripes.map((stripe) => this.#buffer.firstMissing(stripe, this.#stripeCount())));
    return sequence < 0 ? null : { epoch: this.#buffer.epoch, sequence };
  }

  /**
   * @param {number} stripe
   * @param {number} nowMillis
   */
  #watch(stripe, nowMillis) {
    const plan = this.#plans[stripe];
    const { own } = plan;
    if (plan.judge(nowMillis) === 'lost' && own !== undefined) {
      this.#lose(stripe, own.link, 'silent', nowMillis);
    } else if (own !== undefined && plan.isSlow(this.#buffer.newestMicros(), nowMillis)) {
      this.#leaveSlow(stripe, own.link, nowMillis);
    }
    plan.callIfUnserved(nowMillis);
  }

  /**
   * Slowly is better than not at all: a parent is left at once only where somebody else can be asked.
   *
   * @param {number} stripe
   * @param {ParentLink} link
   * @param {number} nowMillis
   */
  #leaveSlow(stripe, link, nowMillis) {
    const hasOther = this.#forward.allows(stripe) || this.#plans[stripe].standIns(nowMillis).length > 0;
    if (hasOther && link.kind === 'viewer') {
      this.#lose(stripe, link, 'slow', nowMillis);
    } else {
      this.#reportLost(stripe, link, 'slow');
    }
  }

  /**
   * If all is silent no parent is to blame, and the links stay; only after long the tracker is asked, ever more rarely.
   *
   * @param {number} nowMillis
   */
  #watchAll(nowMillis) {
    if (this.#buffer.epoch < 0 || this.#buffer.endReceived || !this.#silence.isOverdue(nowMillis)) {
      return;
    }
    for (const [stripe, { parent }] of this.#plans.entries()) {
      if (parent !== null) {
        this.#reportLost(stripe, { kind: 'viewer', name: parent }, 'silent');
      }
    }
  }

  /**
   * @param {number} stripe
   * @param {ParentLink} link
   * @param {LossReason} reason
   * @param {number} nowMillis
   */
  #lose(stripe, link, reason, nowMillis) {
    this.#plans[stripe].fail(nowMillis);
    this.#reportLost(stripe, link, reason);
    if (link.kind === 'forward') {
      this.#forward.drop(nowMillis);
    }
  }

  /** @param {number} stripe @param {Pick<ParentLink, 'kind'|'name'>} link @param {LossReason} reason */
  #reportLost(stripe, { kind, name }, reason) {
    this.#report({ type: 'lost', stripe, ...(kind === 'viewer' ? { viewer: name } : { forward: name }), reason });
  }
}
