import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { ChildFeeds } from '../../src/swarm/child-feeds.js';
import { Upload } from '../../src/swarm/upload.js';
import { picture } from '../test-chunks.js';

const STRIPE_KILOBITS = 250;

/** A child that takes all, or nothing. */
class Child {
  queueBytes = 0;
  isStuck = false;

  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }

  /** @param {Uint8Array} wire */
  sendChunk(wire) {
    this.queueBytes += this.isStuck ? wire.length : 0;
  }

  sendMissing() {}

  sendWait() {}
}

describe('upload', () => {
  /** @type {ChunkBuffer} */
  let buffer;
  /** @type {ChildFeeds} */
  let feeds;
  /** @type {number[]} */
  let told;
  let nowMillis = 0;
  let sequence = 0;
  /** @type {Child[]} */
  let children;

  beforeEach(() => {
    buffer = new ChunkBuffer();
    feeds = new ChildFeeds({ buffer, stripeCount: () => 2 });
    told = [];
    nowMillis = 0;
    sequence = 0;
    children = [];
  });

  /** @param {Partial<{share: boolean, limit: import('../../src/swarm/upload-limit.js').UploadLimit|null}>} [how] */
  function begin({ share = true, limit = null } = {}) {
    const upload = new Upload({ children: feeds, share, limit, report: ({ slots }) => told.push(slots) });
    upload.onJoin(0);
    return upload;
  }

  /** The tracker gives this many, each with stripe 0. @param {Upload} upload @param {number} count */
  function give(upload, count) {
    while (children.length < count) {
      const child = new Child(`child ${children.length}`);
      children.push(child);
      feeds.subscribe(child, { type: 'subscribe', stripes: [0], from: null }, nowMillis);
    }
    upload.apply({
      type: 'sources', revision: 1, forward: null, parents: [], standby: null, spares: [],
      children: children.map(({ name }) => ({ stripe: 0, viewer: name })),
    });
  }

  /** @param {Upload} upload @param {number} millis */
  function run(upload, millis) {
    for (const endMillis = nowMillis + millis; nowMillis < endMillis;) {
      nowMillis += 100;
      for (let count = 0; count < 3; count++) {
        const chunk = picture(sequence++, { bytes: 2000 });
        buffer.insert(chunk, nowMillis);
        feeds.relay(chunk, nowMillis);
      }
      upload.tick(STRIPE_KILOBITS, nowMillis);
    }
  }

  it('says after each join how many it can feed', () => {
    const upload = begin();
    assert.deepEqual(told, [2]);
    upload.onJoin(500);
    assert.deepEqual(told, [2, 2]);
  });

  it('tells of each step up, and of the way down at once', () => {
    const upload = begin();
    give(upload, 2);
    run(upload, 3_500);
    assert.deepEqual(told, [2, 4]);
    children.forEach((child) => { child.isStuck = true; });
    run(upload, 3_000);
    assert.deepEqual(told, [2, 4, 0]);
    assert.equal(upload.slots, 0);
  });

  it('does not count whom it only helps out', () => {
    const upload = begin();
    const guest = new Child('guest');
    feeds.subscribe(guest, { type: 'subscribe', stripes: [0, 1], from: null }, 0);
    run(upload, 20_000);
    guest.isStuck = true;
    run(upload, 20_000);
    assert.deepEqual(told, [2]);
  });

  it('has nothing to give when it does not share, and comes back', () => {
    const upload = begin({ share: false });
    run(upload, 1_000);
    assert.deepEqual(told, [0]);
    upload.share = true;
    run(upload, 200);
    assert.deepEqual(told, [0, 2]);
    upload.share = false;
    run(upload, 100);
    assert.deepEqual(told, [0, 2, 0]);
    assert.deepEqual(upload.describe().share, false);
  });

  it('raises at most once a second', () => {
    const upload = begin({ limit: { kilobitsPerSecond: 0 } });
    run(upload, 500);
    assert.deepEqual(told, [2, 0]);
    upload.limit = null;
    run(upload, 400);
    assert.deepEqual(told, [2, 0]);
    run(upload, 1_000);
    assert.deepEqual(told, [2, 0, 2]);
  });

  it('keeps to the limit', () => {
    const upload = begin({ limit: { kilobitsPerSecond: 600 } });
    give(upload, 1);
    run(upload, 5_000);
    give(upload, 2);
    run(upload, 60_000);
    assert.equal(upload.slots, 2);
    assert.deepEqual(upload.describe(), {
      share: true, maxUploadKilobits: 600, capacity: { slots: 2, isCongested: false },
    });
    upload.limit = { kilobitsPerSecond: 300 };
    run(upload, 100);
    assert.equal(told.at(-1), 1);
  });

  it('takes a percentage of what it has proven, but for the first child', () => {
    const upload = begin({ limit: { percent: 50 } });
    run(upload, 1_000);
    assert.equal(upload.slots, 1);
    give(upload, 4);
    run(upload, 60_000);
    const { maxUploadKilobits } = upload.describe();
    assert.equal(Math.abs(maxUploadKilobits - 480) < 60, true, `${maxUploadKilobits}`);
    assert.equal(upload.slots, 1);
  });
});
