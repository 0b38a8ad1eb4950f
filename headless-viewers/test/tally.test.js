import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { missedGoals } from '../src/goals.js';
import { Tally } from '../src/tally.js';

/** @param {Partial<Tally>} figures */
const tallyOf = (figures) => Object.assign(new Tally(), figures);

describe('a tally', () => {
  it('adds up what several have seen, and keeps the worst', () => {
    const one = tallyOf({ visits: 2, bytesFromViewers: 90, bytesFromForwards: 10, maxHops: 3, worstStall: 0.5 });
    const other = tallyOf({ visits: 1, bytesFromViewers: 60, bytesFromForwards: 40, maxHops: 7 });
    one.playDelayMillis.add(1000);
    other.playDelayMillis.add(2000);
    other.routes.relay = 2;
    const all = new Tally().add(one).add(other);
    assert.equal(all.visits, 3);
    assert.equal(all.shareFromViewers, 0.75);
    assert.equal(all.maxHops, 7);
    assert.equal(all.worstStall, 0.5);
    assert.equal(all.playDelayMillis.count, 2);
    assert.equal(all.routes.relay, 2);
    assert.equal(one.visits, 2);
  });

  it('is the same after a way as JSON', () => {
    const tally = tallyOf({ visits: 3, usefulBytes: 100, redundantBytes: 100 });
    tally.firstChunkMillis.add(40);
    const back = Tally.from(JSON.parse(JSON.stringify(tally)));
    assert.deepEqual(JSON.stringify(back), JSON.stringify(tally));
    assert.equal(back.shareRedundant, 0.5);
    assert.equal(back.firstChunkMillis.count, 1);
  });

  it('knows no share of nothing', () => {
    const { shareFromViewers, shareStalled, meanUpload } = new Tally();
    assert.deepEqual([shareFromViewers, shareStalled, meanUpload], [-1, -1, -1]);
  });
});

describe('goals', () => {
  const reached = tallyOf({ bytesFromViewers: 95, bytesFromForwards: 5, stalledMillis: 10, watchedMillis: 1000 });
  const both = { expectFromViewers: 95, expectStall: 1 };

  it('are reached at exactly what was expected', () => {
    assert.deepEqual(missedGoals(both, reached), []);
  });

  it('are missed just beside it', () => {
    assert.equal(missedGoals({ expectFromViewers: 95.1, expectStall: 0.9 }, reached).length, 2);
  });

  it('are missed when nothing was measured', () => {
    assert.equal(missedGoals(both, new Tally()).length, 2);
  });

  it('that nobody has cannot be missed', () => {
    assert.deepEqual(missedGoals({ expectFromViewers: null, expectStall: null }, new Tally()), []);
  });
});
