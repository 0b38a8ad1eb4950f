import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Warnings } from '../src/warnings.js';

describe('warnings', () => {
  it('of one kind are counted together, whatever viewer or number they name', () => {
    const warnings = new Warnings();
    warnings.add(`viewer ${'a'.repeat(32)} left after 12 s`);
    warnings.add(`viewer ${'0'.repeat(32)} left after 7 s`);
    warnings.add('other');
    assert.deepEqual(warnings.entries(), [['viewer … left after # s', 2], ['other', 1]]);
  });

  it('of too many kinds are counted as others', () => {
    const warnings = new Warnings();
    for (let index = 0; index < 300; index++) {
      warnings.add('x'.repeat(index));
    }
    assert.ok(warnings.entries().length <= 51);
    assert.equal(warnings.entries().reduce((sum, [, count]) => sum + count, 0), 300);
  });
});
