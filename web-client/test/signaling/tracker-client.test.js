import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { TrackerClient } from '../../src/signaling/tracker-client.js';
import { FakeClock, settle } from '../fake-clock.js';
import { FakeSocket } from '../fake-socket.js';

const KEY = '0123456789abcdef'.repeat(2);
const VIEWER = 'a'.repeat(32);
const WELCOME = { type: 'welcome', protocol: 1, viewer: VIEWER, stripes: 2 };

describe('tracker client', () => {
  /** @type {FakeClock} */
  let clock;
  /** @type {string[]} */
  let heard;
  /** @type {import('../../src/signaling/messages.js').Edge[]} */
  let parents;
  let located = 0;
  /** @type {TrackerClient} */
  let client;

  beforeEach(async () => {
    FakeSocket.made = [];
    clock = new FakeClock();
    heard = [];
    parents = [];
    located = 0;
    client = new TrackerClient({
      stream: 'live', key: KEY, share: true, WebSocket: FakeSocket.asWebSocket, clock, random: () => 1,
      placements: {
        locate: async () => ({
          tracker: { name: 't', region: 'r', url: `ws://t${++located}:9090/resource` },
          stream: { name: 'live', state: 'live', stripes: 2 }, iceServers: [], nowMicros: 0, atWallMillis: 0,
        }),
      },
      edges: () => ({ parents, children: [] }),
      listener: {
        onPlaced: () => heard.push('placed'),
        onWelcome: ({ viewer }) => heard.push(`welcome ${viewer[0]}`),
        onSources: ({ revision }) => heard.push(`sources ${revision}`),
        onSignal: ({ type, from, payload }) => heard.push(`${type} ${from[0]} ${payload}`),
        onWait: (message) => heard.push(`wait ${message}`),
        onTrouble: (message) => heard.push(message),
      },
    });
    client.start();
    await settle();
  });

  function join() {
    FakeSocket.last.open();
    FakeSocket.last.receive(WELCOME);
  }

  it('joins with its key', () => {
    assert.equal(FakeSocket.last.url, 'ws://t1:9090/resource?stream=live');
    join();
    assert.deepEqual(FakeSocket.last.sent, [
      { type: 'join', protocol: 1, key: KEY, share: true, parents: [], children: [] },
    ]);
    assert.deepEqual(heard, ['placed', 'welcome a']);
    assert.equal(client.state, 'joined');
    assert.equal(clock.timerCount, 0);
  });

  it('passes messages both ways', () => {
    join();
    FakeSocket.last.receive({ type: 'sources', revision: 4, forward: null, parents: [], children: [] });
    FakeSocket.last.receive({ type: 'offer', from: 'b'.repeat(32), payload: 'sdp' });
    FakeSocket.last.receive({ type: 'wait', reason: 'no-source', message: 'All places are taken.', retryMillis: 10 });
    client.send({ type: 'connected', stripe: 0, viewer: VIEWER });
    assert.deepEqual(heard.slice(2), ['sources 4', 'offer b sdp', 'wait All places are taken.']);
    assert.deepEqual(FakeSocket.last.sent[1], { type: 'connected', stripe: 0, viewer: VIEWER });
  });

  it('ignores what it cannot read', (context) => {
    const warn = context.mock.method(console, 'warn', () => {});
    join();
    for (const bad of ['', '{', '[]', '{"type":"dance"}', 'x'.repeat(40_000), { type: 'sources', revision: 1 }]) {
      FakeSocket.last.receive(bad);
    }
    assert.equal(warn.mock.callCount(), 6);
    assert.equal(client.state, 'joined');
  });

  it('sends nothing before it has joined', () => {
    client.send({ type: 'connected', stripe: 0, viewer: VIEWER });
    FakeSocket.last.open();
    client.send({ type: 'connected', stripe: 0, viewer: VIEWER });
    assert.deepEqual(FakeSocket.last.sent.map(({ type }) => type), ['join']);
  });

  it('comes back with the same key and reports the edges that it still has', () => {
    join();
    parents = [{ stripe: 0, viewer: 'b'.repeat(32) }];
    FakeSocket.last.drop();
    assert.equal(FakeSocket.made.length, 1);
    clock.advance(500);
    assert.equal(FakeSocket.made.length, 2);
    join();
    assert.deepEqual(FakeSocket.last.sent[0].parents, parents);
    assert.equal(FakeSocket.last.sent[0].key, KEY);
    assert.equal(located, 1);
  });

  it('asks coordinate for a tracker again when the tracker does not come back', async () => {
    join();
    for (const millis of [500, 1000, 2000]) {
      FakeSocket.last.drop();
      clock.advance(millis);
    }
    await settle();
    assert.equal(located, 2);
    assert.equal(FakeSocket.last.url, 'ws://t2:9090/resource?stream=live');
  });

  it('does not knock in a loop at a tracker that hangs up after each welcome', () => {
    for (let round = 0; round < 40; round++) {
      join();
      FakeSocket.last.drop();
      clock.advance(1000);
    }
    assert.equal(FakeSocket.made.length < 16, true);
  });

  it('gives up on a tracker that does not answer the join', () => {
    FakeSocket.last.open();
    clock.advance(10_000);
    assert.equal(FakeSocket.last.isClosed, true);
    clock.advance(500);
    assert.equal(FakeSocket.made.length, 2);
  });

  it('moves with jitter when the tracker says so', async () => {
    join();
    FakeSocket.last.receive({ type: 'move', reason: 'shutting-down', message: 'bye' });
    assert.equal(FakeSocket.last.isClosed, true);
    clock.advance(2_999);
    assert.equal(located, 1);
    clock.advance(1);
    await settle();
    assert.equal(located, 2);
  });

  it('leaves a tracker that reads nothing any more', () => {
    join();
    FakeSocket.last.bufferedAmount = 1_000_000;
    client.send({ type: 'leave' });
    assert.equal(FakeSocket.last.isClosed, true);
    assert.equal(client.state, 'pausing');
  });

  it('joins again when it shall share or not', () => {
    join();
    client.setShare(true);
    assert.equal(FakeSocket.made.length, 1);
    client.setShare(false);
    assert.equal(FakeSocket.made[0].isClosed, true);
    join();
    assert.equal(FakeSocket.last.sent[0].share, false);
  });

  it('says goodbye, and then nothing more comes from it', () => {
    join();
    const socket = FakeSocket.last;
    client.destroy();
    client.destroy();
    assert.deepEqual(socket.sent.at(-1), { type: 'leave', reason: 'leaving' });
    assert.equal(socket.onmessage, null);
    assert.equal(clock.timerCount, 0);
    clock.advance(100_000);
    assert.equal(FakeSocket.made.length, 1);
  });
});
