import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { systemClock } from '../../web-client/src/clock.js';
import { PeerLink } from '../../web-client/src/swarm/peer-link.js';
import { nativeIceServers } from '../src/ice-servers.js';
import { ViewerNetwork } from '../src/viewer-network.js';

const DEADLINE_MILLIS = 10_000;

/** @param {() => boolean} holds @param {string} what */
async function until(holds, what) {
  const deadline = performance.now() + DEADLINE_MILLIS;
  while (!holds()) {
    assert.ok(performance.now() < deadline, `${what}: not in time`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** One end: the page's own link, over the native connection. */
class End {
  /** @type {string[]} */
  heard = [];
  /** @type {number[]} */
  chunkBytes = [];
  arrivedBytes = 0;
  drains = 0;
  /** @type {End|null} */
  other = null;

  /** @param {string} ownId @param {string} viewer @param {number} [uplinkBitsPerSecond] */
  constructor(ownId, viewer, uplinkBitsPerSecond = 0) {
    this.network = new ViewerNetwork({
      clock: systemClock,
      uplinkBitsPerSecond,
      onArrival: (wire) => { this.arrivedBytes += wire.byteLength; },
      onFault: (error) => { this.heard.push(`fault ${error}`); },
    });
    this.link = new PeerLink({
      ownId,
      viewer,
      iceServers: [],
      RTCPeerConnection: this.network.browser.RTCPeerConnection,
      clock: systemClock,
      sendSignal: (type, payload) => setImmediate(() => this.other?.link.onSignal(type, payload)),
      listener: {
        onChunk: (_, wire) => this.chunkBytes.push(wire.length),
        onOpen: () => this.heard.push('open'),
        onClose: (_, reason) => this.heard.push(`close ${reason}`),
        onSubscribe: (_, { stripes }) => this.heard.push(`subscribe ${stripes}`),
        onDrain: () => { this.drains++; },
        onMissing: () => {},
        onStream: () => {},
        onWait: () => 0,
        onPong: () => {},
        onRequest: () => { throw new Error('a handler that fails'); },
      },
    });
  }
}

describe('a native peer', () => {
  /** @type {End[]} */
  const made = [];
  after(() => made.forEach(({ network }) => network.destroy()));

  /**
   * The library repeats a lost first message of its handshake after one, two, four seconds, and a link has five: so now
   * and then one does not open, as in a real swarm, where the viewer is then given another parent.
   *
   * @param {number} [uplinkBitsPerSecond]
   */
  async function pair(uplinkBitsPerSecond) {
    for (let attempt = 0; attempt < 3; attempt++) {
      const [a, b] = [new End('a', 'b', uplinkBitsPerSecond), new End('b', 'a')];
      [a.other, b.other] = [b, a];
      made.push(a, b);
      a.link.start();
      b.link.start();
      const isSettled = () => [a, b].every(({ link }) => link.state === 'open')
        || [a, b].some(({ link }) => link.state === 'closed');
      await until(isSettled, 'the link opens or fails');
      if (a.link.state === 'open' && b.link.state === 'open') {
        return [a, b];
      }
    }
    throw new Error('no link opens');
  }

  it('carries what the page\'s link says and sends, whole', async () => {
    const [a, b] = await pair();
    a.link.subscribe([1], null);
    b.link.sendChunk(new Uint8Array(16_280));
    await until(() => b.heard.includes('subscribe 1') && a.chunkBytes.length === 1, 'both arrive');
    assert.deepEqual(a.chunkBytes, [16_280]);
    assert.equal(a.arrivedBytes, 16_280);
    assert.equal(a.network.linksOpened, 1);
    assert.equal(Object.values(a.network.routes).reduce((sum, count) => sum + count), 1);
  });

  it('says when a long send queue is short again', async () => {
    const [a, b] = await pair();
    for (let index = 0; index < 100; index++) {
      a.link.sendChunk(new Uint8Array(16_280));
    }
    await until(() => b.chunkBytes.length === 100 && a.drains > 0 && a.link.queueBytes === 0, 'the queue drains');
  });

  it('shows in its send queue what waits for a slow line', async () => {
    const [a, b] = await pair(800_000);
    for (let index = 0; index < 10; index++) {
      a.link.sendChunk(new Uint8Array(10_000));
    }
    assert.ok(a.link.queueBytes >= 80_000, `${a.link.queueBytes} wait`);
    await until(() => b.chunkBytes.length === 10 && a.link.queueBytes === 0, 'all arrive');
    assert.equal(a.drains, 1);
  });

  it('tells the other end when it is closed', async () => {
    const [a, b] = await pair();
    a.link.bye('leaving');
    await until(() => b.heard.some((word) => word.startsWith('close')), 'the other hears of it');
    assert.ok(['close bye', 'close closed'].includes(b.heard[1]), b.heard[1]);
    assert.equal(a.link.queueBytes, 0);
  });

  it('falls silent without a word when it is cut', async () => {
    const [a, b] = await pair();
    a.network.cut();
    a.link.bye('leaving');
    b.link.sendChunk(new Uint8Array(1_000));
    b.link.subscribe([0], null);
    await until(() => b.link.queueBytes === 0, 'the chunk is gone');
    assert.deepEqual([a.heard, b.heard, a.chunkBytes], [['open'], ['open'], []]);
  });

  it('outlives a handler that fails', async () => {
    const [a, b] = await pair();
    b.link.request(1, [1]);
    await until(() => a.network.faults === 1, 'the fault is counted');
    b.link.subscribe([0], null);
    await until(() => a.heard.includes('subscribe 0'), 'it goes on');
  });
});

describe('ICE servers', () => {
  it('keep their password apart from the address', () => {
    const urls = ['turn:t.example', 'turn:[::1]:99?transport=tcp', 'turns:t.example:443'];
    assert.deepEqual(nativeIceServers({ urls, username: '17:me', credential: 'a@b/c' }), [
      { hostname: 't.example', port: 3478, username: '17:me', password: 'a@b/c', relayType: 'TurnUdp' },
      { hostname: '::1', port: 99, username: '17:me', password: 'a@b/c', relayType: 'TurnTcp' },
      { hostname: 't.example', port: 443, username: '17:me', password: 'a@b/c', relayType: 'TurnTls' },
    ]);
    assert.deepEqual(nativeIceServers({ urls: 'stun:s.example:19302' }), [{ hostname: 's.example', port: 19302 }]);
  });

  it('that are none are refused, as a browser does', () => {
    assert.throws(() => nativeIceServers({ urls: 'http://s.example' }), SyntaxError);
  });
});
