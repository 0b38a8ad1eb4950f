import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { EPOCH } from '../test-chunks.js';
import { StreamRoom } from './stream-room.js';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const C = 'c'.repeat(32);
const S = '5'.repeat(32);

describe('stripe sources with a standby', () => {
  /** @type {StreamRoom} */
  let room;

  beforeEach(() => {
    room = new StreamRoom();
  });

  /** Both stripes have their parent, and the standby is open. */
  function warm() {
    room.tell([0, 1], [A, B], S);
    const [a, b, s] = [room.open(A), room.open(B), room.open(S)];
    room.run(30 * room.periodMillis);
    room.tell([], [A, B], S);
    room.reports = [];
    return { a, b, s };
  }

  it('asks nothing of it while all is well', () => {
    const { s } = warm();
    room.run(5_000);
    assert.equal(s.subscriptions, 0);
    assert.equal(room.sources.isParent(s), false);
  });

  for (const reason of /** @type {import('../../src/signaling/messages.js').LossReason[]} */ (['bye', 'closed'])) {
    it(`asks it at once when a parent is gone (${reason}), from the first missing chunk on`, () => {
      const { a, b, s } = warm();
      room.close(a, reason);
      assert.deepEqual([b.stripes, s.stripes], [[1], [0]]);
      assert.deepEqual(s.from, { epoch: EPOCH, sequence: room.buffer.firstMissing(0, 2) });
      room.run(2_000);
      assert.equal(room.buffer.contiguous >= room.sequence - 2, true);
      assert.deepEqual(room.reports, [`lost 0 a ${reason}`]);
    });
  }

  it('asks it when a stripe is suspected, and lets go of it when the parent comes back', () => {
    const { a, s } = warm();
    room.run(450, [a]);
    assert.deepEqual(s.stripes, [0]);
    room.run(1_000);
    assert.deepEqual([a.stripes, s.stripes], [[0], []]);
    assert.deepEqual(room.reports, []);
  });

  it('turns to the other parent when it does not begin in time, and to the forward if that is allowed', () => {
    const { a, b, s } = warm();
    room.close(a);
    room.run(100, [s]);
    assert.deepEqual([b.stripes, s.stripes], [[1], [0]]);
    room.run(100, [s]);
    assert.deepEqual([b.stripes, s.stripes], [[0, 1], []]);
    assert.equal(room.forwards.length, 1);
    room.tell([0], [C, B], S);
    assert.equal(room.forwards.length, 1, 'the other parent serves');
  });

  it('turns to the forward when neither begins', () => {
    const { a, b, s } = warm();
    room.close(a);
    room.tell([0], [C, B], S);
    room.run(400, [b, s]);
    assert.deepEqual(room.forwards.at(-1)?.stripes, [0]);
    assert.equal(room.forwards.length, 2);
  });

  it('asks all again after a while when nobody was of use', () => {
    const { a, b, s } = warm();
    room.close(a);
    room.run(2_000, [s, b]);
    const before = s.subscriptions;
    room.nowMillis += 1;
    room.run(4_000, [b]);
    assert.equal(s.subscriptions > before, true);
  });

  it('keeps it without a gap or another word when the tracker makes it the parent', () => {
    const { a, b, s } = warm();
    room.close(a);
    room.run(500);
    const said = s.subscriptions;
    room.tell([], [S, B], C);
    assert.deepEqual(room.reports, ['lost 0 a closed', 'connected 0 5']);
    room.run(2_000);
    assert.deepEqual([s.stripes, s.subscriptions, b.stripes], [[0], said, [1]]);
    assert.equal(room.buffer.contiguous >= room.sequence - 2, true);
    assert.deepEqual(room.reports, ['lost 0 a closed', 'connected 0 5']);
  });

  it('lets the former parent go on when the tracker makes the silent standby the parent', () => {
    const { a, s } = warm();
    room.tell([], [S, B], A);
    assert.deepEqual([a.stripes, s.stripes], [[0], [0]]);
    room.run(500);
    assert.deepEqual([a.stripes, s.stripes], [[], [0]]);
    assert.equal(room.buffer.contiguous, room.sequence - 1);
  });

  it('is helped by the former standby until the new one is open', () => {
    const { a, s } = warm();
    room.tell([], [A, B], C);
    room.close(a);
    assert.deepEqual(s.stripes, [0]);
  });

  it('serves a newcomer whose parent is still connecting and who has no lease', () => {
    room.tell([], [A, B], S);
    const s = room.open(S);
    room.run(250);
    assert.deepEqual(s.stripes, []);
    room.run(200);
    assert.deepEqual(s.stripes, [0, 1]);
    room.open(A);
    room.run(500);
    assert.deepEqual(s.stripes, [1]);
  });

  it('asks nobody for a stripe that has it from us', () => {
    const feeding = new StreamRoom((link, stripe) => link.name === S && stripe === 0);
    feeding.tell([], [A, B], S);
    const [a, b, s] = [feeding.open(A), feeding.open(B), feeding.open(S)];
    feeding.run(1_000);
    feeding.close(a);
    assert.deepEqual([b.stripes, s.stripes], [[0, 1], []]);
  });
});
