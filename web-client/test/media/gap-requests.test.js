import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { GapRequests } from '../../src/media/gap-requests.js';
import { EPOCH, picture } from '../test-chunks.js';

/** @param {string} name @param {number[]} feeds @param {number} newest */
const holder = (name, feeds, newest) => ({
  name,
  isFeeding: (/** @type {number} */ stripe) => feeds.includes(stripe),
  newestOf: () => newest,
});

describe('gap requests', () => {
  let leftMillis = 0;
  /** @type {ChunkBuffer} */
  let buffer;
  /** @type {GapRequests} */
  let gaps;
  /** @type {ReturnType<typeof holder>[]} */
  let line;

  /** @param {number} nowMillis */
  function due(nowMillis) {
    const asked = gaps.due(buffer, 2, () => line, () => leftMillis, nowMillis);
    return Object.fromEntries([...asked].map(([{ name }, sequences]) => [name, sequences]));
  }

  /** @param {number[]} sequences @param {number} nowMillis */
  function insert(sequences, nowMillis) {
    sequences.forEach((sequence) => buffer.insert(picture(sequence), nowMillis));
  }

  beforeEach(() => {
    leftMillis = 0;
    buffer = new ChunkBuffer();
    gaps = new GapRequests();
    line = [holder('own', [0, 1], 100), holder('other', [], -1), holder('forward', [], -1)];
    insert([0], 0);
  });

  it('asks for nothing whose picture is not due soon', () => {
    insert([2, 4, 6, 8, 10], 10);
    leftMillis = 800;
    assert.deepEqual(due(700), {});
    leftMillis = 400;
    assert.deepEqual(Object.keys(due(800)).length > 0, true);
  });

  it('waits a little for what is merely out of order', () => {
    line[0] = holder('own', [0, 1], 4);
    insert([4], 10);
    assert.deepEqual(due(50), {});
    assert.deepEqual(due(111), { own: [1, 2, 3] });
  });

  it('asks at once when later chunks of the stripe keep coming', () => {
    line[0] = holder('own', [0, 1], 9);
    insert([2, 4, 5, 6, 7, 8, 9], 10);
    assert.deepEqual(due(10), { own: [1, 3] });
  });

  it('asks for nothing of a stripe that is only behind the other: its source will send it', () => {
    line = [holder('own', [0], 6), holder('other', [1], -1)];
    insert([2, 4, 6], 10);
    assert.deepEqual(due(5_000), {});
  });

  it('asks whoever holds it for a stripe that nobody feeds', () => {
    line = [holder('own', [0], 6)];
    insert([2, 4, 6], 10);
    assert.deepEqual(due(500), {});
    assert.deepEqual(due(711), { own: [1, 3, 5] });
  });

  it('asks the next in line when no answer comes, and ends after some tries', () => {
    insert([2], 0);
    leftMillis = 1;
    const asked = [];
    for (let nowMillis = 100; nowMillis < 10_000; nowMillis += 50) {
      asked.push(...Object.keys(due(nowMillis)));
    }
    assert.deepEqual(asked, ['own', 'other', 'forward', 'own', 'other', 'forward']);
  });

  it('asks the next in line at once when the one asked does not hold it', () => {
    insert([3], 0);
    assert.deepEqual(due(100), { own: [1, 2] });
    gaps.onMissing('own', [2]);
    gaps.onMissing('other', [1]);
    assert.deepEqual(due(101), { other: [2] });
  });

  it('asks on, but in no hurry, for a picture that is waited for', () => {
    insert([2], 0);
    for (let tries = 0; tries < 6; tries++) {
      due(100);
      ['own', 'other', 'forward'].forEach((name) => gaps.onMissing(name, [1]));
    }
    assert.deepEqual(due(200), {});
    assert.deepEqual(due(350), { own: [1] });
    gaps.onMissing('own', [1]);
    assert.deepEqual(due(400), {});
    assert.deepEqual(due(600), { other: [1] });
  });

  it('asks for at most 64 at once of anyone, the earliest first', () => {
    insert([500], 0);
    const asked = due(1000);
    assert.equal(asked.own.length, 64);
    assert.equal(asked.own[0], 1);
    assert.equal(due(1001).own[0], 65);
  });

  it('knows a chunk that came because it was asked for', () => {
    insert([2], 0);
    due(200);
    assert.equal(gaps.settle(1), true);
    assert.equal(gaps.settle(1), false);
    assert.equal(gaps.settle(2), false);
  });

  it('forgets everything with the epoch', () => {
    insert([2], 0);
    due(200);
    buffer.insert(picture(0, { epoch: EPOCH + 1 }), 300);
    assert.deepEqual(due(300), {});
    assert.equal(gaps.settle(1), false);
  });

  it('asks nobody when nobody is there', () => {
    insert([2], 0);
    line = [];
    assert.deepEqual(due(200), {});
    line = [holder('own', [0, 1], 2)];
    assert.deepEqual(due(201), { own: [1] });
  });
});
