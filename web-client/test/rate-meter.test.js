import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { RateMeter } from '../src/rate-meter.js';

describe('rate meter', () => {
  it('measures the last two seconds', () => {
    const meter = new RateMeter();
    for (let millis = 0; millis < 10_000; millis += 100) {
      meter.add(12_500, millis);
    }
    assert.equal(meter.kilobitsPerSecond(9_999), 1000);
    assert.equal(meter.total, 1_250_000);
  });

  it('falls to nothing when nothing comes', () => {
    const meter = new RateMeter();
    meter.add(1_000_000, 0);
    assert.equal(meter.kilobitsPerSecond(1_000), 4000);
    assert.equal(meter.kilobitsPerSecond(2_000), 0);
    meter.add(1_000_000, 1_000_000);
    assert.equal(meter.kilobitsPerSecond(1_000_000), 4000);
  });
});
