import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StripeLag } from '../../src/swarm/stripe-lag.js';

describe('stripe lag', () => {
  /**
   * Chunks of the stripe come each 66 ms, the newest of all stripes is now.
   *
   * @param {object} how
   * @param {(millis: number) => number} how.lagMillis   of the stripe
   * @param {number} [how.forMillis]
   * @param {number} [how.hops]
   * @param {number} [how.periodMillis]
   * @param {number} [how.random]
   * @param {(millis: number) => number} [how.newestMillis]
   * @returns {number[]} when it was found slow
   */
  function slowAt({ lagMillis, forMillis = 20_000, hops = 0, periodMillis = 66, random = 0, newestMillis = (millis) => millis }) {
    const lag = new StripeLag({ random: () => random });
    const found = [];
    for (let millis = 0; millis < forMillis; millis += periodMillis) {
      lag.onChunk((newestMillis(millis) - lagMillis(millis)) * 1000, newestMillis(millis) * 1000);
      if (lag.isSlow(newestMillis(millis) * 1000, hops, millis)) {
        found.push(millis);
      }
    }
    return found;
  }

  it('finds a stripe slow that falls ever further behind, beyond 700 ms', () => {
    const [first] = slowAt({ lagMillis: (millis) => millis / 5 });
    assert.equal(first > 5_000 && first < 6_500, true, `${first}`);
  });

  it('finds a stripe slow that stays 1.5 s behind', () => {
    const [first] = slowAt({ lagMillis: () => 1_600 });
    assert.equal(first >= 2_000 && first < 3_000, true, `${first}`);
  });

  it('bears a stripe that stays less behind', () => assert.deepEqual(slowAt({ lagMillis: () => 1_400 }), []));

  it('bears a stripe that catches up', () => {
    assert.deepEqual(slowAt({ lagMillis: (millis) => Math.max(0, 1_450 - millis / 4) }), []);
  });

  it('bears single late chunks', () => {
    assert.deepEqual(slowAt({ lagMillis: (millis) => (Math.round(millis / 66) % 3 === 0 ? 0 : 4_000) }), []);
  });

  it('bears a stream of one picture each two seconds', () => {
    assert.deepEqual(slowAt({ lagMillis: () => 0, periodMillis: 2_000, forMillis: 60_000 }), []);
  });

  it('blames nobody when nothing runs on', () => {
    assert.deepEqual(slowAt({ lagMillis: () => 3_000, newestMillis: () => 50_000 }), []);
  });

  it('speaks at most once each ten seconds', () => {
    const found = slowAt({ lagMillis: () => 5_000, forMillis: 60_000 });
    assert.equal(found.length >= 4 && found.length <= 6, true, `${found}`);
    found.slice(1).forEach((millis, index) => assert.equal(millis - found[index] >= 10_000, true));
  });

  it('waits longer the deeper we are, and not as long as everyone else', () => {
    const first = (/** @type {object} */ how) => slowAt({ lagMillis: () => 5_000, ...how })[0];
    assert.equal(first({ hops: 5 }) - first({ hops: 0 }) >= 1_500, true);
    assert.equal(first({ random: 0.99 }) > first({ random: 0 }), true);
  });
});
