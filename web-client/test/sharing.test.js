import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Sharing } from '../src/sharing.js';

/** A connection of the browser, that may change. */
class FakeLink extends EventTarget {
  saveData = false;
  metered = false;
  type = 'wifi';

  /** @param {Partial<FakeLink>} values */
  become(values) {
    Object.assign(this, values);
    this.dispatchEvent(new Event('change'));
  }
}

describe('sharing', () => {
  /** @param {boolean|null} chosen @param {import('../src/sharing.js').NetworkLink} [link] */
  function begin(chosen, link) {
    /** @type {boolean[]} */
    const changes = [];
    return { sharing: new Sharing({ chosen, link, onChange: (share) => changes.push(share) }), changes };
  }

  it('is on where the browser tells nothing of the connection', () => {
    for (const link of [undefined, {}, { type: 'wifi' }]) {
      const { sharing } = begin(null, link);
      assert.deepEqual([sharing.share, sharing.note], [true, '']);
    }
  });

  for (const link of [{ saveData: true }, { metered: true }, { type: 'cellular' }]) {
    it(`is off at first for ${JSON.stringify(link)}, and says why`, () => {
      const { sharing, changes } = begin(null, link);
      assert.equal(sharing.share, false);
      assert.match(sharing.note, /unless you turn it on/);
      sharing.choose(true);
      assert.deepEqual([sharing.share, changes], [true, [true]]);
      assert.match(sharing.note, /all the same/);
    });
  }

  it('follows the address whatever the connection', () => {
    assert.equal(begin(true, { saveData: true }).sharing.share, true);
    const { sharing } = begin(false, { type: 'wifi' });
    assert.deepEqual([sharing.share, sharing.note], [false, '']);
  });

  it('follows the connection as it changes, until somebody chooses', () => {
    const link = new FakeLink();
    const { sharing, changes } = begin(null, link);
    link.become({ type: 'cellular' });
    link.become({ saveData: true });
    link.become({ type: 'wifi', saveData: false });
    assert.deepEqual(changes, [false, true]);
    sharing.choose(false);
    link.become({ metered: true });
    link.become({ metered: false });
    assert.deepEqual(changes, [false, true, false]);
  });
});
