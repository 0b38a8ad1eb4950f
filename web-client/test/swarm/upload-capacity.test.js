import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { UploadCapacity } from '../../src/swarm/upload-capacity.js';

const LOOK_MILLIS = 100;
const STRIPE_KILOBITS = 250;
const STRIPE_BYTES = (STRIPE_KILOBITS * LOOK_MILLIS) / 8;
/** So long it takes the tracker to give a child, or to give it away. */
const TRACKER_MILLIS = 1_500;

/** An uplink, the children that share it, and a tracker that fills every slot. */
class Uplink {
  nowMillis = 0;
  capacity = new UploadCapacity();
  /** @type {Map<string, {queueBytes: number, isStuck: boolean, isBehind: boolean, chunksSent: number, chunksRepeated: number}>} */
  children = new Map();
  /** Slots at each change. @type {number[]} */
  history = [2];
  fillsSlots = true;
  bytesGone = 0;
  lineKilobits = 0;
  #tracked = { slots: 2, atMillis: 0 };
  #nextChild = 0;

  /** @param {number} kilobitsPerSecond */
  constructor(kilobitsPerSecond) {
    this.kilobitsPerSecond = kilobitsPerSecond;
  }

  add() {
    const name = `child ${this.#nextChild++}`;
    const child = { queueBytes: 0, isStuck: false, isBehind: false, chunksSent: 0, chunksRepeated: 0 };
    this.children.set(name, child);
    return child;
  }

  /** @param {number} millis */
  run(millis) {
    for (const endMillis = this.nowMillis + millis; this.nowMillis < endMillis;) {
      this.nowMillis += LOOK_MILLIS;
      this.#track();
      this.#send();
      this.capacity.look([...this.children].map(([viewer, { queueBytes, isBehind, chunksSent, chunksRepeated }]) => (
        { viewer, slots: 1, queueBytes, kilobitsPerSecond: STRIPE_KILOBITS, isBehind, chunksSent, chunksRepeated }
      )), {
        bytesGone: this.bytesGone,
        lineKilobits: this.lineKilobits,
        stripeKilobits: STRIPE_KILOBITS,
      }, this.nowMillis);
      if (this.history.at(-1) !== this.capacity.slots) {
        this.history.push(this.capacity.slots);
      }
    }
  }

  #track() {
    const { slots } = this.capacity;
    if (slots !== this.#tracked.slots) {
      this.#tracked = { slots, atMillis: this.nowMillis };
    }
    if (this.nowMillis - this.#tracked.atMillis < TRACKER_MILLIS) {
      return;
    }
    while (this.fillsSlots && this.children.size < slots) {
      this.add();
    }
    [...this.children.keys()].slice(slots).forEach((name) => this.children.delete(name));
  }

  #send() {
    const flowing = [...this.children.values()].filter(({ isStuck }) => !isStuck);
    for (const child of this.children.values()) {
      child.queueBytes += STRIPE_BYTES;
      child.chunksSent += 2;
    }
    let roomBytes = (this.kilobitsPerSecond * LOOK_MILLIS) / 8;
    for (const [index, child] of flowing.sort((a, b) => a.queueBytes - b.queueBytes).entries()) {
      const gone = Math.min(child.queueBytes, roomBytes / (flowing.length - index));
      child.queueBytes -= gone;
      roomBytes -= gone;
      this.bytesGone += gone;
    }
  }
}

describe('upload capacity', () => {
  /** @type {Uplink} */
  let uplink;

  beforeEach(() => {
    uplink = new Uplink(100_000);
  });

  it('begins with two, and doubles after each two seconds without a jam, up to eight', () => {
    uplink.add();
    uplink.add();
    uplink.run(1_900);
    assert.equal(uplink.capacity.slots, 2);
    uplink.run(300);
    assert.equal(uplink.capacity.slots, 4);
    uplink.run(120_000);
    assert.deepEqual(uplink.history, [2, 4, 8]);
    assert.equal(uplink.capacity.isCongested, false);
  });

  it('claims no more than is filled', () => {
    uplink.fillsSlots = false;
    uplink.run(60_000);
    assert.deepEqual(uplink.history, [2]);
    uplink.add();
    uplink.add();
    uplink.run(60_000);
    assert.deepEqual(uplink.history, [2, 4]);
  });

  it('settles at what the uplink bears, and tries for more ever more rarely', () => {
    uplink = new Uplink(2.4 * STRIPE_KILOBITS);
    uplink.run(15_000);
    assert.deepEqual(uplink.history.slice(0, 3), [2, 4, 2]);
    assert.equal(uplink.capacity.slots <= 2, true);
    uplink.history = [uplink.capacity.slots];
    uplink.run(30 * 60_000);
    const trials = uplink.history.filter((slots) => slots === 3).length;
    assert.equal(trials >= 3 && trials <= 8, true, `${uplink.history}`);
    assert.equal(Math.max(...uplink.history), 3);
  });

  it('gives up the children that do not keep up, and keeps the others', () => {
    uplink.run(30_000);
    const before = uplink.children.size;
    uplink.fillsSlots = false;
    const [stuck] = uplink.children.values();
    stuck.isStuck = true;
    uplink.run(2_000);
    assert.equal(uplink.capacity.slots, before - 1);
    assert.equal(before > 3, true);
  });

  it('bears no child at all where nothing drains, and tries one again after half a minute, then ever later', () => {
    uplink = new Uplink(10);
    uplink.run(10_000);
    assert.equal(uplink.capacity.slots, 0);
    uplink.run(22_000);
    assert.equal(uplink.capacity.slots, 0);
    uplink.run(5_000);
    assert.deepEqual(uplink.history, [2, 0, 1]);
    uplink.run(10_000);
    assert.equal(uplink.capacity.slots, 0);
    uplink.run(45_000);
    assert.equal(uplink.capacity.slots, 0);
    uplink.run(60 * 60_000);
    assert.equal(uplink.history.length < 32, true, `${uplink.history.length}`);
    assert.equal(Math.max(...uplink.history.slice(1)), 1);
  });

  it('bears a second of congestion, and the burst with which a child begins', () => {
    uplink.fillsSlots = false;
    const first = uplink.add();
    uplink.run(2_500);
    assert.equal(uplink.capacity.slots, 2);
    first.queueBytes = 60_000;
    uplink.kilobitsPerSecond = 1_500;
    uplink.run(800);
    assert.equal(uplink.capacity.slots, 2);
    uplink = new Uplink(1_000);
    uplink.add().queueBytes = 100_000;
    uplink.run(1_900);
    assert.equal(uplink.capacity.isCongested, false);
  });

  it('takes a child that stays behind for one that does not flow', () => {
    uplink.run(9_000);
    const [first] = uplink.children.values();
    const before = uplink.capacity.slots;
    first.isBehind = true;
    uplink.run(900);
    assert.equal(uplink.capacity.slots, before);
    uplink.run(1_500);
    assert.equal(uplink.capacity.slots, before - 1);
  });

  it('takes a child that asks for much once more for one that does not flow', () => {
    uplink.run(9_000);
    const [first] = uplink.children.values();
    const before = uplink.capacity.slots;
    for (let second = 0; second < 4; second++) {
      first.chunksRepeated += 10;
      uplink.run(1_000);
    }
    assert.equal(uplink.capacity.slots, before - 1);
  });

  it('bears a child that asks for a little once more', () => {
    uplink.run(9_000);
    const [first] = uplink.children.values();
    for (let second = 0; second < 20; second++) {
      first.chunksRepeated += 3;
      uplink.run(1_000);
    }
    assert.equal(uplink.history.every((slots, index) => slots === 2 ** (index + 1)), true, `${uplink.history}`);
  });

  it('gives up only what does not get through when all queues grow alike', () => {
    uplink = new Uplink(6.5 * STRIPE_KILOBITS);
    uplink.run(12_000);
    assert.deepEqual(uplink.history, [2, 4, 8, 6]);
  });

  it('tries for no more than a line bears whose rate is known', () => {
    uplink.lineKilobits = 4 * STRIPE_KILOBITS;
    uplink.run(60_000);
    assert.deepEqual(uplink.history, [2, 3]);
  });

  it('keeps, in a jam, what the line is known to bear, and gives up what it does not', () => {
    uplink.run(2_500);
    uplink.fillsSlots = false;
    uplink.lineKilobits = 3 * STRIPE_KILOBITS;
    uplink.kilobitsPerSecond = 0;
    uplink.run(5_000);
    assert.deepEqual(uplink.history, [2]);
    uplink.lineKilobits = 1.5 * STRIPE_KILOBITS;
    uplink.run(5_000);
    assert.deepEqual(uplink.history, [2, 1]);
  });
});
