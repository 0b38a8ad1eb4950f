/** So many kinds are told apart. */
const MAX_KINDS = 50;
const MAX_CHARS = 200;

/** What the viewers' code complains about: how often what, with ids and numbers left out, so that a thousand are one. Pure. */
export class Warnings {
  /** @type {Map<string, number>} */
  #counts = new Map();

  /** @param {string} message */
  add(message) {
    const kind = message.replace(/[0-9a-f]{32}/gi, '…').replace(/\d+/g, '#').slice(0, MAX_CHARS);
    this.#put(this.#counts.has(kind) || this.#counts.size < MAX_KINDS ? kind : 'others', 1);
  }

  /** @param {[string, number][]} entries */
  addAll(entries) {
    entries.forEach(([kind, count]) => this.#put(kind, count));
  }

  /** The most frequent first. @returns {[string, number][]} */
  entries() {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }

  /**
   * @param {string} kind
   * @param {number} count
   */
  #put(kind, count) {
    this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }
}
