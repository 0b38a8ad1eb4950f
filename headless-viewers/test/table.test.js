import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { figures, progressLine, table } from '../src/table.js';
import { Tally } from '../src/tally.js';

/** @param {Partial<import('../src/table.js').Outcome>} outcome */
function outcomeOf(outcome) {
  return {
    viewers: 3, maxViewers: 4, seconds: 60, tally: new Tally(), lateFromViewers: -1, cpuMillis: 0, cpuPercent: 12,
    lagMillis: 3, warnings: /** @type {[string, number][]} */ ([]), losses: [], ...outcome,
  };
}

describe('the table', () => {
  const tally = Object.assign(new Tally(), {
    bytesFromViewers: 95, bytesFromForwards: 5, usefulBytes: 98, redundantBytes: 2, stalledMillis: 5, watchedMillis: 1000,
    judged: 3, stalledViewers: 1, worstStall: 0.04,
  });
  tally.playDelayMillis.add(1000);

  it('shows the shares in percent', () => {
    const text = table(outcomeOf({ tally, lateFromViewers: 0.97 }));
    assert.match(text, /bytes from viewers +95\.0 %; in the last 30 s 97\.0 %/);
    assert.match(text, /bytes that came twice +2\.0 %/);
    assert.match(text, /time spent waiting +0\.50 % of all, worst viewer 4\.0 %/);
    assert.match(text, /viewers waiting > 1 % +1 of 3/);
  });

  it('invents nothing where nothing came', () => {
    const text = table(outcomeOf({}));
    assert.match(text, /bytes from viewers +–/);
    assert.match(text, /time spent waiting +not measured/);
    assert.doesNotMatch(text, /NaN|undefined|Infinity|-1/);
    assert.doesNotMatch(progressLine(outcomeOf({})), /NaN|undefined|Infinity|-1/);
  });

  it('says when the machine itself could not keep up', () => {
    assert.doesNotMatch(table(outcomeOf({ lagMillis: 20 })), /could not keep up/);
    assert.match(table(outcomeOf({ lagMillis: 400 })), /could not keep up/);
  });

  it('shows the most frequent warnings only, and each lost process', () => {
    const warnings = Array.from({ length: 30 }, (_, index) => /** @type {[string, number]} */ ([`kind ${index}`, 30 - index]));
    const text = table(outcomeOf({ warnings, losses: ['A process ended.'] }));
    assert.match(text, /30 × kind 0\n/);
    assert.doesNotMatch(text, /kind 20/);
    assert.match(text, /A process ended\./);
  });

  it('has its figures for programs too', () => {
    const json = JSON.parse(JSON.stringify(figures(outcomeOf({ tally }))));
    assert.equal(json.shareFromViewers, 0.95);
    assert.equal(json.playDelayMillis.count, 1);
    assert.equal(json.viewers, 3);
  });
});
