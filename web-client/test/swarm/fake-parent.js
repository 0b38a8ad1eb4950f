/** @typedef {import('../../src/swarm/parent-link.js').ParentLink} ParentLink */

/**
 * A parent that only remembers what it was told.
 *
 * @implements {ParentLink}
 */
export class FakeParent {
  /** @type {ParentLink['state']} */
  state = 'open';
  /** @type {number[]} */
  stripes = [];
  /** @type {import('../../src/signaling/messages.js').Position|null} */
  from = null;
  /** @type {string[]} */
  byes = [];
  subscriptions = 0;
  /** @type {{stripe: number, from: number}[]} */
  #asked = [];

  /**
   * @param {'forward'|'viewer'} kind
   * @param {string} name
   */
  constructor(kind, name) {
    this.kind = kind;
    this.name = name;
  }

  /** @type {ParentLink['subscribe']} */
  subscribe(stripes, from) {
    const added = stripes.filter((stripe) => !this.stripes.includes(stripe));
    this.#asked.push(...(from === null ? [] : added.map((stripe) => ({ stripe, from: from.sequence }))));
    this.stripes = stripes;
    this.from = from;
    this.subscriptions++;
  }

  /** What of the past was asked for since the last call. */
  takeAsked() {
    return this.#asked.splice(0);
  }

  /** @type {ParentLink['request']} */
  request() {}

  /** @type {ParentLink['bye']} */
  bye(reason) {
    this.byes.push(reason);
    this.state = 'closed';
    this.stripes = [];
  }
}
