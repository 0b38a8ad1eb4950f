import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { PeerLink } from '../../src/swarm/peer-link.js';
import { FakeClock, settle } from '../fake-clock.js';
import { wireOf } from '../test-chunks.js';
import { FakePeerConnection } from './fake-peer-connection.js';

const SMALL = 'a'.repeat(32);
const LARGE = 'b'.repeat(32);
const OFFER = JSON.stringify({ type: 'offer', sdp: 'their offer' });
const ANSWER = JSON.stringify({ type: 'answer', sdp: 'their answer' });
const CANDIDATE = { candidate: 'candidate:1', sdpMid: '0' };

describe('peer link', () => {
  /** @type {FakeClock} */
  let clock;
  /** @type {string[]} */
  let heard;
  /** @type {string[]} */
  let signals;

  /** @param {string} ownId @param {string} viewer @param {typeof RTCPeerConnection} [connection] */
  function connect(ownId, viewer, connection = FakePeerConnection.asRTCPeerConnection) {
    const link = new PeerLink({
      ownId, viewer, iceServers: [{ urls: ['stun:s'] }], RTCPeerConnection: connection, clock,
      sendSignal: (type, payload) => signals.push(`${type} ${payload}`),
      listener: {
        onOpen: () => heard.push('open'),
        onChunk: (_, wire) => heard.push(`chunk ${wire.length}`),
        onMissing: (_, { sequences }) => heard.push(`missing ${sequences}`),
        onStream: () => heard.push('stream'),
        onClose: (_, reason) => heard.push(`close ${reason}`),
        onSubscribe: (_, { stripes }) => heard.push(`subscribe ${stripes}`),
        onRequest: (_, { sequences }) => heard.push(`request ${sequences}`),
        onWait: (_, { stripes }) => heard.push(`wait ${stripes}`),
        onPong: () => heard.push('pong'),
        onDrain: () => heard.push('drain'),
      },
    });
    link.start();
    return link;
  }

  function opened() {
    const link = connect(SMALL, LARGE);
    const connection = FakePeerConnection.last;
    connection.open();
    const [control, media] = connection.channels;
    return { link, connection, control, media };
  }

  beforeEach(() => {
    FakePeerConnection.made = [];
    clock = new FakeClock();
    heard = [];
    signals = [];
  });

  it('has two negotiated channels as the protocol names them', () => {
    connect(SMALL, LARGE);
    assert.deepEqual(FakePeerConnection.last.channels.map(({ label, options }) => [label, options]), [
      ['control', { negotiated: true, id: 0 }],
      ['media', { negotiated: true, id: 1, ordered: false }],
    ]);
    assert.equal(FakePeerConnection.last.channels[1].binaryType, 'arraybuffer');
    assert.deepEqual(FakePeerConnection.last.configuration, { iceServers: [{ urls: ['stun:s'] }] });
  });

  it('asks whether the other one is there, and answers when asked', () => {
    const { link, control } = opened();
    link.ping();
    control.receive('{"type":"ping"}');
    control.receive('{"type":"pong"}');
    assert.deepEqual(control.sent, ['{"type":"ping"}', '{"type":"pong"}']);
    assert.deepEqual(heard.slice(1), ['pong']);
  });

  it('offers when its own id is the smaller, and takes the answer', async () => {
    const link = connect(SMALL, LARGE);
    await settle();
    assert.deepEqual(signals, ['offer {"type":"offer","sdp":"our offer"}']);
    link.onSignal('answer', ANSWER);
    await settle();
    assert.deepEqual(FakePeerConnection.last.remoteDescription, { type: 'answer', sdp: 'their answer' });
  });

  it('answers when its own id is the larger', async () => {
    const link = connect(LARGE, SMALL);
    await settle();
    assert.deepEqual(signals, []);
    link.onSignal('offer', OFFER);
    await settle();
    assert.deepEqual(signals, ['answer {"type":"answer","sdp":"our answer"}']);
  });

  it('keeps candidates that come before the description', async () => {
    const link = connect(LARGE, SMALL);
    link.onSignal('candidate', JSON.stringify(CANDIDATE));
    await settle();
    assert.deepEqual(FakePeerConnection.last.candidates, []);
    link.onSignal('offer', OFFER);
    link.onSignal('candidate', JSON.stringify({ ...CANDIDATE, sdpMid: '1' }));
    await settle();
    assert.equal(FakePeerConnection.last.candidates.length, 2);
  });

  it('keeps only so many candidates that come early', async () => {
    const link = connect(LARGE, SMALL);
    for (let count = 0; count < 1000; count++) {
      link.onSignal('candidate', JSON.stringify(CANDIDATE));
    }
    link.onSignal('offer', OFFER);
    await settle();
    assert.equal(FakePeerConnection.last.candidates.length, 64);
  });

  it('sends its candidates as they are found, but not the end of them', () => {
    connect(SMALL, LARGE);
    const { last } = FakePeerConnection;
    last.onicecandidate?.({ candidate: { candidate: 'candidate:7', toJSON: () => ({ candidate: 'candidate:7' }) } });
    last.onicecandidate?.({ candidate: { candidate: '', toJSON: () => ({ candidate: '' }) } });
    last.onicecandidate?.({ candidate: null });
    assert.deepEqual(signals, ['candidate {"candidate":"candidate:7"}']);
  });

  it('ignores signals out of turn', async () => {
    const offerer = connect(SMALL, LARGE);
    offerer.onSignal('offer', OFFER);
    await settle();
    assert.equal(FakePeerConnection.last.remoteDescription, null);
    const answerer = connect(LARGE, SMALL);
    answerer.onSignal('answer', ANSWER);
    answerer.onSignal('candidate', 'nonsense');
    answerer.onSignal('candidate', 'null');
    await settle();
    assert.equal(FakePeerConnection.last.remoteDescription, null);
    assert.deepEqual(heard, []);
  });

  it('fails when the other side’s description is nonsense', async (context) => {
    context.mock.method(console, 'warn', () => {});
    for (const payload of [JSON.stringify({ type: 'offer', sdp: 'nonsense' }), '{', 'null']) {
      const link = connect(LARGE, SMALL);
      link.onSignal('offer', payload);
      await settle();
      assert.equal(link.state, 'closed');
    }
    assert.deepEqual(heard, ['close connect-failed', 'close connect-failed', 'close connect-failed']);
  });

  it('is open when both channels are', () => {
    const link = connect(SMALL, LARGE);
    FakePeerConnection.last.channels[1].open();
    assert.equal(link.state, 'connecting');
    FakePeerConnection.last.channels[0].open();
    assert.equal(link.state, 'open');
    assert.deepEqual(heard, ['open']);
    clock.advance(60_000);
    assert.equal(link.state, 'open');
  });

  it('delivers what the other says, as parent and as child', (context) => {
    context.mock.method(console, 'warn', () => {});
    const { link, control, media } = opened();
    media.receive(wireOf({ sequence: 0 }).buffer);
    control.receive({ type: 'missing', epoch: 1, sequences: [3] });
    control.receive({ type: 'subscribe', stripes: [1] });
    control.receive({ type: 'request', epoch: 1, sequences: [5] });
    control.receive({ type: 'stream', name: 'live', state: 'away', stripes: 2 });
    control.receive({ type: 'dance' });
    control.receive('x'.repeat(5000));
    media.onbufferedamountlow?.();
    assert.deepEqual(heard, ['open', 'chunk 124', 'missing 3', 'subscribe 1', 'request 5', 'drain']);
    assert.equal(link.mediaBytesReceived, 124);
  });

  it('speaks as a child and as a parent', () => {
    const { link, control, media } = opened();
    link.subscribe([0], { epoch: 1, sequence: 2 });
    link.request(1, [3]);
    link.sendMissing(1, [4]);
    link.sendChunk(wireOf({ sequence: 0 }));
    media.bufferedAmount = 500;
    assert.deepEqual(control.sent.map((text) => JSON.parse(String(text)).type), ['subscribe', 'request', 'missing']);
    assert.equal(media.sent.length, 1);
    assert.equal(link.mediaBytesSent, 124);
    assert.equal(link.queueBytes, 500);
  });

  /** @type {[string, string, (parts: ReturnType<typeof opened>) => void][]} */
  const ends = [
    ['a channel closes', 'closed', ({ media }) => media.close()],
    ['the connection fails', 'closed', ({ connection }) => connection.become('failed')],
    ['the other is out of reach for long', 'closed', ({ connection }) => {
      connection.become('disconnected');
      clock.advance(2_000);
    }],
    ['the other says goodbye', 'bye', ({ control }) => control.receive({ type: 'bye', reason: 'leaving' })],
    ['a message is too large for a chunk', 'invalid-data', ({ media }) => media.receive(new ArrayBuffer(16_281))],
    ['a chunk comes as text', 'invalid-data', ({ media }) => media.receive('text')],
  ];
  for (const [what, reason, happen] of ends) {
    it(`ends as ${reason}, once, when ${what}`, () => {
      const parts = opened();
      happen(parts);
      parts.control.close();
      parts.media.receive(wireOf({ sequence: 0 }).buffer);
      parts.connection.become('failed');
      clock.advance(60_000);
      assert.deepEqual(heard, ['open', `close ${reason}`]);
      assert.equal(parts.connection.isClosed, true);
      assert.equal(clock.timerCount, 0);
    });
  }

  it('bears a short time out of reach', () => {
    const { link, connection } = opened();
    connection.become('disconnected');
    clock.advance(1_900);
    connection.become('connected');
    clock.advance(60_000);
    assert.equal(link.state, 'open');
  });

  it('gives up connecting after five seconds', () => {
    connect(LARGE, SMALL);
    clock.advance(4_900);
    assert.deepEqual(heard, []);
    clock.advance(100);
    assert.deepEqual(heard, ['close connect-failed']);
    assert.equal(FakePeerConnection.last.isClosed, true);
  });

  it('closes a link whose other end takes no such message, without harm to the sender', (context) => {
    context.mock.method(console, 'warn', () => {});
    const { link, media } = opened();
    media.send = () => {
      throw new TypeError('message too large');
    };
    link.sendChunk(wireOf({ sequence: 0 }));
    assert.equal(link.state, 'open');
    clock.advance(0);
    assert.deepEqual(heard, ['open', 'close closed']);
  });

  it('closes a link on which nobody reads control', (context) => {
    context.mock.method(console, 'warn', () => {});
    const { link, control } = opened();
    control.bufferedAmount = 5_000_000;
    link.sendMissing(1, [1]);
    clock.advance(0);
    assert.deepEqual(heard, ['open', 'close closed']);
    assert.equal(control.sent.length, 0);
  });

  it('hears only so much of one viewer', () => {
    const { control } = opened();
    for (let count = 0; count < 1000; count++) {
      control.receive({ type: 'request', epoch: 1, sequences: [count] });
    }
    assert.equal(heard.length, 1 + 100);
    clock.advance(1_000);
    control.receive({ type: 'request', epoch: 1, sequences: [1] });
    assert.equal(heard.length, 1 + 101);
  });

  it('does without ICE servers that the browser cannot read', (context) => {
    context.mock.method(console, 'warn', () => {});
    class Picky extends FakePeerConnection {
      /** @param {RTCConfiguration} configuration */
      constructor(configuration) {
        if (configuration.iceServers?.length) {
          throw new SyntaxError('no such URL');
        }
        super(configuration);
      }
    }
    connect(SMALL, LARGE, Picky.asRTCPeerConnection);
    assert.deepEqual(FakePeerConnection.last.configuration, { iceServers: [] });
  });

  it('measures its way and its round trip while it is open, one look at a time', async () => {
    let asked = 0;
    const pair = { type: 'candidate-pair', nominated: true, state: 'succeeded', localCandidateId: 'l', currentRoundTripTime: 0.0234 };
    class Measured extends FakePeerConnection {
      /** @override */
      async getStats() {
        asked++;
        return new Map(/** @type {[string, object][]} */ ([['p', pair], ['l', { candidateType: 'prflx' }]]));
      }
    }
    const link = connect(SMALL, LARGE, Measured.asRTCPeerConnection);
    await link.measure();
    assert.deepEqual([asked, link.roundTripMillis, link.route], [0, -1, 'unknown']);
    FakePeerConnection.last.open();
    void link.measure();
    await settle();
    assert.deepEqual([asked, link.roundTripMillis, link.route], [1, 23, 'srflx']);
    link.destroy();
    assert.equal(link.roundTripMillis, -1);
  });

  for (const [what, getStats] of /** @type {[string, unknown][]} */ ([
    ['has none', undefined], ['throws', () => { throw new Error('not supported'); }],
    ['fails', async () => { throw new Error('closed'); }], ['knows nothing', async () => new Map([['x', { type: 'candidate-pair' }]])],
  ])) {
    it(`does without a round trip where the browser ${what}`, async () => {
      class Mute extends FakePeerConnection {}
      Object.assign(Mute.prototype, { getStats });
      const link = connect(SMALL, LARGE, Mute.asRTCPeerConnection);
      FakePeerConnection.last.open();
      await link.measure();
      assert.deepEqual([link.state, link.roundTripMillis, link.route], ['open', -1, 'unknown']);
    });
  }

  it('leaves no listener behind', async () => {
    const { link, connection, control, media } = opened();
    link.bye('leaving');
    link.destroy();
    assert.deepEqual(JSON.parse(String(control.sent.at(-1))), { type: 'bye', reason: 'leaving' });
    assert.deepEqual(
      [connection.onicecandidate, connection.onconnectionstatechange, ...[control, media].flatMap((channel) => (
        [channel.onopen, channel.onmessage, channel.onclose, channel.onbufferedamountlow]))],
      Array(10).fill(null),
    );
    link.sendChunk(wireOf({ sequence: 0 }));
    link.onSignal('answer', ANSWER);
    await settle();
    assert.deepEqual(heard, ['open']);
    assert.equal(media.sent.length, 0);
    assert.equal(clock.timerCount, 0);
  });

  it('sends no answer when destroyed while agreeing', async () => {
    const link = connect(LARGE, SMALL);
    link.onSignal('offer', OFFER);
    link.destroy();
    await settle();
    assert.deepEqual(signals, []);
  });
});
