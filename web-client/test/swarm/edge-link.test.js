import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { EdgeLink } from '../../src/swarm/edge-link.js';
import { FakeClock } from '../fake-clock.js';
import { FakeSocket } from '../fake-socket.js';
import { wireOf } from '../test-chunks.js';

describe('edge link', () => {
  /** @type {FakeClock} */
  let clock;
  /** @type {string[]} */
  let heard;

  /** @param {Partial<ConstructorParameters<typeof EdgeLink>[0]>} [more] */
  function connect(more = {}) {
    const link = new EdgeLink({
      name: 'f', url: 'ws://f:9998', stream: 'live', stripes: [0, 1], from: null,
      WebSocket: FakeSocket.asWebSocket, clock,
      listener: {
        onOpen: () => heard.push('open'),
        onChunk: (_, wire) => heard.push(`chunk ${wire.length}`),
        onMissing: (_, { sequences }) => heard.push(`missing ${sequences}`),
        onStream: (_, { state }) => heard.push(`stream ${state}`),
        onClose: (_, reason) => heard.push(`close ${reason}`),
      },
      ...more,
    });
    link.start();
    return link;
  }

  beforeEach(() => {
    FakeSocket.made = [];
    clock = new FakeClock();
    heard = [];
  });

  it('carries the first subscription in its address', () => {
    connect();
    connect({ url: 'ws://f:9998/?stream=x', stripes: [1], from: { epoch: 7, sequence: 9 } });
    assert.deepEqual(FakeSocket.made.map(({ url }) => url), [
      'ws://f:9998/?stream=live&stripes=0,1',
      'ws://f:9998/?stream=live&epoch=7&sequence=9&stripes=1',
    ]);
  });

  it('delivers chunks and control', () => {
    connect();
    const socket = FakeSocket.last;
    assert.equal(socket.binaryType, 'arraybuffer');
    socket.open();
    socket.receive({ type: 'stream', name: 'live', state: 'live', stripes: 2 });
    socket.receive(wireOf({ sequence: 0 }).buffer);
    socket.receive({ type: 'missing', epoch: 1, sequences: [4] });
    assert.deepEqual(heard, ['open', 'stream live', 'chunk 124', 'missing 4']);
  });

  it('ignores what is too large or makes no sense', (context) => {
    context.mock.method(console, 'warn', () => {});
    connect();
    FakeSocket.last.open();
    FakeSocket.last.receive(new ArrayBuffer(20_000));
    FakeSocket.last.receive('{');
    FakeSocket.last.receive({ type: 'request', epoch: 1, sequences: [1] });
    assert.deepEqual(heard, ['open']);
  });

  it('speaks as a child', () => {
    const link = connect();
    link.subscribe([0], null);
    assert.deepEqual(FakeSocket.last.sent, []);
    FakeSocket.last.open();
    link.subscribe([1], { epoch: 7, sequence: 9 });
    link.request(7, [1, 2]);
    link.bye('reassigned');
    assert.deepEqual(FakeSocket.last.sent, [
      { type: 'subscribe', stripes: [1], from: { epoch: 7, sequence: 9 } },
      { type: 'request', epoch: 7, sequences: [1, 2] },
      { type: 'bye', reason: 'reassigned' },
    ]);
    assert.equal(FakeSocket.last.isClosed, true);
  });

  /** @type {[string, (socket: FakeSocket) => void][]} */
  const ends = [
    ['connect-failed', (socket) => socket.drop()],
    ['connect-failed', () => clock.advance(8_000)],
    ['closed', (socket) => { socket.open(); socket.drop(); }],
    ['bye', (socket) => { socket.open(); socket.receive({ type: 'bye', reason: 'shutting-down' }); }],
    ['refused', (socket) => {
      socket.open();
      socket.receive({ type: 'refused', reason: 'too-many', message: 'no' });
      socket.drop();
    }],
  ];
  for (const [reason, happen] of ends) {
    it(`ends as ${reason}, once: ${happen}`, (context) => {
      context.mock.method(console, 'warn', () => {});
      const link = connect();
      const socket = FakeSocket.last;
      happen(socket);
      socket.drop();
      socket.receive(wireOf({ sequence: 0 }).buffer);
      clock.advance(60_000);
      assert.deepEqual(heard.filter((each) => each !== 'open'), [`close ${reason}`]);
      assert.equal(link.state, 'closed');
      assert.equal(clock.timerCount, 0);
    });
  }

  it('fails, but later and without a throw, where the browser forbids the address', (context) => {
    context.mock.method(console, 'warn', () => {});
    connect({
      WebSocket: /** @type {typeof WebSocket} */ (/** @type {unknown} */ (class {
        constructor() {
          throw new DOMException('insecure', 'SecurityError');
        }
      })),
    });
    assert.deepEqual(heard, []);
    clock.advance(0);
    assert.deepEqual(heard, ['close connect-failed']);
  });

  it('says nothing after bye', () => {
    const link = connect();
    FakeSocket.last.open();
    link.bye('leaving');
    FakeSocket.last.drop();
    assert.deepEqual(heard, ['open']);
  });
});
