import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { PeerLinks } from '../../src/swarm/peer-links.js';

/** @typedef {import('../../src/swarm/peer-link.js').PeerLink} PeerLink */

const viewer = (/** @type {string|number} */ name) => String(name).padStart(32, '0');
const OWN = viewer('5');
const EARLIER = viewer('1');
const LATER = viewer('9');

/** As much of a PeerLink as PeerLinks touches. */
class FakePeer {
  isNegotiated = false;
  isStarted = false;
  roundTripMillis = -1;
  /** @type {string[]} */
  byes = [];
  isDestroyed = false;
  measured = 0;
  /** @type {string[]} */
  signals = [];

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  start() {
    this.isStarted = true;
  }

  /** @param {string} type */
  onSignal(type) {
    this.isNegotiated ||= type === 'offer';
    this.signals.push(type);
  }

  /** @param {string} reason */
  bye(reason) {
    this.byes.push(reason);
  }

  destroy() {
    this.isDestroyed = true;
  }

  async measure() {
    this.measured++;
  }
}

describe('peer links', () => {
  /** @type {FakePeer[]} */
  let made;
  /** @type {string[]} */
  let closed;
  let isUsed = false;
  /** @type {PeerLinks} */
  let links;

  beforeEach(() => {
    made = [];
    closed = [];
    isUsed = false;
    links = new PeerLinks({
      create: (name) => {
        const peer = new FakePeer(name);
        made.push(peer);
        return asLink(peer);
      },
      isOfferer: (name) => OWN < name,
      isUsed: () => isUsed,
      onClosed: ({ name }) => closed.push(name),
    });
  });

  /** @param {FakePeer} peer */
  function asLink(peer) {
    return /** @type {PeerLink} */ (/** @type {unknown} */ (peer));
  }

  /** @param {string[]} parents @param {string[]} [children] @param {string|null} [standby] @param {string[]} [spares] */
  function tell(parents, children = [], standby = null, spares = []) {
    const edges = (/** @type {string[]} */ names) => names.map((name) => ({ stripe: 0, viewer: name }));
    links.apply({
      type: 'sources', revision: 1, forward: null, parents: edges(parents), children: edges(children), standby, spares,
    });
  }

  /** @param {import('../../src/signaling/messages.js').SignalType} type @param {string} from */
  const signal = (type, from) => links.onSignal({ type, from, payload: '' });

  it('makes one link for each viewer that is named, whatever for', () => {
    tell([EARLIER, LATER], [LATER]);
    tell([EARLIER], [LATER, EARLIER]);
    assert.deepEqual(made.map(({ name }) => name), [EARLIER, LATER]);
    assert.equal(made.every(({ isStarted }) => isStarted), true);
  });

  it('measures the links in turn, and each time those of which it knows nothing', () => {
    tell([EARLIER, LATER], []);
    const [first, second] = made;
    first.roundTripMillis = 7;
    links.measure();
    links.measure();
    assert.deepEqual([first.measured, second.measured], [1, 2]);
    second.roundTripMillis = 9;
    [1, 2, 3, 4].forEach(() => links.measure());
    assert.deepEqual([first.measured, second.measured], [3, 4]);
  });

  it('ignores signals of who is not named', () => {
    signal('offer', EARLIER);
    signal('candidate', LATER);
    assert.deepEqual(made, []);
  });

  it('makes no more than 32', () => {
    tell(Array.from({ length: 64 }, (_, index) => viewer(index)));
    assert.equal(made.length, 32);
  });

  it('passes signals on to the link', () => {
    tell([EARLIER, LATER]);
    signal('offer', EARLIER);
    signal('candidate', EARLIER);
    signal('answer', LATER);
    assert.deepEqual(made.map(({ signals }) => signals), [['offer', 'candidate'], ['answer']]);
  });

  it('starts anew when the other does', () => {
    tell([EARLIER]);
    signal('offer', EARLIER);
    signal('offer', EARLIER);
    assert.equal(made.length, 2);
    assert.equal(made[0].isDestroyed, true);
    assert.deepEqual(closed, [EARLIER]);
    assert.deepEqual(made[1].signals, ['offer']);
  });

  it('takes no offer from whom it is to make one', () => {
    tell([LATER]);
    signal('offer', LATER);
    signal('offer', LATER);
    assert.equal(made.length, 1);
    assert.equal(made[0].isDestroyed, false);
  });

  it('closes a link that is no longer named when nothing is on it', () => {
    tell([EARLIER]);
    tell([]);
    links.tick(0);
    links.tick(900);
    assert.deepEqual(made[0].byes, []);
    links.tick(1_000);
    assert.deepEqual(made[0].byes, ['reassigned']);
    assert.deepEqual(closed, [EARLIER]);
    assert.deepEqual([...links], []);
  });

  it('lets a link that is no longer named carry on while it is used, for two attempts to connect', () => {
    tell([EARLIER]);
    tell([]);
    isUsed = true;
    links.tick(0);
    links.tick(11_900);
    assert.deepEqual(made[0].byes, []);
    links.tick(12_000);
    assert.deepEqual(made[0].byes, ['reassigned']);
  });

  it('forgets that a link was not named when it is named again', () => {
    tell([EARLIER]);
    tell([]);
    links.tick(0);
    tell([EARLIER]);
    links.tick(900);
    tell([]);
    links.tick(1_500);
    links.tick(2_400);
    assert.deepEqual(made[0].byes, []);
  });

  it('links with its standby and with those whose standby it is, and takes their offers', () => {
    tell([], [], EARLIER, [LATER]);
    signal('offer', EARLIER);
    signal('answer', LATER);
    assert.deepEqual(made.map(({ name, signals }) => [name, ...signals]), [[EARLIER, 'offer'], [LATER, 'answer']]);
  });

  it('counts the silent link of a standby as used, at either end', () => {
    tell([], [], EARLIER, [LATER]);
    tell([], []);
    links.tick(0);
    links.tick(11_900);
    assert.deepEqual(made.map(({ byes }) => byes), [[], []]);
    links.tick(12_000);
    assert.deepEqual(made.map(({ byes }) => byes), [['reassigned'], ['reassigned']]);
  });

  it('keeps the open link when the standby becomes a parent, and the spare a child', () => {
    tell([], [], EARLIER, [LATER]);
    tell([EARLIER], [LATER]);
    links.tick(0);
    links.tick(60_000);
    assert.equal(made.length, 2);
    assert.deepEqual(made.map(({ byes }) => byes), [[], []]);
  });

  it('knows the shortest round trip of all links', () => {
    assert.equal(links.roundTripMillis, -1);
    tell([EARLIER, LATER]);
    assert.equal(links.roundTripMillis, -1);
    made[0].roundTripMillis = 40;
    made[1].roundTripMillis = 7;
    assert.equal(links.roundTripMillis, 7);
  });

  it('offers a child a second link when the first closes, once', () => {
    tell([], [LATER]);
    links.onClose(asLink(made[0]), 'closed');
    assert.equal(made.length, 2);
    links.onClose(asLink(made[1]), 'closed');
    assert.equal(made.length, 2);
  });

  it('leaves it to the tracker when a parent is lost', () => {
    tell([LATER]);
    links.onClose(asLink(made[0]), 'closed');
    assert.equal(made.length, 1);
    tell([LATER]);
    assert.equal(made.length, 2);
  });

  it('says goodbye to all', () => {
    tell([EARLIER], [LATER]);
    links.destroy();
    assert.deepEqual(made.map(({ byes }) => byes), [['leaving'], ['leaving']]);
    assert.deepEqual([...links], []);
  });
});
