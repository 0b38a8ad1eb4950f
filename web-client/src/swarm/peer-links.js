/** @typedef {import('./peer-link.js').PeerLink} PeerLink */

const MAX_LINKS = 32;
/** The new source comes first: so long a link that the tracker no longer names may carry on … */
const GRACE_MILLIS = 5_000;
/** … and so long it stays with nothing on it: the next word of the tracker may name it again. */
const IDLE_MILLIS = 1_000;

/**
 * One link for each viewer that the tracker names as a parent or child of ours: made when named, closed when named no
 * more and no longer used. Whoever is not named gets none.
 */
export class PeerLinks {
  #needs;
  /** @type {Map<string, PeerLink>} */
  #links = new Map();
  /** @type {Set<string>} */
  #parents = new Set();
  /** @type {Set<string>} */
  #children = new Set();
  /** Since when a link is not named any more. @type {Map<PeerLink, number>} */
  #unnamedMillis = new Map();
  /** Children that were offered a second link since the tracker's last word. @type {Set<string>} */
  #offeredAgain = new Set();

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
    this.#parents = new Set(sources.parents.map(({ viewer }) => viewer));
    this.#children = new Set(sources.children.map(({ viewer }) => viewer));
    this.#offeredAgain.clear();
    for (const viewer of [...this.#parents, ...this.#children]) {
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
    // The child may have started anew and wait for our offer.
    if (reason === 'closed' && this.#children.has(link.name) && !this.#parents.has(link.name)
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
      if (nowMillis - sinceMillis >= (this.#needs.isUsed(link) ? GRACE_MILLIS : IDLE_MILLIS)) {
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

  /** @param {string} viewer */
  #isNamed(viewer) {
    return this.#parents.has(viewer) || this.#children.has(viewer);
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
    this.#unnamedMillis.delete(link);
  }
}
