import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { ChildFeed } from '../../src/swarm/child-feed.js';
import { ChildFeeds } from '../../src/swarm/child-feeds.js';
import { EPOCH, picture } from '../test-chunks.js';

/** Bytes of a chunk in these tests. */
const CHUNK = 124;

class FakeChannel {
  queueBytes = 0;
  /** @type {number[]} */
  sent = [];
  /** @type {number[]} */
  missing = [];
  /** @type {number[][]} */
  waits = [];

  /** @param {string} name */
  constructor(name = 'child') {
    this.name = name;
  }

  /** @param {Uint8Array} wire */
  sendChunk(wire) {
    this.queueBytes += wire.length;
    this.sent.push(new DataView(wire.buffer).getUint32(8));
  }

  /** @param {number} epoch @param {number[]} sequences */
  sendMissing(epoch, sequences) {
    this.missing.push(...sequences);
  }

  /** @param {number[]} stripes */
  sendWait(stripes) {
    this.waits.push(stripes);
  }

  take() {
    return this.sent.splice(0);
  }
}

describe('child feed', () => {
  /** @type {ChunkBuffer} */
  let buffer;
  /** @type {FakeChannel} */
  let channel;
  /** @type {ChildFeed} */
  let feed;

  /** Chunks come and are relayed. @param {number} from @param {number} to @param {number} [epoch] */
  function come(from, to, epoch = EPOCH) {
    for (let sequence = from; sequence <= to; sequence++) {
      const chunk = picture(sequence, { epoch });
      buffer.insert(chunk, 0);
      feed.relay(chunk, 0);
    }
  }

  beforeEach(() => {
    buffer = new ChunkBuffer();
    channel = new FakeChannel();
    feed = new ChildFeed({ channel, buffer, stripeCount: 2, maxQueueBytes: 5 * CHUNK });
    channel.queueBytes = -1e9; // endless room, unless a test says otherwise
  });

  it('gives the browser no more than keeps the line busy for a moment', () => {
    channel.queueBytes = 0;
    feed = new ChildFeed({ channel, buffer, stripeCount: 2 });
    feed.subscribe([0, 1], null, 0);
    channel.queueBytes = 32 * 1024 - CHUNK;
    come(0, 2);
    assert.deepEqual(channel.take(), [0]);
    feed.watchQueue(4_000, 0);
    feed.drain(0);
    assert.deepEqual(channel.take(), [1, 2]);
    assert.equal(feed.chunksDropped, 0);
  });

  it('has nothing waiting any more for who wants no more', () => {
    feed.subscribe([0, 1], null, 0);
    channel.queueBytes = 5 * CHUNK;
    come(0, 5);
    assert.equal(feed.queueBytes, 11 * CHUNK);
    feed.subscribe([1], null, 0);
    channel.queueBytes = 0;
    feed.drain(0);
    assert.deepEqual(channel.take(), [1, 3, 5]);
  });

  it('tells the child to wait, now and then, while its queue is long or the stripe comes late', () => {
    feed.subscribe([0, 1], null, 0);
    channel.queueBytes = 0;
    feed.tellToWait(() => false, 1_000);
    assert.deepEqual(channel.waits, []);
    feed.tellToWait((stripe) => stripe === 1, 1_100);
    feed.tellToWait((stripe) => stripe === 1, 1_400);
    assert.deepEqual(channel.waits, [[1]]);
    channel.queueBytes = 30_000;
    feed.watchQueue(400, 1_550);
    feed.watchQueue(400, 1_600);
    feed.tellToWait(() => false, 1_600);
    assert.deepEqual(channel.waits, [[1], [0, 1]]);
  });

  it('tells nobody to wait for a large picture that goes at once', () => {
    feed.subscribe([0, 1], null, 0);
    for (let atMillis = 0; atMillis < 2_000; atMillis += 100) {
      channel.queueBytes = atMillis % 200 === 0 ? 30_000 : 0;
      feed.watchQueue(400, atMillis);
      feed.tellToWait(() => false, atMillis);
    }
    assert.deepEqual(channel.waits, []);
  });

  it('passes on the chunks of its stripes only', () => {
    feed.subscribe([1], null, 0);
    come(0, 5);
    assert.deepEqual(channel.take(), [1, 3, 5]);
  });

  it('starts with what it holds from the place asked for', () => {
    come(0, 16);
    feed.subscribe([0], { epoch: EPOCH, sequence: 13 }, 0);
    assert.deepEqual(channel.take(), [14, 16]);
    come(17, 18);
    assert.deepEqual(channel.take(), [18]);
  });

  it('starts at the latest keyframe when no place is given, or one that is not held any more', () => {
    come(0, 13);
    feed.subscribe([0, 1], null, 0);
    assert.deepEqual(channel.take(), [10, 11, 12, 13]);
    feed.subscribe([], null, 0);
    feed.subscribe([0], { epoch: EPOCH - 1, sequence: 2 }, 0);
    assert.deepEqual(channel.take(), [10, 12]);
  });

  it('starts with what comes next when the place is yet to come', () => {
    come(0, 13);
    feed.subscribe([0, 1], { epoch: EPOCH, sequence: 20 }, 0);
    assert.deepEqual(channel.take(), []);
    come(14, 15);
    assert.deepEqual(channel.take(), [14, 15]);
  });

  it('sends the past only of stripes that are new', () => {
    come(0, 5);
    feed.subscribe([0], null, 0);
    channel.take();
    feed.subscribe([0, 1], { epoch: EPOCH, sequence: 0 }, 0);
    assert.deepEqual(channel.take(), [1, 3, 5]);
  });

  it('sends the past as the queue drains, and nothing twice', () => {
    come(0, 9);
    channel.queueBytes = 0;
    feed.subscribe([0, 1], null, 0);
    assert.deepEqual(channel.take(), [0, 1, 2, 3, 4]);
    come(10, 10);
    assert.deepEqual(channel.take(), []);
    channel.queueBytes = 0;
    feed.drain(0);
    channel.queueBytes = 0;
    feed.drain(0);
    assert.deepEqual(channel.take(), [5, 6, 7, 8, 9, 10]);
    assert.equal(feed.chunksDropped, 0);
  });

  it('never queues more than its bound', () => {
    channel.queueBytes = 0;
    feed.subscribe([0, 1], null, 0);
    come(0, 99);
    assert.equal(channel.queueBytes <= 5 * CHUNK, true);
  });

  it('goes on at the latest keyframe when it is two seconds behind, and counts what it drops', () => {
    feed.subscribe([0, 1], null, 0);
    come(0, 2);
    channel.take();
    channel.queueBytes = 5 * CHUNK;
    come(3, 52);
    assert.equal(feed.isBehind, true);
    come(53, 93);
    channel.queueBytes = -1e9;
    feed.drain(0);
    assert.deepEqual(channel.take(), Array.from({ length: 34 }, (_, index) => 60 + index));
    assert.equal(feed.chunksDropped, 57);
    assert.equal(feed.isBehind, false);
  });

  it('drops what comes late itself when there is no room', () => {
    feed.subscribe([0, 1], null, 0);
    come(0, 2);
    come(4, 5);
    channel.take();
    channel.queueBytes = 5 * CHUNK;
    come(3, 3);
    channel.queueBytes = 0;
    feed.drain(0);
    assert.deepEqual(channel.take(), []);
    assert.equal(feed.chunksDropped, 1);
  });

  it('passes on late what itself came late', () => {
    feed.subscribe([0, 1], null, 0);
    come(0, 2);
    come(4, 5);
    come(3, 3);
    assert.deepEqual(channel.take(), [0, 1, 2, 4, 5, 3]);
  });

  it('follows a new epoch from its first chunk on', () => {
    come(0, 9);
    channel.queueBytes = 0;
    feed.subscribe([0, 1], null, 0);
    channel.take();
    channel.queueBytes = 0;
    come(0, 2, EPOCH + 1);
    assert.deepEqual(channel.take(), [0, 1, 2]);
  });

  it('repeats what it holds and names what it does not', () => {
    come(0, 5);
    feed.repeat(EPOCH, [2, 7, 4], 0);
    assert.deepEqual(channel.take(), [2, 4]);
    assert.deepEqual(channel.missing, [7]);
    feed.repeat(EPOCH + 1, [2], 0);
    assert.deepEqual(channel.missing, [7, 2]);
  });

  it('repeats nothing over a line that is busy', () => {
    feed = new ChildFeed({ channel, buffer, stripeCount: 2, mustStandBack: () => true });
    come(0, 5);
    feed.repeat(EPOCH, [2], 0);
    assert.deepEqual(channel.take(), []);
    assert.deepEqual(channel.missing, [2]);
  });

  it('repeats only so much a second', () => {
    come(0, 63);
    const all = Array.from({ length: 64 }, (_, sequence) => sequence);
    for (let round = 0; round < 5; round++) {
      feed.repeat(EPOCH, all, 500);
    }
    assert.equal(channel.take().length, 128);
    feed.repeat(EPOCH, all, 2000);
    assert.equal(channel.take().length, 64);
  });
});

describe('child feeds', () => {
  it('feeds at most twelve children, of which those that want nothing make room', () => {
    const buffer = new ChunkBuffer();
    const feeds = new ChildFeeds({ buffer, stripeCount: () => 2 });
    const channels = Array.from({ length: 14 }, (_, index) => new FakeChannel(`child ${index}`));
    const subscribe = { type: /** @type {'subscribe'} */ ('subscribe'), stripes: [0, 1], from: null };
    channels.forEach((channel) => feeds.subscribe(channel, subscribe, 0));
    buffer.insert(picture(0), 0);
    feeds.relay(picture(0), 0);
    assert.deepEqual(channels.map(({ sent }) => sent.length), [...Array(12).fill(1), 0, 0]);
    feeds.remove(channels[0]);
    feeds.subscribe(channels[12], subscribe, 0);
    assert.equal(channels[12].sent.length, 1);
    feeds.subscribe(channels[13], subscribe, 0);
    assert.equal(channels[13].sent.length, 0);
    feeds.subscribe(channels[1], { ...subscribe, stripes: [] }, 0);
    feeds.subscribe(channels[13], subscribe, 0);
    assert.equal(channels[13].sent.length, 1);
    assert.equal(feeds.bytesSent, 14 * CHUNK);
  });

  it('knows who has which stripe, and what has left the queues', () => {
    const buffer = new ChunkBuffer();
    const feeds = new ChildFeeds({ buffer, stripeCount: () => 2 });
    const channel = new FakeChannel('x');
    feeds.subscribe(channel, { type: 'subscribe', stripes: [1], from: null }, 0);
    assert.deepEqual([feeds.feedsStripe({ name: 'x' }, 1), feeds.feedsStripe({ name: 'x' }, 0), feeds.feedsStripe({ name: 'y' }, 1)],
      [true, false, false]);
    buffer.insert(picture(1), 0);
    feeds.relay(picture(1), 0);
    assert.deepEqual([feeds.bytesSent, feeds.bytesGone], [CHUNK, 0]);
    channel.queueBytes = 0;
    assert.deepEqual([feeds.bytesSent, feeds.bytesGone], [CHUNK, CHUNK]);
  });

  it('repeats nothing for who never subscribed', () => {
    const buffer = new ChunkBuffer();
    const feeds = new ChildFeeds({ buffer, stripeCount: () => 2 });
    buffer.insert(picture(0), 0);
    const stranger = new FakeChannel();
    feeds.repeat(stranger, { type: 'request', epoch: EPOCH, sequences: [0] }, 0);
    assert.deepEqual(stranger.sent, []);
    assert.deepEqual(stranger.missing, [0]);
  });

  describe('of whom the tracker did not give us', () => {
    /** @type {ChunkBuffer} */
    let buffer;
    /** @type {ChildFeeds} */
    let feeds;
    const child = new FakeChannel('child');
    const guest = new FakeChannel('guest');

    /** @param {number} sequence */
    function come(sequence) {
      const chunk = picture(sequence);
      buffer.insert(chunk, 0);
      feeds.relay(chunk, 0);
    }

    beforeEach(() => {
      buffer = new ChunkBuffer();
      feeds = new ChildFeeds({ buffer, stripeCount: () => 2 });
      feeds.name(new Set(['child']));
      for (const channel of [child, guest]) {
        channel.queueBytes = 0;
        channel.take();
        feeds.subscribe(channel, { type: 'subscribe', stripes: [0, 1], from: null }, 0);
      }
    });

    it('gives what our children leave of the line, and nothing is lost by it', () => {
      come(0);
      child.queueBytes = 20_000;
      feeds.tick(() => false, 400, 100);
      [1, 2, 3].forEach(come);
      assert.deepEqual(guest.take(), [0]);
      assert.deepEqual(child.take(), [0, 1, 2, 3]);
      child.queueBytes = 1_000;
      feeds.tick(() => false, 400, 200);
      come(4);
      assert.deepEqual(guest.take(), [1, 2, 3, 4]);
    });

    it('does not wait for a child that takes nothing at all', () => {
      child.queueBytes = 20_000;
      feeds.tick(() => false, 400, 100);
      come(0);
      assert.deepEqual(guest.take(), []);
      feeds.tick(() => false, 400, 400);
      come(1);
      assert.deepEqual(guest.take(), [0, 1]);
    });

    it('makes somebody ours when the tracker does', () => {
      child.queueBytes = 20_000;
      feeds.name(new Set(['child', 'guest']));
      feeds.tick(() => false, 400, 100);
      come(0);
      assert.deepEqual(guest.take(), [0]);
    });
  });
});
