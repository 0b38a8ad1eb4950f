import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { end, EPOCH, picture } from '../test-chunks.js';
import { FakeParent } from './fake-parent.js';
import { StreamRoom } from './stream-room.js';

const A = 'a'.repeat(32);
const B = 'b'.repeat(32);
const C = 'c'.repeat(32);

describe('stripe sources', () => {
  /** @type {StreamRoom} */
  let room;

  beforeEach(() => {
    room = new StreamRoom();
  });

  /** Both stripes have their own parent, and the forward is left. */
  function settled() {
    room.tell([0, 1], [A, B]);
    const [a, b] = [room.open(A), room.open(B)];
    room.run(30 * room.periodMillis);
    room.tell([], [A, B]);
    room.reports = [];
    return { a, b };
  }

  it('pulls from the forward at once, while parents are still connecting', () => {
    room.tell([0, 1], [A, B]);
    assert.deepEqual(room.forwards.map(({ stripes }) => stripes), [[0, 1]]);
  });

  it('leaves the forward stripe by stripe, each only after its parent has delivered', () => {
    room.tell([0, 1], [A, B]);
    const [forward] = room.forwards;
    room.run(500);
    const a = room.open(A);
    assert.deepEqual(a.stripes, [0]);
    assert.deepEqual(a.from, { epoch: EPOCH, sequence: room.sequence + (room.sequence % 2) });
    assert.deepEqual(forward.stripes, [0, 1]);
    room.run(300);
    assert.deepEqual(forward.stripes, [1]);
    assert.deepEqual(room.reports, ['connected 0 a']);
    room.open(B);
    room.run(300);
    assert.deepEqual(forward.byes, ['reassigned']);
    assert.deepEqual(room.reports, ['connected 0 a', 'connected 1 b']);
    room.run(1000);
    assert.equal(room.buffer.contiguous, room.sequence - 1);
    assert.equal(room.forwards.length, 1);
  });

  it('takes old chunks for no proof that a parent delivers', () => {
    room.tell([0, 1], [A, B]);
    room.run(500);
    const a = room.open(A);
    for (let round = 0; round < 10; round++) {
      room.deliver(a, picture(2));
    }
    assert.deepEqual(room.reports, []);
    assert.deepEqual(room.forwards[0].stripes, [0, 1]);
  });

  it('stays on the forward for a stripe without a parent', () => {
    room.tell([0, 1], [A, null]);
    room.open(A);
    room.run(2000);
    assert.deepEqual(room.forwards[0].stripes, [1]);
    assert.equal(room.forwards[0].state, 'open');
  });

  it('asks the other parent at once when one closes, from the first missing chunk on', () => {
    const { a, b } = settled();
    room.close(a);
    assert.deepEqual(b.stripes, [1, 0].sort());
    assert.deepEqual(b.from, { epoch: EPOCH, sequence: room.buffer.firstMissing(0, 2) });
    assert.deepEqual(room.reports, ['lost 0 a closed']);
    assert.equal(room.forwards.length, 1);
  });

  it('goes back to one parent for each stripe when the new one delivers', () => {
    const { a, b } = settled();
    room.close(a, 'bye');
    room.tell([0], [C, B]);
    const c = room.open(C);
    assert.deepEqual(b.stripes, [0, 1]);
    room.run(300);
    assert.deepEqual(c.stripes, [0]);
    assert.deepEqual(b.stripes, [1]);
    assert.deepEqual(room.reports, ['lost 0 a bye', 'connected 0 c']);
    assert.equal(room.forwards.length, 1);
    assert.equal(room.buffer.contiguous, room.sequence - 1);
  });

  it('turns to the forward when the other parent does not deliver in time', () => {
    const { a, b } = settled();
    room.close(a);
    room.tell([0], [C, B]);
    room.run(100, [b]);
    assert.equal(room.forwards.length, 1);
    room.run(100, [b]);
    assert.equal(room.forwards.length, 2);
    assert.deepEqual(room.forwards[1].stripes, [0]);
  });

  it('turns to the forward at once when no other parent is left', () => {
    const { a, b } = settled();
    room.close(a);
    room.close(b);
    room.tell([0, 1], [C, C]);
    assert.deepEqual(room.forwards[1].stripes, [0, 1]);
  });

  it('pulls from no forward that is not allowed', () => {
    const { a, b } = settled();
    room.close(a);
    room.close(b);
    room.run(3000);
    assert.equal(room.forwards.length, 1);
  });

  it('asks the other parent when a stripe is silent while the other runs on, then reports it lost', () => {
    const { a, b } = settled();
    room.run(250, [a]);
    assert.deepEqual(b.stripes, [1]);
    room.run(200, [a]);
    assert.deepEqual(b.stripes, [0, 1]);
    assert.deepEqual(room.reports, []);
    room.run(500, [a]);
    assert.deepEqual(room.reports, ['lost 0 a silent']);
    assert.equal(room.buffer.contiguous >= room.sequence - 2, true);
  });

  it('forgives a parent that comes back before it is reported', () => {
    const { a, b } = settled();
    room.run(450, [a]);
    assert.deepEqual(b.stripes, [0, 1]);
    room.run(1000);
    assert.deepEqual(b.stripes, [1]);
    assert.deepEqual(a.stripes, [0]);
    assert.deepEqual(room.reports.filter((report) => report.startsWith('lost')), []);
  });

  it('waits longer the deeper the stripe is', () => {
    room.tell([], [A, B]);
    const [a, b] = [room.open(A), room.open(B)];
    for (let sequence = 0; sequence < 40; sequence++) {
      room.nowMillis += 33;
      room.deliver(sequence % 2 === 0 ? a : b, picture(sequence, { hops: 4 }));
    }
    room.sequence = 40;
    room.run(600, [a]);
    assert.deepEqual(b.stripes, [1]);
    room.run(250, [a]);
    assert.deepEqual(b.stripes, [0, 1]);
  });

  it('raises no alarm at five pictures a second', () => {
    room.periodMillis = 200;
    const { a, b } = settled();
    room.run(20_000);
    assert.deepEqual(room.reports, []);
    assert.deepEqual([a.subscriptions, b.subscriptions], [1, 1]);
  });

  it('keeps its parents when everything is silent, and reports only after long, ever more rarely', () => {
    const { a, b } = settled();
    room.pause(19_000);
    assert.deepEqual(room.reports, []);
    room.pause(2_000);
    assert.deepEqual(room.reports, ['lost 0 a silent', 'lost 1 b silent']);
    room.pause(30_000);
    assert.equal(room.reports.length, 2);
    room.pause(549_000);
    assert.equal(room.reports.length < 14, true);
    assert.deepEqual([a.stripes, b.stripes], [[0], [1]]);
    assert.deepEqual([a.subscriptions, b.subscriptions], [1, 1]);
    room.reports = [];
    room.run(1000);
    assert.deepEqual(room.reports.filter((report) => report.startsWith('lost')), []);
  });

  it('reports nothing after the end of the push', () => {
    const { a } = settled();
    room.deliver(a, end(room.sequence + (room.sequence % 2)));
    room.pause(200_000);
    assert.deepEqual(room.reports, []);
  });

  it('keeps the former parent until the new one delivers', () => {
    const { a, b } = settled();
    room.tell([], [C, B]);
    assert.deepEqual(a.stripes, [0]);
    room.run(200);
    const c = room.open(C);
    assert.deepEqual([a.stripes, c.stripes], [[0], [0]]);
    room.run(400);
    assert.deepEqual([a.stripes, b.stripes, c.stripes], [[], [1], [0]]);
    assert.equal(room.buffer.contiguous, room.sequence - 1);
  });

  it('reports a parent that cannot be connected', () => {
    room.tell([0, 1], [A, B]);
    room.sources.onClose(new FakeParent('viewer', A), 'connect-failed', 8000);
    assert.deepEqual(room.reports, ['lost 0 a connect-failed']);
    assert.deepEqual(room.forwards[0].stripes, [0, 1]);
  });

  it('reports a parent that opens but sends nothing', () => {
    room.tell([0, 1], [A, B]);
    const a = room.open(A);
    room.run(4_500, [a]);
    assert.deepEqual(room.reports, []);
    room.run(1_000, [a]);
    assert.deepEqual(room.reports, ['lost 0 a silent']);
  });

  it('tries a failed parent again when the tracker is silent too', () => {
    const { a } = settled();
    room.run(1_500, [a]);
    assert.deepEqual(a.stripes, []);
    room.run(5_000);
    assert.deepEqual(a.stripes, [0]);
  });

  it('comes back to a forward that was lost, with growing pauses', () => {
    room.tell([0, 1], [null, null]);
    room.run(500);
    const { sequence } = room;
    room.close(room.forwards[0]);
    assert.deepEqual(room.reports, ['lost 0 f closed', 'lost 1 f closed']);
    room.run(1_000);
    assert.equal(room.forwards.length, 2);
    assert.deepEqual(room.forwards[1].from, { epoch: EPOCH, sequence });
    for (let round = 0; round < 20; round++) {
      room.forwards.filter(({ state }) => state === 'open').forEach((link) => room.close(link, 'connect-failed'));
      room.run(1_000, room.forwards);
    }
    assert.equal(room.forwards.length < 12, true);
  });

  it('moves to another forward when the tracker names one', () => {
    room.tell([0, 1], [null, null]);
    room.sources.apply({
      type: 'sources', revision: 2, parents: [], children: [], standby: null, spares: [],
      forward: { name: 'g', url: 'ws://g:9998', stripes: [0, 1] },
    }, 0);
    assert.deepEqual(room.forwards.map(({ name, state }) => `${name} ${state}`), ['f closed', 'g open']);
  });

  it('tells a returning tracker who feeds it', () => {
    settled();
    assert.deepEqual(room.sources.edges(), [{ stripe: 0, viewer: A }, { stripe: 1, viewer: B }]);
    room.run(1_000);
    assert.deepEqual(room.reports, []);
    room.sources.onJoin();
    room.run(1_000);
    assert.deepEqual(room.reports.sort(), ['connected 0 a', 'connected 1 b']);
  });

  it('takes one parent for both stripes', () => {
    room.tell([0, 1], [A, A]);
    const a = room.open(A);
    room.run(500);
    assert.deepEqual(a.stripes, [0, 1]);
    assert.deepEqual(room.reports, ['connected 0 a', 'connected 1 a']);
    assert.equal(room.forwards[0].state, 'closed');
  });

  it('keeps the former parent while the new one cannot be reached and another is given', () => {
    const { a } = settled();
    room.tell([], [C, B]);
    room.run(5_000);
    room.sources.onClose(new FakeParent('viewer', C), 'connect-failed', room.nowMillis);
    assert.deepEqual(a.stripes, [0]);
    const D = 'd'.repeat(32);
    room.tell([], [D, B]);
    room.run(3_000);
    assert.deepEqual(a.stripes, [0]);
    const d = room.open(D);
    room.run(500);
    assert.deepEqual([a.stripes, d.stripes], [[], [0]]);
    assert.equal(room.buffer.contiguous, room.sequence - 1);
  });

  it('leaves a parent that falls ever further behind, and says that it is slow', () => {
    const { a, b } = settled();
    room.delayMillis.set(a, 0);
    for (let round = 0; round < 60; round++) {
      room.delayMillis.set(a, 60 * round);
      room.run(100);
    }
    assert.deepEqual(room.reports, ['lost 0 a slow']);
    assert.deepEqual([a.stripes, b.stripes], [[], [0, 1]]);
    room.run(500);
    assert.equal(room.buffer.contiguous >= room.sequence - 2, true);
  });
});
