import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Distribution } from '../src/distribution.js';

/** @param {number[]} values */
function of(...values) {
  const distribution = new Distribution();
  values.forEach((value) => distribution.add(value));
  return distribution;
}

/** @param {number} actual @param {number} expected */
function assertNear(actual, expected) {
  assert.ok(Math.abs(actual - expected) <= 0.02 * expected + 0.02, `${actual} is not near ${expected}`);
}

describe('a distribution', () => {
  it('knows the value below which a share lies', () => {
    const distribution = of(...Array.from({ length: 1000 }, (_, index) => index + 1));
    assertNear(distribution.quantile(0.5), 500);
    assertNear(distribution.quantile(0.95), 950);
    assert.equal(distribution.quantile(1), 1000);
    assert.equal(distribution.max, 1000);
  });

  it('says −1 of nothing', () => {
    assert.equal(of().quantile(0.5), -1);
    assert.equal(of().max, -1);
  });

  it('takes the only value for every share', () => {
    assertNear(of(44).quantile(0.05), 44);
    assertNear(of(44).quantile(0.95), 44);
  });

  it('comes out of JSON and of a merger as if all values had come to one', () => {
    const merged = Distribution.from(JSON.parse(JSON.stringify(of(10, 20))));
    merged.merge(of(30, 40));
    merged.merge(of());
    assert.deepEqual(merged.toJSON(), of(10, 20, 30, 40).toJSON());
    assert.deepEqual(Distribution.from(of().toJSON()).toJSON(), of().toJSON());
  });

  it('is bounded however many values come, and how large', () => {
    const distribution = of(-5, Infinity);
    for (let index = 0; index < 100_000; index++) {
      distribution.add(index * 997);
    }
    assert.ok(distribution.toJSON().buckets.length < 1_000);
    assert.equal(distribution.count, 100_002);
  });
});
