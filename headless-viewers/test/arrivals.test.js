import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Arrivals } from '../src/arrivals.js';

const FLAG = { keyframe: 1, first: 2, last: 4 };
const WHOLE = FLAG.first | FLAG.last;
const KEY = FLAG.keyframe | WHOLE;
const SERVER_MICROS = 1_790_000_000_000_000;

/** @param {{sequence: number, flags?: number, epoch?: number, hops?: number, ageMillis?: number}} chunk */
function wire({ sequence, flags = WHOLE, epoch = 7, hops = 0, ageMillis = 50 }) {
  const bytes = new DataView(new ArrayBuffer(124));
  [1, flags, sequence % 2, hops].forEach((value, index) => bytes.setUint8(index, value));
  bytes.setUint32(4, epoch);
  bytes.setUint32(8, sequence);
  bytes.setBigUint64(12, BigInt(SERVER_MICROS - ageMillis * 1000));
  return bytes.buffer;
}

/** @param {...[number, Parameters<typeof wire>[0]]} chunks when, and what */
function arrivals(...chunks) {
  const seen = new Arrivals();
  chunks.forEach(([nowMillis, chunk]) => seen.take(wire(chunk), nowMillis, SERVER_MICROS));
  return seen;
}

describe('arrivals', () => {
  it('know when the first chunk came, and when the first picture was whole', () => {
    const seen = arrivals(
      [30, { sequence: 5 }],
      [40, { sequence: 6, flags: FLAG.keyframe | FLAG.first }],
      [60, { sequence: 8, flags: FLAG.last }],
      [90, { sequence: 7, flags: 0 }],
    );
    assert.equal(seen.firstChunkMillis, 30);
    assert.equal(seen.firstPictureMillis, 90);
  });

  it('know of no picture before there is a keyframe', () => {
    assert.equal(arrivals([10, { sequence: 1 }], [20, { sequence: 2 }]).firstPictureMillis, -1);
  });

  it('count as redundant what came before, and what is of an earlier epoch', () => {
    const seen = arrivals(
      [10, { sequence: 0, flags: KEY }], [20, { sequence: 1 }], [30, { sequence: 0, flags: KEY }],
      [40, { sequence: 0, flags: KEY, epoch: 8 }], [50, { sequence: 2 }],
    );
    assert.equal(seen.usefulBytes, 3 * 124);
    assert.equal(seen.redundantBytes, 2 * 124);
  });

  it('measure the age of what comes after the first picture', () => {
    const seen = arrivals(
      [10, { sequence: 0, flags: KEY, ageMillis: 900 }], [10, { sequence: 1, ageMillis: 800 }],
      [60, { sequence: 2, ageMillis: 40 }],
    );
    assert.equal(seen.ageMillis.count, 1);
    assert.equal(Math.round(seen.ageMillis.max), 40);
  });

  it('measure how long a stripe paused while the other ran on, but not the pause between two epochs', () => {
    const seen = arrivals(
      [0, { sequence: 0, flags: KEY }], [30, { sequence: 1 }], [300, { sequence: 3 }], [600, { sequence: 5 }],
      [700, { sequence: 2 }], [9_000, { sequence: 0, flags: KEY, epoch: 8 }],
    );
    assert.equal(seen.interruptionMillis.count, 1);
    assert.equal(seen.interruptionMillis.max, 700);
  });

  it('remember the most hops', () => {
    assert.equal(arrivals([0, { sequence: 0, hops: 4 }], [1, { sequence: 1, hops: 2 }]).maxHops, 4);
  });

  it('pass by what is too short for a chunk', () => {
    const seen = new Arrivals();
    seen.take(new ArrayBuffer(23), 5, SERVER_MICROS);
    assert.equal(seen.firstChunkMillis, -1);
  });
});
