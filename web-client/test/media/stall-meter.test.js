import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { StallMeter } from '../../src/media/stall-meter.js';

describe('stall meter', () => {
  /** @type {StallMeter} */
  let meter;
  let nowMillis = 0;

  beforeEach(() => {
    meter = new StallMeter();
    nowMillis = 0;
    meter.look(Infinity, 0);
  });

  /** @param {number} millis @param {number} dueMillis @param {number} [stepMillis] */
  function look(millis, dueMillis, stepMillis = 20) {
    for (const endMillis = nowMillis + millis; nowMillis < endMillis;) {
      nowMillis += stepMillis;
      meter.look(dueMillis, nowMillis);
    }
  }

  it('counts the time for which a due picture was waited for, from when it was due', () => {
    look(1_000, Infinity);
    look(600, 1_100);
    look(1_000, Infinity);
    assert.deepEqual([meter.stalls, meter.stalledMillis, meter.watchedMillis], [1, 500, 2_600]);
  });

  it('passes over what nobody sees', () => {
    look(1_000, Infinity);
    look(90, 1_000, 10);
    look(1_000, Infinity);
    assert.deepEqual([meter.stalls, meter.stalledMillis], [0, 0]);
  });

  it('counts each stall', () => {
    for (let round = 0; round < 3; round++) {
      look(200, nowMillis);
      look(200, Infinity);
    }
    assert.deepEqual([meter.stalls, meter.stalledMillis], [3, 600]);
  });

  it('counts nothing while paused, nor what was due meanwhile', () => {
    meter.isPaused = true;
    look(10_000, 0);
    meter.isPaused = false;
    look(20, 0);
    assert.deepEqual([meter.stalls, meter.watchedMillis, meter.stalledMillis <= 120], [1, 20, true]);
  });

  it('takes no sleep of the machine, no rest and no step of the clock for a stall', () => {
    meter.look(100, 60_000);
    meter.look(100, 50_000);
    meter.rest();
    meter.look(100, 50_500);
    assert.deepEqual([meter.stalls, meter.stalledMillis, meter.watchedMillis], [0, 0, 0]);
  });
});
