import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { StallMeter } from '../../src/media/stall-meter.js';
import { UnwatchedPlayhead } from '../../src/player/unwatched-playhead.js';
import { end, INGEST_MICROS, picture } from '../test-chunks.js';

const BUFFER_MILLIS = 1000;
const FRAME_MILLIS = 1000 / 30;
const BEAT_MILLIS = 100;

describe('unwatched playhead', () => {
  /** @type {ChunkBuffer} */
  let buffer;
  /** @type {StallMeter} */
  let stalls;
  /** @type {UnwatchedPlayhead} */
  let playhead;
  let nowMillis = 0;
  let sequence = 0;
  let pushedMillis = 0;
  /** How late each picture comes. */
  let delayMillis = 50;
  /** @type {Set<number>} */
  let missing;

  beforeEach(() => {
    buffer = new ChunkBuffer();
    stalls = new StallMeter();
    playhead = new UnwatchedPlayhead({ source: buffer, bufferMillis: BUFFER_MILLIS, stalls });
    nowMillis = INGEST_MICROS / 1000;
    pushedMillis = nowMillis;
    sequence = 0;
    delayMillis = 50;
    missing = new Set();
  });

  /** @param {number} at */
  const chunkAt = (at) => picture(at, { ingestMicros: INGEST_MICROS + Math.round(at * FRAME_MILLIS * 1000) });

  /** 30 pictures a second come. @param {number} millis @param {number} [distanceMillis] */
  function run(millis, distanceMillis = FRAME_MILLIS) {
    for (const endMillis = nowMillis + millis; nowMillis < endMillis;) {
      nowMillis += BEAT_MILLIS;
      for (; pushedMillis + delayMillis <= nowMillis; sequence++, pushedMillis += distanceMillis) {
        if (!missing.has(sequence)) {
          buffer.insert(picture(sequence, { ingestMicros: Math.round(pushedMillis * 1000) }), nowMillis);
        }
      }
      playhead.tick(nowMillis);
    }
  }

  it('plays at once, and settles at the buffer', () => {
    run(200);
    assert.equal(playhead.picturesPassed > 0, true);
    run(30_000);
    assert.equal(Math.abs(playhead.delayMillis - BUFFER_MILLIS) < 60, true, `${playhead.delayMillis}`);
    assert.equal(Math.abs(playhead.snapshot().bufferMillis - 950) < 100, true, `${playhead.snapshot().bufferMillis}`);
    assert.deepEqual([stalls.stalls, stalls.stalledMillis, playhead.snapshot().jumps, buffer.chunksLost], [0, 0, 0, 0]);
    assert.equal(stalls.watchedMillis > 29_000, true);
  });

  it('reaches the end, which is no stall', () => {
    run(5_000);
    buffer.insert(end(sequence), nowMillis);
    for (let beat = 0; beat < 100; beat++) {
      nowMillis += BEAT_MILLIS;
      playhead.tick(nowMillis);
    }
    assert.equal(buffer.ended, true);
    assert.equal(stalls.stalls, 0);
  });

  it('waits for a picture that is due and not there: a stall until it comes', () => {
    run(20_000);
    const at = sequence;
    missing.add(at);
    run(2_000);
    assert.equal(stalls.stalls, 1);
    buffer.insert(chunkAt(at), nowMillis);
    run(10_000);
    assert.equal(stalls.stalls, 1);
    assert.equal(stalls.stalledMillis > 700 && stalls.stalledMillis < 1_200, true, `${stalls.stalledMillis}`);
    assert.deepEqual([playhead.snapshot().jumps, buffer.chunksLost], [0, 0]);
  });

  it('gives a gap up 1.5 s after it was due, and counts the jump', () => {
    run(20_000);
    missing.add(sequence);
    run(2_300);
    assert.equal(buffer.chunksLost, 0);
    run(2_000);
    assert.equal(buffer.chunksLost > 0, true);
    assert.equal(playhead.snapshot().jumps, 1);
    assert.equal(Math.abs(stalls.stalledMillis - 1_500) < 250, true, `${stalls.stalledMillis}`);
  });

  it('never lets the delay creep, whatever stalls there were', () => {
    run(10_000);
    for (let round = 0; round < 10; round++) {
      delayMillis = 2_000;
      run(2_000);
      delayMillis = 50;
      run(10_000);
      assert.equal(playhead.delayMillis < BUFFER_MILLIS + 1_100, true, `${playhead.delayMillis}`);
    }
    run(90_000);
    assert.equal(Math.abs(playhead.delayMillis - BUFFER_MILLIS) < 100, true, `${playhead.delayMillis}`);
    assert.equal(stalls.stalls >= 10, true);
    assert.equal(buffer.chunksLost, 0);
  });

  it('jumps to the newest keyframe when hopelessly behind', () => {
    run(10_000);
    const before = sequence;
    delayMillis = 9_000;
    run(9_000);
    delayMillis = 50;
    run(3_000);
    assert.equal(sequence > before + 250, true);
    assert.equal(playhead.snapshot().jumps, 1);
    assert.equal(playhead.delayMillis < 2 * BUFFER_MILLIS, true, `${playhead.delayMillis}`);
  });

  it('takes few pictures a second for no stall', () => {
    run(60_000, 200);
    assert.equal(stalls.stalls <= 1, true, `${stalls.stalls}`);
    assert.equal(stalls.stalledMillis < 300, true, `${stalls.stalledMillis}`);
  });

  it('does not count a beat that came late', () => {
    run(10_000);
    for (let round = 0; round < 20; round++) {
      nowMillis += 900;
      run(100);
    }
    assert.deepEqual([stalls.stalls, playhead.snapshot().jumps], [0, 0]);
    assert.equal(Math.abs(playhead.delayMillis - BUFFER_MILLIS) < 100, true, `${playhead.delayMillis}`);
  });
});
