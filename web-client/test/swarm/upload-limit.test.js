import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DrainMeter } from '../../src/swarm/drain-meter.js';
import { limitSlots, parseUploadLimit, uploadLimitWords } from '../../src/swarm/upload-limit.js';

describe('upload limit', () => {
  for (const [text, limit] of /** @type {[string, object][]} */ ([
    ['800k', { kilobitsPerSecond: 800 }], ['1.5M', { kilobitsPerSecond: 1500 }], ['300000', { kilobitsPerSecond: 300 }],
    [' 2M ', { kilobitsPerSecond: 2000 }], ['0', { kilobitsPerSecond: 0 }], ['50%', { percent: 50 }],
    ['12.5%', { percent: 12.5 }], ['0%', { percent: 0 }],
  ])) {
    it(`reads ${text}`, () => assert.deepEqual(parseUploadLimit(text), limit));
  }

  for (const text of ['', '-1', '1.5', 'M', '101%', '1e9', '800kbit', '99999M', '0x10', '1.5.1M', 'NaN', '1 M', '1'.repeat(40)]) {
    it(`refuses “${text}”`, () => assert.equal(parseUploadLimit(text), null));
  }

  it('reads what it writes', () => {
    for (const text of ['800k', '1.5M', '50%', '0k']) {
      assert.equal(uploadLimitWords(parseUploadLimit(text)), text);
    }
    assert.equal(uploadLimitWords(null), '');
  });

  /** @param {string} text @param {number} [provenKilobits] @param {number} [formerSlots] */
  const slots = (text, provenKilobits = 0, formerSlots = 8) => (
    limitSlots(parseUploadLimit(text), { stripeKilobits: 250, provenKilobits, formerSlots })
  );

  it('allows as many children as fit into a rate, and none below one stripe', () => {
    assert.deepEqual(['1M', '999k', '250k', '249k', '0'].map((text) => slots(text)), [4, 3, 1, 0, 0]);
  });

  it('allows at least one child for a percentage, but for none', () => {
    assert.deepEqual([slots('50%', 2000), slots('50%', 300), slots('1%', 0), slots('0%', 2000)], [4, 1, 1, 0]);
  });

  it('does not swing around the next child', () => {
    assert.equal(slots('510k', 0, 1), 1);
    assert.equal(slots('510k', 0, 2), 2);
    assert.equal(slots('530k', 0, 1), 2);
  });

  it('allows one until a stripe’s rate is known', () => {
    const known = { stripeKilobits: 0, provenKilobits: 0, formerSlots: 8 };
    assert.equal(limitSlots({ kilobitsPerSecond: 100 }, known), 1);
    assert.equal(limitSlots({ kilobitsPerSecond: 0 }, known), 0);
    assert.equal(limitSlots(null, known), Infinity);
  });
});

describe('drain meter', () => {
  it('knows the fastest that the queues drained over half a second', () => {
    const meter = new DrainMeter();
    let bytes = 0;
    for (let millis = 0; millis <= 10_000; millis += 100) {
      bytes += millis > 2_000 && millis <= 3_000 ? 12_500 : 1_250; // 1000 and 100 kbit/s
      meter.look(bytes, 1, millis);
    }
    assert.equal(meter.kilobitsPerSecond, 1000);
  });

  it('learns nothing from a queue that is gone, and forgets what is long ago', () => {
    const meter = new DrainMeter();
    meter.look(0, 2, 0);
    meter.look(50_000, 2, 500);
    meter.look(900_000, 1, 1_000);
    assert.equal(meter.kilobitsPerSecond, 800);
    let bytes = 900_000;
    for (let millis = 1_500; millis <= 302_000; millis += 500) {
      bytes += 6_250;
      meter.look(bytes, 1, millis);
    }
    assert.equal(meter.kilobitsPerSecond, 100);
  });
});
