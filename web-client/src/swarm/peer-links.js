/** @typedef {import('./peer-link.js').PeerLink} PeerLink */

const MAX_LINKS = 32;
/**
 * The new source comes first: so long a link that the tracker no longer names may carry on. Two attempts to connect to
 * a new parent, one after the other, fit into it …
 */
const GRACE_MILLIS = 12_000;
/** … and so long it stays with nothing on it: the next word of the tracker may name it again. */
const IDLE_MILLIS = 1_000;

/**
 * One link for each viewer that the tracker names: as a parent of ours or as our standby, as a child or as one whose
 * standby we are. Made when named, closed when named no more and no longer used. Whoever is not named gets none.
 */
export class PeerLinks {
  #needs;
  /** @type {Map<string, PeerLink>} */
  #links = new Map();
  /** Our parents and our standby. @type {Set<string>} */
  #above = new Set();
  /** Our children and those whose standby we are. @type {Set<string>} */
  #below = new Set();
  /** A standby's links, at either end: silent, but in use. @type {Set<string>} */
  #warm = new Set();
  /** Since when a link is not named any more. @type {Map<PeerLink, number>} */
  #unnamedMillis = new Map();
  /** Those below us that were offered a second link since the tracker's last word. @type {Set<string>} */
  #offeredAgain = new Set();
  /** How often one link was measured in turn. */
  #measured = 0;

  /**
   * @param {object} needs
   * @param {(viewer: string) => PeerLink} needs.create   not started yet
   * @param {(viewer: string) => boolean} needs.isOfferer whether we make the offer to this viewer
   * @param {(link: PeerLink) => boolean} needs.isUsed    whether it carries chunks in some direction
   * @param {(link: PeerLink) => void} needs.onClosed     we closed it
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /** The link to a viewer, if there is one. @param {string} viewer */
  of(viewer) {
    return this.#links.get(viewer);
  }

  /** The shortest round trip to a viewer that we are linked with, −1 when none is known. */
  get roundTripMillis() {
    const known = [...this.#links.values()].map(({ roundTripMillis }) => roundTripMillis).filter((millis) => millis >= 0);
    return known.length === 0 ? -1 : Math.min(...known);
  }

  /** Measures round trips anew: where none is known, and of all others one, in turn, for a look costs as much as many chunks. */
  measure() {
    const links = [...this.#links.values()];
    const next = links[this.#measured++ % links.length];
    for (const link of links) {
      if (link === next || link.roundTripMillis < 0) {
        void link.measure();
      }
    }
  }

  /** @returns {IterableIterator<PeerLink>} */
  [Symbol.iterator]() {
    return this.#links.values();
  }

  /**
   * The tracker's whole word.
   *
   * @param {import('../signaling/messages.js').Sources} sources
   */
  apply(sources) {
    const { parents, children, spares } = sources;
    const standby = sources.standby === null ? [] : [sources.standby];
    this.#above = new Set([...parents.map(({ viewer }) => viewer), ...standby]);
    this.#below = new Set([...children.map(({ viewer }) => viewer), ...spares]);
    [...standby, ...spares].forEach((viewer) => this.#warm.add(viewer));
    this.#offeredAgain.clear();
    for (const viewer of [...this.#above, ...this.#below]) {
      this.#ensure(viewer);
    }
  }

  /** @param {import('../signaling/messages.js').Signal} signal */
  onSignal({ type, from, payload }) {
    if (!this.#isNamed(from)) {
      return; // not introduced, or not any more
    }
    const existing = this.#links.get(from);
    const isFreshStart = type === 'offer' && !this.#needs.isOfferer(from);
    if (isFreshStart && existing?.isNegotiated) {
      existing.destroy();
      this.#forget(existing);
      this.#needs.onClosed(existing);
    }
    const link = isFreshStart ? this.#ensure(from) : existing;
    link?.onSignal(type, payload);
  }

  /**
   * A link closed by itself.
   *
   * @param {PeerLink} link
   * @param {import('../signaling/messages.js').LossReason} reason
   */
  onClose(link, reason) {
    if (this.#links.get(link.name) !== link) {
      return;
    }
    this.#forget(link);
    // The one below us may have started anew and wait for our offer.
    if (reason === 'closed' && this.#below.has(link.name) && !this.#above.has(link.name)
      && this.#needs.isOfferer(link.name) && !this.#offeredAgain.has(link.name)) {
      this.#offeredAgain.add(link.name);
      this.#ensure(link.name);
    }
  }

  /** @param {number} nowMillis */
  tick(nowMillis) {
    for (const link of [...this.#links.values()]) {
      if (this.#isNamed(link.name)) {
        this.#unnamedMillis.delete(link);
        continue;
      }
      const sinceMillis = this.#unnamedMillis.get(link) ?? nowMillis;
      this.#unnamedMillis.set(link, sinceMillis);
      if (nowMillis - sinceMillis >= (this.#isUsed(link) ? GRACE_MILLIS : IDLE_MILLIS)) {
        this.close(link, 'reassigned');
      }
    }
  }

  /**
   * @param {PeerLink} link
   * @param {import('../signaling/messages.js').ByeReason} reason
   */
  close(link, reason) {
    link.bye(reason);
    this.#forget(link);
    this.#needs.onClosed(link);
  }

  destroy() {
    for (const link of [...this.#links.values()]) {
      this.close(link, 'leaving');
    }
  }

  /** @param {PeerLink} link */
  #isUsed(link) {
    return this.#warm.has(link.name) || this.#needs.isUsed(link);
  }

  /** @param {string} viewer */
  #isNamed(viewer) {
    return this.#above.has(viewer) || this.#below.has(viewer);
  }

  /** @param {string} viewer */
  #ensure(viewer) {
    let link = this.#links.get(viewer);
    if (link === undefined && this.#links.size < MAX_LINKS) {
      link = this.#needs.create(viewer);
      this.#links.set(viewer, link);
      link.start();
    }
    return link;
  }

  /** @param {PeerLink} link */
  #forget(link) {
    this.#links.delete(link.name);
    this.#warm.delete(link.name);
    this.#unnamedMillis.delete(link);
  }
}
