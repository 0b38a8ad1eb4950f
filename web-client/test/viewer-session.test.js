import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { parseSettings } from '../src/settings.js';
import { ViewerSession } from '../src/viewer-session.js';
import { FakeClock, settle } from './fake-clock.js';
import { FakeSocket } from './fake-socket.js';
import { FakePeerConnection } from './swarm/fake-peer-connection.js';
import { EPOCH, INGEST_MICROS, wireOf } from './test-chunks.js';

const OWN = '5'.repeat(32);
const PARENT = '1'.repeat(32);
const CHILD = '9'.repeat(32);
const STANDBY = '2'.repeat(32);
const LEASE = { name: 'f', url: 'ws://f:9998', stripes: [0, 1] };

describe('viewer session', () => {
  /** @type {FakeClock} */
  let clock;
  /** @type {ViewerSession} */
  let session;
  let streamState = 'live';

  /** @type {typeof fetch} */
  const fakeFetch = async () => new Response(JSON.stringify({
    protocol: 1,
    tracker: { name: 't', region: 'default', url: 'ws://t:9090/resource' },
    stream: { name: 'live', state: streamState, epoch: EPOCH, format: 'mpeg1', stripes: 2 },
    iceServers: [],
    publicKey: null,
    nowMicros: INGEST_MICROS,
  }));

  beforeEach(async () => {
    FakeSocket.made = [];
    FakePeerConnection.made = [];
    streamState = 'live';
    clock = new FakeClock();
    session = new ViewerSession({
      settings: parseSettings('http://c:8080/stream.html?video=off'),
      browser: {
        fetch: fakeFetch, WebSocket: FakeSocket.asWebSocket, RTCPeerConnection: FakePeerConnection.asRTCPeerConnection,
      },
      clock, random: () => 0, key: 'k', createPlayer: null,
    });
  });

  async function start() {
    session.start();
    await new Promise((resolve) => setImmediate(resolve));
    await settle();
    tracker().open();
    tracker().receive({ type: 'welcome', protocol: 1, viewer: OWN, stripes: 2 });
  }

  const tracker = () => FakeSocket.made.filter(({ url }) => url.startsWith('ws://t'))[0];
  const forward = () => FakeSocket.made.filter(({ url }) => url.startsWith('ws://f'))[0];

  /** @param {object} sources */
  function tell(sources) {
    tracker().receive({ type: 'sources', revision: 1, forward: null, parents: [], children: [], ...sources });
  }

  /** @param {number} from @param {number} to @param {(bytes: ArrayBuffer, stripe: number) => void} deliver */
  function stream(from, to, deliver) {
    for (let sequence = from; sequence <= to; sequence++) {
      clock.advance(33);
      const flags = sequence % 30 === 0 ? 'keyframe first last' : 'first last';
      deliver(wireOf({ sequence, flags, ingestMicros: INGEST_MICROS + clock.now() * 1000 }).buffer, sequence % 2);
    }
  }

  /** @param {FakePeerConnection} connection @returns {Record<string, unknown>[]} */
  const saidTo = (connection) => connection.channels[0].sent.map((text) => JSON.parse(String(text)));

  it('begins on a forward, goes over to its parents and relays to its children', async () => {
    await start();
    const edges = [{ stripe: 0, viewer: PARENT }, { stripe: 1, viewer: PARENT }];
    tell({ forward: LEASE, parents: edges, children: [{ stripe: 1, viewer: CHILD }] });
    forward().open();
    stream(0, 9, (bytes) => forward().receive(bytes));
    assert.equal(session.snapshot().state, 'live');

    const [parent, child] = FakePeerConnection.made;
    parent.open();
    child.open();
    child.channels[0].receive({ type: 'subscribe', stripes: [1] });
    assert.deepEqual(saidTo(parent)[0], { type: 'subscribe', stripes: [0, 1], from: { epoch: EPOCH, sequence: 10 } });
    stream(10, 19, (bytes) => {
      forward().receive(bytes.slice(0));
      parent.channels[1].receive(bytes);
    });
    assert.deepEqual(forward().sent.at(-1), { type: 'bye', reason: 'reassigned' });
    assert.equal(forward().isClosed, true);
    assert.deepEqual(tracker().sent.slice(1), [
      { type: 'capacity', slots: 2 }, ...edges.map((edge) => ({ type: 'connected', ...edge })),
    ]);

    stream(20, 29, (bytes) => parent.channels[1].receive(bytes));
    const relayed = child.channels[1].sent.map((wire) => (typeof wire === 'string' ? -1 : wire[11]));
    assert.deepEqual(relayed, [1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29]);
    const snapshot = session.snapshot();
    assert.deepEqual(snapshot.sources.map(({ stripe, kind, name }) => ({ stripe, kind, name })), [
      { stripe: 0, kind: 'viewer', name: PARENT }, { stripe: 1, kind: 'viewer', name: PARENT },
    ]);
    assert.deepEqual(snapshot.targets.map(({ viewer, stripes }) => ({ viewer, stripes })), [
      { viewer: CHILD, stripes: [1] },
    ]);
    assert.equal(snapshot.contiguousSequence, 29);
    assert.equal(snapshot.totals.chunksInvalid, 0);
  });

  it('counts a hop for each viewer that a chunk passes', async () => {
    await start();
    tell({ parents: [{ stripe: 0, viewer: PARENT }, { stripe: 1, viewer: PARENT }], children: [{ stripe: 0, viewer: CHILD }] });
    const [parent, child] = FakePeerConnection.made;
    parent.open();
    child.open();
    child.channels[0].receive({ type: 'subscribe', stripes: [0] });
    parent.channels[1].receive(wireOf({ sequence: 0, hops: 3, flags: 'keyframe first last' }).buffer);
    const [relayed] = child.channels[1].sent;
    assert.equal(typeof relayed === 'string' ? -1 : relayed[3], 4);
    assert.deepEqual(session.snapshot().hops, [3, -1]);
  });

  it('leaves a parent that sends what is no chunk, and says so', async (context) => {
    context.mock.method(console, 'warn', () => {});
    await start();
    tell({ parents: [{ stripe: 0, viewer: PARENT }], children: [{ stripe: 0, viewer: CHILD }] });
    const [parent, child] = FakePeerConnection.made;
    parent.open();
    child.open();
    child.channels[0].receive({ type: 'subscribe', stripes: [0] });
    parent.channels[1].receive(wireOf({ sequence: 0, stripe: 1 }).buffer);
    assert.deepEqual(saidTo(parent).at(-1), { type: 'bye', reason: 'invalid-data' });
    assert.deepEqual(tracker().sent.at(-1), { type: 'lost', stripe: 0, viewer: PARENT, reason: 'invalid-data' });
    assert.equal(child.channels[1].sent.length, 0);
  });

  it('leaves whoever sends chunks that nobody asked for', async (context) => {
    context.mock.method(console, 'warn', () => {});
    await start();
    tell({ children: [{ stripe: 0, viewer: CHILD }] });
    FakePeerConnection.last.open();
    FakePeerConnection.last.channels[1].receive(wireOf({ sequence: 0, flags: 'keyframe first last' }).buffer);
    assert.equal(session.snapshot().newestSequence, -1);
    assert.equal(session.snapshot().totals.chunksInvalid, 1);
    assert.equal(FakePeerConnection.last.isClosed, true);
  });

  it('asks for what is missing and passes it on when it comes', async () => {
    await start();
    tell({ parents: [{ stripe: 0, viewer: PARENT }, { stripe: 1, viewer: PARENT }] });
    const parent = FakePeerConnection.last;
    parent.open();
    stream(0, 20, (bytes) => {
      if (new Uint8Array(bytes)[11] !== 7) {
        parent.channels[1].receive(bytes);
      }
    });
    clock.advance(500);
    assert.deepEqual(saidTo(parent).filter(({ type }) => type === 'request')[0], {
      type: 'request', epoch: EPOCH, sequences: [7],
    });
    parent.channels[1].receive(wireOf({ sequence: 7 }).buffer);
    assert.equal(session.snapshot().totals.chunksRepaired, 1);
    assert.equal(session.snapshot().contiguousSequence, 20);
  });

  it('says reconnecting when chunks stop, away after the end, and comes back to live by itself', async () => {
    await start();
    tell({ forward: LEASE });
    forward().open();
    stream(0, 30, (bytes) => forward().receive(bytes));
    clock.advance(3_000);
    assert.equal(session.snapshot().state, 'reconnecting');
    stream(31, 40, (bytes) => forward().receive(bytes));
    assert.equal(session.snapshot().state, 'live');
    forward().receive(wireOf({ sequence: 41, flags: 'end' }).buffer);
    clock.advance(2_000);
    assert.equal(session.snapshot().state, 'away');
    forward().receive(wireOf({ sequence: 0, epoch: EPOCH + 50, flags: 'keyframe first last' }).buffer);
    assert.equal(session.snapshot().state, 'live');
    assert.equal(session.snapshot().epoch, EPOCH + 50);
  });

  it('waits for a stream that nobody pushes yet', async () => {
    streamState = 'waiting';
    await start();
    tell({ forward: LEASE });
    forward().open();
    forward().receive({ type: 'stream', name: 'live', state: 'waiting', stripes: 0 });
    assert.equal(session.snapshot().state, 'waiting');
    forward().receive({ type: 'stream', name: 'live', state: 'live', stripes: 2 });
    stream(0, 3, (bytes) => forward().receive(bytes));
    assert.equal(session.snapshot().state, 'live');
  });

  it('reports statistics every five seconds, in whole numbers', async () => {
    await start();
    clock.advance(10_500);
    const reports = tracker().sent.filter(({ type }) => type === 'statistics');
    assert.equal(reports.length, 2);
    assert.equal(reports[0].state, 'joining');
    assert.equal(Object.values(reports[0]).every((value) => typeof value !== 'number' || Number.isInteger(value)), true);
    assert.deepEqual([reports[0].stalledMillis, reports[0].rttMillis], [0, -1]);
  });

  it('keeps a silent standby, turns to it when a parent goes, and stays when the tracker says so', async () => {
    await start();
    const edges = [{ stripe: 0, viewer: PARENT }, { stripe: 1, viewer: PARENT }];
    tell({ parents: edges, standby: STANDBY, spares: [CHILD] });
    const [parent, standby] = FakePeerConnection.made;
    parent.open();
    assert.deepEqual(session.snapshot().standby, { viewer: STANDBY, state: 'connecting' });
    standby.open();
    stream(0, 20, (bytes) => parent.channels[1].receive(bytes));
    assert.deepEqual(session.snapshot().standby, { viewer: STANDBY, state: 'silent' });
    assert.deepEqual(saidTo(standby), []);
    parent.channels[0].receive({ type: 'bye', reason: 'leaving' });
    assert.deepEqual(saidTo(standby), [{ type: 'subscribe', stripes: [0, 1], from: { epoch: EPOCH, sequence: 21 } }]);
    assert.deepEqual(session.snapshot().standby, { viewer: STANDBY, state: 'feeding' });
    stream(21, 40, (bytes) => standby.channels[1].receive(bytes));
    tell({ parents: [{ stripe: 0, viewer: STANDBY }, { stripe: 1, viewer: STANDBY }] });
    assert.deepEqual(tracker().sent.slice(-2).map(({ type, stripe, viewer }) => ({ type, stripe, viewer })), [
      { type: 'connected', stripe: 0, viewer: STANDBY }, { type: 'connected', stripe: 1, viewer: STANDBY },
    ]);
    stream(41, 60, (bytes) => standby.channels[1].receive(bytes));
    assert.equal(saidTo(standby).filter(({ type }) => type === 'subscribe').length, 1);
    const { contiguousSequence, totals } = session.snapshot();
    assert.deepEqual([contiguousSequence, totals.stalls, totals.chunksLost], [60, 0, 0]);
  });

  it('leaves a standby that sends what nobody asked for', async (context) => {
    context.mock.method(console, 'warn', () => {});
    await start();
    tell({ standby: STANDBY });
    FakePeerConnection.last.open();
    FakePeerConnection.last.channels[1].receive(wireOf({ sequence: 0, flags: 'keyframe first last' }).buffer);
    assert.equal(FakePeerConnection.last.isClosed, true);
  });

  it('feeds those whose standby it is', async () => {
    await start();
    tell({ parents: [{ stripe: 0, viewer: PARENT }], spares: [CHILD] });
    const [parent, spare] = FakePeerConnection.made;
    parent.open();
    spare.open();
    parent.channels[1].receive(wireOf({ sequence: 0, flags: 'keyframe first last' }).buffer);
    spare.channels[0].receive({ type: 'subscribe', stripes: [0], from: { epoch: EPOCH, sequence: 0 } });
    assert.equal(spare.channels[1].sent.length, 1);
  });

  it('receives, relays and asks for what is missing though no timer of the page fires', async () => {
    clock.after = () => () => {};
    await start();
    tell({ parents: [{ stripe: 0, viewer: PARENT }, { stripe: 1, viewer: PARENT }], children: [{ stripe: 0, viewer: CHILD }] });
    const [parent, child] = FakePeerConnection.made;
    parent.open();
    child.open();
    child.channels[0].receive({ type: 'subscribe', stripes: [0] });
    stream(0, 300, (bytes) => new Uint8Array(bytes)[11] === 8 || parent.channels[1].receive(bytes));
    assert.equal(child.channels[1].sent.length >= 149, true);
    assert.equal(saidTo(parent).some(({ type, sequences }) => type === 'request' && String(sequences) === '8'), true);
    assert.equal(tracker().sent.filter(({ type }) => type === 'statistics').length, 1);
    assert.equal(session.snapshot().newestSequence, 300);
  });

  it('says after each join what it can bear, and nothing when it does not share', async () => {
    await start();
    assert.deepEqual(tracker().sent[1], { type: 'capacity', slots: 2 });
    session.setShare(false);
    const again = FakeSocket.last;
    again.open();
    again.receive({ type: 'welcome', protocol: 1, viewer: OWN, stripes: 2 });
    assert.deepEqual(again.sent.map(({ type, share, slots }) => ({ type, share, slots })), [
      { type: 'join', share: false, slots: undefined }, { type: 'capacity', share: undefined, slots: 0 },
    ]);
    assert.deepEqual(session.snapshot().capacity, { slots: 0, isCongested: false });
  });

  it('keeps to a limit that comes while it runs', async () => {
    await start();
    assert.equal(session.snapshot().maxUploadKilobits, -1);
    session.setMaxUpload({ kilobitsPerSecond: 0 });
    clock.advance(200);
    assert.deepEqual(tracker().sent.at(-1), { type: 'capacity', slots: 0 });
    assert.equal(session.snapshot().maxUploadKilobits, 0);
  });

  it('counts stalls while something should come, not while the broadcaster is away', async () => {
    await start();
    tell({ forward: LEASE });
    forward().open();
    stream(0, 90, (bytes) => forward().receive(bytes));
    assert.equal(session.snapshot().totals.stalls, 0);
    assert.equal(session.snapshot().startedMillis >= 0, true);
    clock.advance(2_000);
    const { stalls, stalledMillis, watchedMillis } = session.snapshot().totals;
    assert.equal(stalls, 1);
    assert.equal(stalledMillis > 500 && stalledMillis < 1_500, true, `${stalledMillis}`);
    assert.equal(watchedMillis > 4_500, true);
    forward().receive({ type: 'stream', name: 'live', state: 'away', stripes: 2 });
    clock.advance(3_000);
    const atAway = session.snapshot().totals.stalledMillis;
    assert.equal(session.snapshot().state, 'away');
    clock.advance(60_000);
    assert.equal(session.snapshot().totals.stalledMillis, atAway);
  });

  it('shows why the tracker has no source, and how many pairs could not connect', async () => {
    await start();
    tracker().receive({ type: 'wait', reason: 'no-source', message: 'All places are taken.', retryMillis: 10 });
    assert.deepEqual([session.snapshot().waiting, session.snapshot().message], ['All places are taken.', 'All places are taken.']);
    tell({ parents: [{ stripe: 0, viewer: PARENT }] });
    assert.equal(session.snapshot().waiting, '');
    clock.advance(5_000);
    assert.equal(session.snapshot().totals.linksFailed, 1);
    assert.equal(tracker().sent.some(({ type, reason }) => type === 'lost' && reason === 'connect-failed'), true);
  });

  it('says what the browser lacks', () => {
    const lame = new ViewerSession({
      settings: parseSettings('http://c:8080/'),
      browser: {
        fetch: fakeFetch, WebSocket: FakeSocket.asWebSocket,
        RTCPeerConnection: /** @type {typeof RTCPeerConnection} */ (/** @type {unknown} */ (undefined)),
      },
      clock, random: () => 0, key: 'k', createPlayer: null,
    });
    lame.start();
    assert.equal(lame.snapshot().state, 'failed');
    assert.match(lame.snapshot().message, /WebRTC/);
  });

  it('says goodbye to everyone and leaves nothing running', async () => {
    await start();
    tell({ forward: LEASE, parents: [{ stripe: 0, viewer: PARENT }], children: [{ stripe: 1, viewer: CHILD }] });
    forward().open();
    FakePeerConnection.made.forEach((connection) => connection.open());
    session.destroy();
    session.destroy();
    assert.equal(tracker().sent.at(-1)?.type, 'leave');
    assert.deepEqual(forward().sent.at(-1), { type: 'bye', reason: 'leaving' });
    for (const connection of FakePeerConnection.made) {
      assert.deepEqual(saidTo(connection).at(-1), { type: 'bye', reason: 'leaving' });
      assert.equal(connection.isClosed, true);
    }
    assert.equal(clock.timerCount, 0);
  });
});
