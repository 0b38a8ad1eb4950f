import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LineRate } from '../../src/swarm/line-rate.js';

describe('line rate', () => {
  it('is not known where nothing ever waits', () => {
    const line = new LineRate();
    for (let millis = 0; millis < 10_000; millis += 50) {
      line.look(millis * 100, 0, millis);
    }
    assert.equal(line.kilobitsPerSecond, 0);
  });

  it('is how fast a queue drains that never becomes empty', () => {
    const line = new LineRate();
    let gone = 0;
    for (let second = 0; second < 5; second++) {
      for (let millis = 0; millis < 1_000; millis += 50) {
        // A large picture of 20 kB, at 800 kbit/s: 200 ms.
        const queued = Math.max(0, 20_000 - millis * 100);
        gone += millis > 0 && queued >= 0 && millis <= 200 ? 5_000 : 0;
        line.look(gone, queued, second * 1_000 + millis);
      }
    }
    assert.equal(Math.round(line.kilobitsPerSecond), 800);
  });

  it('does not count time in which the line may have rested', () => {
    const line = new LineRate();
    for (let look = 0; look < 200; look++) {
      line.look(look * 10_000, 5_000, look * 50); // more left than had waited
    }
    assert.equal(line.kilobitsPerSecond, 0);
  });
});
