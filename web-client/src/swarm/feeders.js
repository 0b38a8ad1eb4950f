import { Feeder } from './feeder.js';

/** @typedef {import('./parent-link.js').ParentLink} ParentLink */

/** All whom we could pull from: the open links to viewers, and the forward's from its beginning on. Pure but for the links. */
export class Feeders {
  /** @type {Map<ParentLink, Feeder>} */
  #feeders = new Map();
  #feedsFrom;
  /** The standby that the tracker gave, and the one before: of use until the new one is open. @type {(string|null)[]} */
  #standbys = [null, null];

  /** @param {{feedsFrom: (link: ParentLink, stripe: number) => boolean}} needs  whether that one has the stripe from us */
  constructor({ feedsFrom }) {
    this.#feedsFrom = feedsFrom;
  }

  /** @returns {IterableIterator<Feeder>} */
  [Symbol.iterator]() {
    return this.#feeders.values();
  }

  /** @param {ParentLink} link */
  add(link) {
    const feeder = new Feeder(link);
    this.#feeders.set(link, feeder);
    return feeder;
  }

  /** @param {ParentLink} link */
  remove(link) {
    const feeder = this.#feeders.get(link);
    this.#feeders.delete(link);
    return feeder;
  }

  /** @param {ParentLink|null} link */
  of(link) {
    return link === null ? undefined : this.#feeders.get(link);
  }

  /** @param {string|null} viewer */
  ofViewer(viewer) {
    for (const feeder of this.#feeders.values()) {
      if (feeder.name === viewer && feeder.link.kind === 'viewer') {
        return feeder;
      }
    }
    return undefined;
  }

  /** The tracker's word. @param {string|null} viewer */
  setStandby(viewer) {
    if (viewer !== this.#standbys[0]) {
      this.#standbys = [viewer, this.#standbys[0]];
    }
  }

  /** A chunk of this stripe came from whomever. @param {number} stripe */
  onProgress(stripe) {
    for (const feeder of this.#feeders.values()) {
      feeder.onProgress(stripe);
    }
  }

  /** Asks those that pause whether they are there. @param {number} nowMillis */
  look(nowMillis) {
    for (const feeder of this.#feeders.values()) {
      feeder.look(nowMillis);
    }
  }

  /**
   * Who may feed a stripe in the place of its own source, the best first: the standby, then the parents of the other
   * stripes, which hold the whole stream; but nobody who has the stripe from us.
   *
   * @param {number} stripe
   * @param {string|null} parent  whose place it is
   * @param {number} nowMillis
   */
  standInsFor(stripe, parent, nowMillis) {
    const standbys = this.#standbys.flatMap((viewer) => this.ofViewer(viewer) ?? []);
    const running = [...this.#feeders.values()].filter((feeder) => (
      feeder.link.kind === 'viewer' && feeder.isRunning(nowMillis)
    ));
    return [...new Set([...standbys, ...running])].filter(({ name, link }) => (
      name !== parent && link.state === 'open' && !this.#feedsFrom(link, stripe)
    ));
  }

  /**
   * Whom to ask for a missing chunk: the stripe's own source, the other parents, the forward.
   *
   * @param {number} stripe
   * @param {Feeder|undefined} own
   */
  holdersOf(stripe, own) {
    const rank = (/** @type {Feeder} */ feeder) => (
      feeder === own ? 0 : feeder.isFeeding(stripe) ? 1 : feeder.link.kind === 'viewer' ? 2 : 3
    );
    return [...this.#feeders.values()]
      .filter(({ link, isParent }) => isParent && link.state === 'open')
      .sort((a, b) => rank(a) - rank(b));
  }

  /** @param {number} nowMillis */
  describe(nowMillis) {
    return [...this.#feeders.values()].flatMap((feeder) => (
      [...feeder.subscribed].map((stripe) => feeder.describe(stripe, nowMillis))
    ));
  }
}
