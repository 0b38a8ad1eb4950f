import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LifeSign } from '../../src/swarm/life-sign.js';

describe('life sign', () => {
  /** When one that never answers is taken for gone, looked at each 50 ms. @param {number} roundTripMillis */
  function goneAfter(roundTripMillis) {
    const sign = new LifeSign(() => {});
    for (let millis = 0; millis < 5_000; millis += 50) {
      if (sign.doubt(roundTripMillis, millis)) {
        return millis;
      }
    }
    return Infinity;
  }

  it('waits for a full line, or two round trips, but not for ever', () => {
    assert.deepEqual([-1, 100, 250, 1_000].map(goneAfter), [400, 400, 500, 600]);
  });

  it('asks once, and again only a while after an answer', () => {
    /** @type {number[]} */
    const asked = [];
    let nowMillis = 0;
    const sign = new LifeSign(() => asked.push(nowMillis));
    for (; nowMillis < 1_000; nowMillis += 50) {
      sign.doubt(-1, nowMillis);
      sign.onSign();
    }
    assert.deepEqual(asked, [0, 400, 800]);
  });

  it('counts of a long sleep of ours only a part', () => {
    const sign = new LifeSign(() => {});
    sign.doubt(-1, 0);
    assert.equal(sign.doubt(-1, 10_000), false);
    assert.equal(sign.doubt(-1, 10_250), false);
    assert.equal(sign.doubt(-1, 10_350), false);
    assert.equal(sign.doubt(-1, 10_450), true);
  });
});
