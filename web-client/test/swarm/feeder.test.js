import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { Feeder } from '../../src/swarm/feeder.js';
import { picture } from '../test-chunks.js';

describe('feeder', () => {
  /** @type {Feeder} */
  let feeder;

  /** The stripe stops while the other one runs on. @param {number} millis */
  function isSilentAfter(millis) {
    return feeder.isSilent(0, millis);
  }

  beforeEach(() => {
    /** @type {import('../../src/swarm/parent-link.js').ParentLink} */
    const link = {
      kind: 'viewer', name: 'parent', state: 'open', subscribe: () => {}, request: () => {}, bye: () => {},
    };
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
