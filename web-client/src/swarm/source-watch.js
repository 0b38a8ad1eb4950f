/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('./stripe-plan.js').StripePlan} StripePlan */
/** @typedef {import('../signaling/messages.js').LossReason} LossReason */

/** Finds the sources that are silent or too slow, has them replaced, and tells the tracker. Pure but for the links. */
export class SourceWatch {
  #buffer;
  #forward;
  #progress;
  #report;

  /**
   * @param {object} needs
   * @param {import('../media/chunk-buffer.js').ChunkBuffer} needs.buffer
   * @param {import('./forward-pull.js').ForwardPull} needs.forward
   * @param {import('./stream-progress.js').StreamProgress} needs.progress
   * @param {(lost: import('../signaling/messages.js').Lost) => void} needs.report  to the tracker
   */
  constructor({ buffer, forward, progress, report }) {
    this.#buffer = buffer;
    this.#forward = forward;
    this.#progress = progress;
    this.#report = report;
  }

  /**
   * Call it often.
   *
   * @param {StripePlan[]} plans  one for each stripe of the stream
   * @param {number} nowMillis
   */
  look(plans, nowMillis) {
    plans.forEach((plan) => this.#lookAt(plan, nowMillis));
    this.#lookAtAll(plans, nowMillis);
  }

  /**
   * The stripe's own source is gone, or of no use.
   *
   * @param {StripePlan} plan
   * @param {ParentLink} link
   * @param {LossReason} reason
   * @param {number} nowMillis
   */
  lose(plan, link, reason, nowMillis) {
    plan.fail(nowMillis);
    this.#reportLost(plan.stripe, link, reason);
    if (link.kind === 'forward') {
      this.#forward.drop(nowMillis);
    }
  }

  /**
   * @param {StripePlan} plan
   * @param {number} nowMillis
   */
  #lookAt(plan, nowMillis) {
    const { own } = plan;
    if (plan.judge(nowMillis) === 'lost' && own !== undefined) {
      this.lose(plan, own.link, 'silent', nowMillis);
    } else if (own !== undefined && plan.isSlow(this.#buffer.newestMicros(), nowMillis)) {
      this.#leaveSlow(plan, own.link, nowMillis);
    }
    plan.callIfUnserved(nowMillis);
  }

  /**
   * Slowly is better than not at all: a parent is left at once only where somebody else can be asked.
   *
   * @param {StripePlan} plan
   * @param {ParentLink} link
   * @param {number} nowMillis
   */
  #leaveSlow(plan, link, nowMillis) {
    const hasOther = this.#forward.allows(plan.stripe) || plan.standIns(nowMillis).length > 0;
    if (hasOther && link.kind === 'viewer') {
      this.lose(plan, link, 'slow', nowMillis);
    } else {
      this.#reportLost(plan.stripe, link, 'slow');
    }
  }

  /**
   * If all is silent no parent is to blame, and the links stay; only after long the tracker is asked, ever more rarely.
   *
   * @param {StripePlan[]} plans
   * @param {number} nowMillis
   */
  #lookAtAll(plans, nowMillis) {
    if (this.#buffer.epoch < 0 || this.#buffer.endReceived || !this.#progress.isOverdue(nowMillis)) {
      return;
    }
    for (const { parent, stripe } of plans) {
      if (parent !== null) {
        this.#reportLost(stripe, { kind: 'viewer', name: parent }, 'silent');
      }
    }
  }

  /** @param {number} stripe @param {Pick<ParentLink, 'kind'|'name'>} link @param {LossReason} reason */
  #reportLost(stripe, { kind, name }, reason) {
    this.#report({ type: 'lost', stripe, ...(kind === 'viewer' ? { viewer: name } : { forward: name }), reason });
  }
}
