/** @typedef {import('./feeders.js').Feeders} Feeders */
/** @typedef {import('./forward-lease.js').ForwardLease} ForwardLease */
/** @typedef {import('../signaling/messages.js').Position} Position */

/** Pulls what is wanted from the forward, as far as the lease allows, and leaves it as soon as nothing is. */
export class ForwardPull {
  #lease;
  #feeders;
  #positionFor;

  /**
   * @param {object} needs
   * @param {ForwardLease} needs.lease
   * @param {Feeders} needs.feeders
   * @param {(stripes: number[]) => Position|null} needs.positionFor  where stripes that are new to it begin
   */
  constructor({ lease, feeders, positionFor }) {
    this.#lease = lease;
    this.#feeders = feeders;
    this.#positionFor = positionFor;
  }

  /** The forward, while it is pulled from. */
  get feeder() {
    return this.#feeders.of(this.#lease.link);
  }

  /** @param {number} stripe */
  allows(stripe) {
    return this.#lease.allows(stripe);
  }

  /**
   * The tracker's word on what may be pulled.
   *
   * @param {import('../signaling/messages.js').ForwardSource|null} forward
   */
  allow(forward) {
    const closed = this.#lease.allow(forward);
    if (closed !== null) {
      this.#feeders.remove(closed);
    }
  }

  /**
   * @param {number[]} wanted   stripes, each allowed
   * @param {number} nowMillis
   */
  reconcile(wanted, nowMillis) {
    const { link } = this.#lease;
    if (wanted.length === 0 && link !== null) {
      this.#feeders.remove(link);
      this.#lease.release('reassigned');
    } else if (wanted.length > 0 && link === null) {
      this.#open(wanted, nowMillis);
    } else if (link?.state === 'open') {
      this.feeder?.subscribe(wanted, this.#positionFor, nowMillis);
    }
  }

  /**
   * A link is gone.
   *
   * @param {import('./parent-link.js').ParentLink} link
   * @param {number} nowMillis
   */
  onClose(link, nowMillis) {
    if (link === this.#lease.link) {
      this.#lease.onLoss(nowMillis);
    }
  }

  /** A forward that is silent may answer on a fresh link. @param {number} nowMillis */
  drop(nowMillis) {
    const link = this.#lease.release('silent');
    if (link !== null) {
      this.#feeders.remove(link);
      this.#lease.onLoss(nowMillis);
    }
  }

  /**
   * @param {number[]} wanted
   * @param {number} nowMillis
   */
  #open(wanted, nowMillis) {
    const from = this.#positionFor(wanted);
    const link = this.#lease.open(wanted, from, nowMillis);
    if (link !== null) {
      this.#feeders.add(link).subscribe(wanted, () => from, nowMillis, true);
    }
  }
}
