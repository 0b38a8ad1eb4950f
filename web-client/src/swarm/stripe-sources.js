import { Feeder } from './feeder.js';
import { StreamSilence } from './stream-silence.js';
import { StripePlan } from './stripe-plan.js';

/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('./forward-lease.js').ForwardLease} ForwardLease */
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
  #lease;
  #report;
  #plans = Array.from({ length: MAX_STRIPES }, (_, stripe) => new StripePlan(stripe));
  /** Open links to viewers, and the forward's from its beginning on. @type {Map<ParentLink, Feeder>} */
  #feeders = new Map();
  #silence;

  /**
   * @param {object} needs
   * @param {ChunkBuffer} needs.buffer
   * @param {() => number} needs.stripeCount              k
   * @param {ForwardLease} needs.lease
   * @param {(report: Report) => void} needs.report       to the tracker
   * @param {() => number} needs.random
   */
  constructor({ buffer, stripeCount, lease, report, random }) {
    this.#buffer = buffer;
    this.#stripeCount = stripeCount;
    this.#lease = lease;
    this.#report = report;
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
    const closed = this.#lease.allow(sources.forward);
    if (closed !== null) {
      this.#feeders.delete(closed);
    }
    for (const [stripe, plan] of this.#plans.entries()) {
      const parent = sources.parents.find((edge) => edge.stripe === stripe)?.viewer ?? null;
      if (parent !== plan.parent) {
        plan.change(parent, this.#feederOf(plan.parent), nowMillis);
      } else if (this.#lease.allows(stripe)) {
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
      this.#feeders.set(link, new Feeder(link));
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
    const feeder = this.#feeders.get(link);
    this.#feeders.delete(link);
    if (link === this.#lease.link) {
      this.#lease.onLoss(nowMillis);
    }
    for (const [stripe, plan] of this.#plans.entries()) {
      if (plan.standIn === feeder) {
        plan.standIn = null;
      }
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
    const feeder = this.#feeders.get(link);
    if (feeder === undefined) {
      return;
    }
    const { stripe } = chunk;
    const delivered = feeder.delivers(stripe);
    feeder.onChunk(chunk, nowMillis);
    if (!feeder.delivers(stripe)) {
      return;
    }
    const plan = this.#plans[stripe];
    if (feeder.name === plan.parent && plan.claimReport(nowMillis)) {
      this.#report({ type: 'connected', stripe, viewer: plan.parent });
    }
    if (!delivered && feeder === this.#ownFeeder(stripe)) {
      plan.settle();
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
    for (const feeder of this.#feeders.values()) {
      feeder.onProgress(stripe);
    }
  }

  /**
   * Looks after silence. Call it often: with every few messages and every 100 ms.
   *
   * @param {number} nowMillis
   */
  tick(nowMillis) {
    for (let stripe = 0; stripe < this.#stripeCount(); stripe++) {
      this.#watch(stripe, nowMillis);
    }
    this.#watchAll(nowMillis);
    this.#reconcile(nowMillis);
  }

  // ---- what others want to know

  /** Whether something was ever asked of this link. @param {ParentLink} link */
  isParent(link) {
    return this.#feeders.get(link)?.isParent ?? false;
  }

  /** Whether something is asked of this link now. @param {ParentLink} link */
  uses(link) {
    return (this.#feeders.get(link)?.subscribed.size ?? 0) > 0;
  }

  /** Whom to ask for a missing chunk: the stripe's own source, the other parents, the forward. @param {number} stripe */
  holdersOf(stripe) {
    const own = this.#ownFeeder(stripe);
    const rank = (/** @type {Feeder} */ feeder) => (
      feeder === own ? 0 : feeder.isFeeding(stripe) ? 1 : feeder.link.kind === 'viewer' ? 2 : 3
    );
    return [...this.#feeders.values()]
      .filter(({ link, isParent }) => isParent && link.state === 'open')
      .sort((a, b) => rank(a) - rank(b));
  }

  /** The parents that feed us, as the tracker wants to hear it when we join again. */
  edges() {
    return this.#plans.flatMap(({ parent }, stripe) => {
      const feeder = this.#feederOf(parent);
      return feeder?.isFeeding(stripe) ? [{ stripe, viewer: feeder.name }] : [];
    });
  }

  /** @param {number} nowMillis */
  describe(nowMillis) {
    return [...this.#feeders.values()].flatMap((feeder) => (
      [...feeder.subscribed].map((stripe) => feeder.describe(stripe, nowMillis))
    ));
  }

  // ---- inside

  /** Subscribes everywhere to what is wanted from there, and to nothing else. @param {number} nowMillis */
  #reconcile(nowMillis) {
    const stripes = [...Array(this.#stripeCount()).keys()];
    for (const feeder of this.#feeders.values()) {
      if (feeder.link.kind === 'viewer' && feeder.link.state === 'open') {
        const wanted = stripes.filter((stripe) => (
          this.#plans[stripe].wantsFrom(feeder, this.#ownFeeder(stripe), nowMillis)
        ));
        feeder.subscribe(wanted, (added) => this.#positionFor(added), nowMillis);
      }
    }
    this.#reconcileForward(stripes.filter((stripe) => (
      this.#lease.allows(stripe) && this.#plans[stripe].wantsForward(this.#ownFeeder(stripe), nowMillis)
    )), nowMillis);
  }

  /**
   * @param {number[]} wanted
   * @param {number} nowMillis
   */
  #reconcileForward(wanted, nowMillis) {
    const { link } = this.#lease;
    if (wanted.length === 0 && link !== null) {
      this.#feeders.delete(link);
      this.#lease.release('reassigned');
    } else if (wanted.length > 0 && link === null) {
      this.#openForward(wanted, nowMillis);
    } else if (link?.state === 'open') {
      this.#feeders.get(link)?.subscribe(wanted, (added) => this.#positionFor(added), nowMillis);
    }
  }

  /**
   * @param {number[]} wanted
   * @param {number} nowMillis
   */
  #openForward(wanted, nowMillis) {
    const from = this.#positionFor(wanted);
    const link = this.#lease.open(wanted, from, nowMillis);
    if (link !== null) {
      const feeder = new Feeder(link);
      this.#feeders.set(link, feeder);
      feeder.subscribe(wanted, () => from, nowMillis, true);
    }
  }

  /** From where the stripe shall come. @param {number} stripe */
  #ownFeeder(stripe) {
    const { parent } = this.#plans[stripe];
    if (parent !== null) {
      return this.#feederOf(parent);
    }
    return this.#lease.link === null ? undefined : this.#feeders.get(this.#lease.link);
  }

  /** @param {string|null} viewer */
  #feederOf(viewer) {
    return [...this.#feeders.values()].find(({ link }) => link.kind === 'viewer' && link.name === viewer);
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
    const own = this.#ownFeeder(stripe);
    const verdict = plan.judge(own, nowMillis);
    if (verdict === 'suspected') {
      this.#chooseStandIn(plan, own, nowMillis);
    } else if (verdict === 'lost' && own !== undefined) {
      this.#lose(stripe, own.link, 'silent', nowMillis);
    }
    plan.judgeStandIn(nowMillis);
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
        this.#report({ type: 'lost', stripe, viewer: parent, reason: 'silent' });
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
    const plan = this.#plans[stripe];
    plan.fail(nowMillis);
    if (link.kind === 'viewer') {
      this.#report({ type: 'lost', stripe, viewer: link.name, reason });
    } else {
      this.#report({ type: 'lost', stripe, forward: link.name, reason });
      this.#dropForward(nowMillis);
    }
    if (plan.standIn === null) {
      this.#chooseStandIn(plan, this.#feeders.get(link), nowMillis);
    }
  }

  /** A forward that is silent may answer on a fresh link. @param {number} nowMillis */
  #dropForward(nowMillis) {
    const link = this.#lease.release('silent');
    if (link !== null) {
      this.#feeders.delete(link);
      this.#lease.onLoss(nowMillis);
    }
  }

  /**
   * The parent of another stripe holds the whole stream.
   *
   * @param {StripePlan} plan
   * @param {Feeder|undefined} lost
   * @param {number} nowMillis
   */
  #chooseStandIn(plan, lost, nowMillis) {
    const standIn = [...this.#feeders.values()].find((feeder) => (
      feeder !== lost && feeder.name !== plan.parent && feeder.link.kind === 'viewer' && feeder.isRunning(nowMillis)
    ));
    plan.standInBy(standIn ?? null, nowMillis);
  }
}
