import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { StreamProgress } from '../../src/swarm/stream-progress.js';

describe('stream progress', () => {
  it('takes a stripe for late when others run on without it', () => {
    const progress = new StreamProgress({ random: () => 0 });
    progress.note(0, 1_000);
    progress.note(1, 1_000);
    progress.note(0, 1_190);
    assert.equal(progress.isLate(1, 1_199), false);
    assert.equal(progress.isLate(1, 1_200), true);
    assert.equal(progress.isLate(0, 1_200), false);
  });

  it('takes no stripe for late when all are silent, nor one that never came', () => {
    const progress = new StreamProgress({ random: () => 0 });
    progress.note(0, 1_000);
    assert.equal(progress.isLate(0, 1_200), false);
    assert.equal(progress.isLate(1, 1_100), false);
  });

  it('says ever more rarely that the whole stream is silent', () => {
    const progress = new StreamProgress({ random: () => 0 });
    progress.note(0, 0);
    assert.equal(progress.isOverdue(19_999), false);
    assert.equal(progress.isOverdue(20_000), true);
    assert.equal(progress.isOverdue(59_999), false);
    assert.equal(progress.isOverdue(60_000), true);
    progress.note(0, 60_001);
    assert.equal(progress.isOverdue(80_000), false);
  });
});
