import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Feeder } from '../../src/swarm/feeder.js';
import { picture } from '../test-chunks.js';

describe('feeder', () => {
  /** @type {Feeder} */
  let feeder;
  let pings = 0;

  /** The stripe stops while the other one runs on. @param {number} millis */
  function isSilentAfter(millis) {
    return feeder.isSilent(0, millis);
  }

  beforeEach(() => {
    /** @type {import('../../src/swarm/parent-link.js').ParentLink} */
    const link = {
      kind: 'viewer', name: 'parent', state: 'open', subscribe: () => {}, request: () => {}, bye: () => {},
      ping: () => pings++, roundTripMillis: 100,
    };
    pings = 0;
    feeder = new Feeder(link);
    feeder.subscribe([0], () => null, 0);
    feeder.onChunk(picture(0), 0);
    feeder.onChunk(picture(2), 50);
    for (let count = 0; count < 3; count++) {
      feeder.onProgress(1);
    }
  });

  it('takes a stripe for silent that stops while the others run on', () => {
    assert.equal(isSilentAfter(300), false);
    assert.equal(isSilentAfter(500), true);
  });

  /** @param {number} from @param {number} to */
  function look(from, to) {
    for (let millis = from; millis <= to; millis += 50) {
      feeder.look(millis);
    }
  }

  it('asks a parent that pauses whether it is there, and takes it for gone when it says nothing', () => {
    look(100, 150);
    assert.equal(pings, 0);
    look(200, 350);
    assert.equal(pings, 1);
    assert.equal(isSilentAfter(350), false);
    look(400, 400);
    assert.equal(isSilentAfter(400), true);
    feeder.onChunk(picture(4), 410);
    assert.equal(isSilentAfter(410), false);
  });

  it('gives a parent that answers the time of one that lives, and asks it again now and then', () => {
    look(200, 250);
    feeder.onSign();
    look(300, 400);
    assert.equal(pings, 1);
    assert.equal(isSilentAfter(380), false);
    assert.equal(isSilentAfter(500), true);
    look(600, 600);
    assert.equal(pings, 2);
  });

  it('does not take its own sleep for the silence of others', () => {
    look(200, 200);
    feeder.look(390);
    assert.equal(isSilentAfter(390), false);
  });

  it('waits for a parent that says that it is late, but not for ever', () => {
    feeder.onWait(0, 300);
    assert.equal(isSilentAfter(500), false);
    assert.equal(isSilentAfter(1_001), true);
    for (let millis = 700; millis < 4_000; millis += 400) {
      feeder.onWait(0, millis);
    }
    assert.equal(isSilentAfter(2_500), false);
    assert.equal(isSilentAfter(3_100), true);
  });

  it('begins anew to be patient when something has come', () => {
    feeder.onWait(0, 300);
    feeder.onChunk(picture(4), 2_400);
    for (let count = 0; count < 3; count++) {
      feeder.onProgress(1);
    }
    feeder.onWait(0, 2_700);
    assert.equal(isSilentAfter(3_300), false);
  });
});
