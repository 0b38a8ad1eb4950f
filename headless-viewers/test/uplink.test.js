import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { FakeClock } from '../../web-client/test/fake-clock.js';
import { Uplink } from '../src/uplink.js';

describe('an uplink', () => {
  it('without a bound sends at once', () => {
    const uplink = new Uplink({ bytesPerSecond: 0, clock: new FakeClock() });
    let sent = 0;
    uplink.send(1e9, () => sent++);
    uplink.send(1e9, () => sent++);
    assert.equal(sent, 2);
  });

  it('sends no faster than its line, in order, and makes nobody wait who comes late', () => {
    const clock = new FakeClock();
    const uplink = new Uplink({ bytesPerSecond: 10_000, clock });
    /** @type {number[]} */
    const sent = [];
    for (let index = 0; index < 20; index++) {
      uplink.send(1_000, () => sent.push(index));
    }
    clock.advance(1_000);
    assert.ok(sent.length >= 10 && sent.length <= 12, `${sent.length} of 1000 bytes in a second`);
    clock.advance(5_000);
    assert.deepEqual(sent, Array.from({ length: 20 }, (_, index) => index));
    uplink.send(1_000, () => sent.push(99));
    assert.equal(sent.at(-1), 99);
  });

  it('sends nothing any more once destroyed', () => {
    const clock = new FakeClock();
    const uplink = new Uplink({ bytesPerSecond: 1_000, clock });
    let sent = 0;
    uplink.send(1_000, () => sent++);
    uplink.send(1_000, () => sent++);
    uplink.destroy();
    clock.advance(10_000);
    assert.equal(sent, 1);
  });
});
