import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { LatencyControl } from '../../src/player/latency-control.js';

const FRAME_MILLIS = 40;

/** @param {number} [bufferMillis] */
function control(bufferMillis = 1000) {
  const latency = new LatencyControl(bufferMillis);
  latency.setFrameRate(1000 / FRAME_MILLIS);
  return latency;
}

/**
 * @param {LatencyControl} latency
 * @param {number[]} ingests in milliseconds; each picture arrives at its ingest
 * @returns {number[]} due times
 */
function play(latency, ingests) {
  return ingests.map((ingest) => latency.schedule(ingest, ingest));
}

/** @param {number} count @param {(index: number) => number} [jitter] */
function ingests(count, jitter = () => 0) {
  return Array.from({ length: count }, (_, index) => 5000 + index * FRAME_MILLIS + jitter(index));
}

test('the first picture is due at once', () => {
  assert.equal(control().schedule(100, 5000), 5000);
  assert.equal(control().schedule(5000, 5000), 5000);
});

test('delay grows gently to the buffer and stays there', () => {
  const times = ingests(1000);
  const dues = play(control(), times);
  for (let index = 1; index < dues.length; index++) {
    const interval = dues[index] - dues[index - 1];
    assert.ok(interval >= FRAME_MILLIS - 0.01 && interval <= FRAME_MILLIS * 1.19, `interval ${interval}`);
  }
  assert.ok(Math.abs(dues[999] - times[999] - 1000) < 5);
});

test('jitter of 60 ms in ingest bends an interval by less than a millisecond', () => {
  const latency = control();
  const steady = play(latency, ingests(500));
  assert.ok(steady.length === 500);
  const jitter = (/** @type {number} */ index) => (index * 37) % 61;
  const dues = play(latency, ingests(1000, jitter).slice(500));
  for (let index = 1; index < dues.length; index++) {
    assert.ok(Math.abs(dues[index] - dues[index - 1] - FRAME_MILLIS) < 1.2);
  }
});

test('a late viewer catches up, at most three times as fast', () => {
  const latency = control();
  const nowMillis = 20_000;
  let last = latency.schedule(nowMillis - 3000, nowMillis);
  for (let index = 1; index < 400; index++) {
    const due = latency.schedule(nowMillis - 3000 + index * FRAME_MILLIS, nowMillis);
    assert.ok(due - last >= FRAME_MILLIS / 3 - 0.01);
    last = due;
  }
  assert.ok(Math.abs(last - (nowMillis - 3000 + 399 * FRAME_MILLIS) - 1000) < 100);
});

test('a picture that comes after its due time is due now, and the rhythm goes on from there', () => {
  const latency = control();
  latency.schedule(5000, 5000);
  assert.equal(latency.schedule(5040, 9000), 9000);
  assert.ok(latency.nextDueMillis(9000) > 9000);
});

test('hopeless is more than three seconds beyond the buffer', () => {
  assert.equal(control(1000).isHopeless(10_000, 14_000), false);
  assert.equal(control(1000).isHopeless(10_000, 14_001), true);
});

test('a restart waits for what is to be shown before it', () => {
  const latency = control();
  latency.schedule(5000, 5000);
  latency.restart(7000);
  assert.equal(latency.schedule(6900, 6900), 7000);
  latency.restart();
  assert.equal(latency.schedule(8000, 8000), 8000);
});

describe('the buffer', () => {
  /** Pictures at 25 a second, each so late after its ingest. @param {LatencyControl} control @param {number[]} lateMillis @param {number} [first] */
  function play(control, lateMillis, first = 0) {
    let dueMillis = 0;
    lateMillis.forEach((late, index) => {
      const ingestMillis = (first + index) * 40;
      const cameMillis = ingestMillis + late;
      dueMillis = control.schedule(ingestMillis, Math.max(cameMillis, control.nextDueMillis(cameMillis)));
    });
    return dueMillis;
  }

  it('grows by what somebody had to wait for a picture, not by a break', () => {
    const control = new LatencyControl(1000);
    control.setFrameRate(25);
    play(control, Array.from({ length: 100 }, (_, index) => (index === 60 ? 1_250 : 1_000)));
    assert.equal(control.targetMillis > 1_150 && control.targetMillis < 1_300, true, `${control.targetMillis}`);
    const other = new LatencyControl(1000);
    other.setFrameRate(25);
    play(other, Array.from({ length: 100 }, (_, index) => (index === 60 ? 2_500 : 1_000)));
    assert.equal(other.targetMillis, 1_000);
  });

  it('keeps what it learned for half a minute, and then gives it back', () => {
    const control = new LatencyControl(1000);
    control.setFrameRate(25);
    play(control, Array.from({ length: 100 }, (_, index) => (index === 60 ? 1_250 : 1_000)));
    const learned = control.targetMillis;
    play(control, Array(600).fill(1_000), 100);
    assert.equal(control.targetMillis, learned);
    play(control, Array(1_000).fill(1_000), 700);
    assert.equal(control.targetMillis, 1_000);
  });

  it('never grows by more than a second', () => {
    const control = new LatencyControl(1000);
    control.setFrameRate(25);
    play(control, Array.from({ length: 2_000 }, (_, index) => (index % 50 === 49 ? 2_600 + index : 1_000)));
    assert.equal(control.targetMillis <= 2_000, true);
  });
});
