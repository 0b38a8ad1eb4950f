import { Feeders } from './feeders.js';
import { ForwardPull } from './forward-pull.js';
import { SourceWatch } from './source-watch.js';
import { StreamProgress } from './stream-progress.js';
import { StripePlan } from './stripe-plan.js';

/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('../media/chunk-codec.js').Chunk} Chunk */
/** @typedef {import('../media/chunk-buffer.js').ChunkBuffer} ChunkBuffer */
/** @typedef {import('../signaling/messages.js').Position} Position */
/** @typedef {import('../signaling/messages.js').LossReason} LossReason */
/** @typedef {import('../signaling/messages.js').Connected|import('../signaling/messages.js').Lost} Report */

const MAX_STRIPES = 8;

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
  #progress;
  #watch;

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
    this.#progress = new StreamProgress({ random });
    this.#watch = new SourceWatch({ buffer, forward: this.#forward, progress: this.#progress, report });
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
    for (const plan of this.#plans) {
      const parent = sources.parents.find(({ stripe }) => stripe === plan.stripe)?.viewer ?? null;
      if (parent !== plan.parent) {
        plan.change(parent, nowMillis);
        this.#confirm(plan, nowMillis);
      } else if (this.#forward.allows(plan.stripe)) {
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
    for (const plan of this.#plans) {
      plan.onLoss(feeder);
      if (link.kind === 'forward' ? feeder?.isFeeding(plan.stripe) : plan.parent === link.name) {
        this.#watch.lose(plan, link, reason, nowMillis);
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
    if (feeder === undefined) {
      return;
    }
    const plan = this.#plans[chunk.stripe];
    const delivered = feeder.delivers(chunk.stripe);
    feeder.onChunk(chunk, nowMillis);
    if (feeder !== plan.own) {
      return;
    }
    if (chunk.epoch === this.#buffer.epoch) {
      plan.onOwnChunk(chunk.ingestMicros, this.#buffer.newestMicros());
    }
    this.#confirm(plan, nowMillis);
    if (!delivered && feeder.delivers(chunk.stripe)) {
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
    this.#progress.note(stripe, nowMillis);
    this.#feeders.onProgress(stripe);
  }

  /** Whether nothing new of the stripe has come for a while, though others have. @param {number} stripe @param {number} nowMillis */
  isLate(stripe, nowMillis) {
    return this.#progress.isLate(stripe, nowMillis);
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
    this.#watch.look(this.#currentPlans, nowMillis);
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
    return this.#plans.flatMap(({ parent, stripe }) => {
      const feeder = this.#feeders.ofViewer(parent);
      return feeder?.isFeeding(stripe) ? [{ stripe, viewer: feeder.name }] : [];
    });
  }

  /** @param {number} nowMillis */
  describe(nowMillis) {
    return this.#feeders.describe(nowMillis);
  }

  // ---- inside

  /** Those of the stripes that the stream has. */
  get #currentPlans() {
    return this.#plans.slice(0, this.#stripeCount());
  }

  /** Subscribes everywhere to what is wanted from there, and to nothing else. @param {number} nowMillis */
  #reconcile(nowMillis) {
    const plans = this.#currentPlans;
    if (this.#buffer.epoch < 0 || this.#progress.isRunning(nowMillis)) {
      plans.forEach((plan) => plan.lookForStandIn(nowMillis));
    }
    for (const feeder of this.#feeders) {
      if (feeder.link.kind === 'viewer' && feeder.link.state === 'open') {
        const wanted = plans.filter((plan) => plan.wantsFrom(feeder, nowMillis));
        feeder.subscribe(wanted.map(({ stripe }) => stripe), (added) => this.#positionFor(added), nowMillis);
      }
    }
    const wanted = plans.filter((plan) => plan.wantsForward(nowMillis));
    this.#forward.reconcile(wanted.map(({ stripe }) => stripe), nowMillis);
  }

  /** If the own source delivers, nobody else is needed, and the tracker is to know. @param {StripePlan} plan @param {number} nowMillis */
  #confirm(plan, nowMillis) {
    if (plan.isSettled) {
      plan.settle();
      if (plan.parent !== null && plan.claimReport(nowMillis)) {
        this.#report({ type: 'connected', stripe: plan.stripe, viewer: plan.parent });
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
}
