import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StallMeter } from '../../src/media/stall-meter.js';
import { Player } from '../../src/player/player.js';
import { FakePage, FakeSource, FakeWorker, fakeCanvas } from './fake-page.js';

const FRAME_MILLIS = 1000 / 30;
const BUFFER_MILLIS = 1000;

/**
 * A player with all around it, and a list of what it drew.
 *
 * @param {(worker: FakeWorker) => void} [configure]
 */
function watch(configure = () => {}) {
  const page = new FakePage();
  const source = new FakeSource();
  /** @type {FakeWorker[]} */
  const workers = [];
  const stalls = new StallMeter();
  const room = { page, source, workers, configure, drawn: /** @type {{sequence: number, atMillis: number}[]} */ ([]) };
  const player = new Player({
    canvas: fakeCanvas(),
    source,
    serverNowMicros: () => page.nowMillis * 1000,
    bufferMillis: BUFFER_MILLIS,
    stalls,
    createWorker: () => {
      const worker = new FakeWorker(page);
      room.configure(worker);
      workers.push(worker);
      return /** @type {any} */ (worker);
    },
    timers: page,
  });
  player.addEventListener('picture', (event) => {
    const { sequence } = /** @type {CustomEvent} */ (event).detail;
    room.drawn.push({ sequence, atMillis: page.nowMillis });
  });
  player.start();
  return { ...room, room, player, stalls };
}

/**
 * Runs time while a broadcaster pushes 30 pictures a second.
 *
 * @param {ReturnType<typeof watch>} viewer
 * @param {number} millis
 * @param {{first?: number}} [from]
 */
function broadcast({ page, source }, millis, { first = source.pictures.length } = {}) {
  const startMillis = page.nowMillis;
  let sequence = first;
  page.run(millis, () => {
    for (; startMillis + (sequence - first) * FRAME_MILLIS <= page.nowMillis; sequence++) source.add(sequence, page.nowMillis);
  });
}

/** @param {{sequence: number}[]} drawn */
const sequences = (drawn) => drawn.map(({ sequence }) => sequence);

/** @param {number} from @param {number} to */
const range = (from, to) => Array.from({ length: to - from }, (_, index) => from + index);

test('draws every picture once, in order, and settles at the buffer', () => {
  const viewer = watch();
  broadcast(viewer, 20_000);
  const { drawn, player } = viewer;
  assert.deepEqual(sequences(drawn), range(0, drawn.length));
  assert.ok(drawn.length > 560, `drew ${drawn.length}`);
  assert.ok(Math.abs(player.snapshot().delayMillis - BUFFER_MILLIS) < 100, `delay ${player.snapshot().delayMillis}`);
  assert.equal(player.snapshot().picturesSkipped, 0);
});

test('shows the first picture at once, also to a late viewer whose GOP is older than the buffer', () => {
  const viewer = watch();
  for (let sequence = 0; sequence < 90; sequence++) {
    viewer.source.add(sequence, viewer.page.nowMillis - 3000 + sequence * FRAME_MILLIS, { keyframe: sequence === 0 });
  }
  viewer.page.run(50);
  assert.ok(viewer.drawn.length >= 1);
  broadcast(viewer, 8000, { first: 90 });
  assert.deepEqual(sequences(viewer.drawn), range(0, viewer.drawn.length), 'catches up without losing any');
  assert.ok(Math.abs(viewer.player.snapshot().delayMillis - BUFFER_MILLIS) < 250);
});

test('loses nothing when the page is frozen for a while', () => {
  const viewer = watch();
  broadcast(viewer, 3000);
  const { page, source } = viewer;
  const first = source.pictures.length;
  for (let more = 0; more < 24; more++) source.add(first + more, page.nowMillis + more * FRAME_MILLIS);
  page.freeze(24 * FRAME_MILLIS);
  broadcast(viewer, 3000);
  assert.ok(viewer.drawn.length > first + 24);
  assert.deepEqual(sequences(viewer.drawn), range(0, viewer.drawn.length));
});

test('waits for a missing picture, and shows it when it comes in time', () => {
  const viewer = watch();
  viewer.source.missing.add(60);
  broadcast(viewer, 3500);
  assert.equal(viewer.drawn.at(-1)?.sequence, 59);
  viewer.source.missing.delete(60);
  broadcast(viewer, 3000);
  assert.ok(viewer.drawn.length > 100);
  assert.deepEqual(sequences(viewer.drawn), range(0, viewer.drawn.length));
});

test('skips to the next keyframe when a missing picture does not come', () => {
  const viewer = watch();
  viewer.source.missing.add(60);
  broadcast(viewer, 8000);
  assert.deepEqual(sequences(viewer.drawn).slice(58, 62), [58, 59, 90, 91]);
  assert.equal(viewer.workers.length, 1);
});

test('jumps to the newest keyframe when it is hopelessly behind', () => {
  const viewer = watch();
  broadcast(viewer, 3000);
  const { page, source } = viewer;
  const first = source.pictures.length;
  for (let more = 0; more < 600; more++) source.add(first + more, page.nowMillis + more * FRAME_MILLIS);
  page.freeze(600 * FRAME_MILLIS);
  broadcast(viewer, 2000);
  assert.ok(sequences(viewer.drawn).includes(690), 'the newest keyframe');
  assert.ok(!sequences(viewer.drawn).includes(300), 'nothing of what lies long behind');
  assert.ok(viewer.player.snapshot().delayMillis < 2 * BUFFER_MILLIS);
});

test('replaces a silent worker and resumes at a keyframe', () => {
  const viewer = watch();
  broadcast(viewer, 3000);
  viewer.workers[0].silent = true;
  broadcast(viewer, 9000);
  const { workers, player, drawn } = viewer;
  assert.equal(workers.length, 2);
  assert.ok(workers[0].terminated);
  assert.equal(player.snapshot().decoderRestarts, 1);
  const [resumedAt] = workers[1].pictures;
  assert.ok(resumedAt.fresh);
  const gap = sequences(drawn).findIndex((sequence, index) => sequence !== index);
  assert.equal(drawn[gap].sequence % 30, 0, 'a keyframe comes first');
  assert.equal(
    player.snapshot().picturesDrawn + player.snapshot().picturesSkipped,
    (drawn.at(-1)?.sequence ?? 0) + 1,
    'each picture is drawn or counted as skipped',
  );
});

test('replaces a worker that reports a failure', () => {
  const viewer = watch();
  broadcast(viewer, 1500);
  viewer.workers[0].say({ type: 'failed', message: 'memory access out of bounds' });
  broadcast(viewer, 3000);
  assert.equal(viewer.player.snapshot().decoderRestarts, 1);
  assert.equal(viewer.workers.length, 2);
  assert.ok(sequences(viewer.drawn).includes(60));
});

test('goes on when a worker cannot be made at first', async () => {
  let made = 0;
  const viewer = watch(() => {
    made++;
    if (made === 1) throw new Error('refused');
  });
  await null;
  broadcast(viewer, 3000);
  assert.equal(viewer.player.snapshot().decoderRestarts, 1);
  assert.ok(sequences(viewer.drawn).includes(31));
});

test('does not take a worker for dead that waits for frames to come back', () => {
  const viewer = watch();
  broadcast(viewer, 200);
  viewer.page.run(10_000);
  assert.equal(viewer.player.snapshot().decoderRestarts, 0);
});

test('decodes nothing while hidden, but keeps up, and comes back at a keyframe', () => {
  const viewer = watch();
  broadcast(viewer, 3000);
  viewer.player.setVisible(false);
  const given = viewer.workers[0].pictures.length;
  const drawnBefore = viewer.drawn.length;
  broadcast(viewer, 10_000);
  assert.equal(viewer.workers[0].pictures.length, given);
  assert.ok(viewer.source.pictures.length - viewer.source.at < 35, 'the playhead keeps to the buffer');
  viewer.player.setVisible(true);
  viewer.page.run(40);
  assert.equal(viewer.drawn.length > drawnBefore, true, 'shows a picture at once');
  assert.equal(viewer.drawn[drawnBefore].sequence % 30, 0);
  broadcast(viewer, 3000);
  const after = sequences(viewer.drawn).slice(drawnBefore);
  assert.deepEqual(after, range(after[0], after[0] + after.length));
});

test('goes on with the next epoch without losing its first picture', () => {
  const viewer = watch();
  broadcast(viewer, 3000);
  const first = viewer.source.pictures.length;
  const startMillis = viewer.page.nowMillis;
  for (let more = 0; more < 60; more++) {
    viewer.source.add(more, startMillis + more * FRAME_MILLIS, { epoch: 2 });
  }
  viewer.page.run(4000);
  assert.deepEqual(sequences(viewer.drawn), [...range(0, first), ...range(0, 60)]);
  const firstOfEpoch = viewer.workers[0].pictures[first];
  assert.ok(firstOfEpoch.fresh);
});

test('has its worker load before the first picture comes', () => {
  const viewer = watch();
  assert.equal(viewer.workers.length, 1);
  broadcast(viewer, 2000);
  assert.equal(viewer.workers.length, 1);
});

test('counts a stall from when the missing picture was due until it comes', () => {
  const viewer = watch();
  broadcast(viewer, 10_000);
  assert.deepEqual([viewer.stalls.stalls, viewer.player.snapshot().jumps], [0, 0]);
  const missing = viewer.source.pictures.length;
  viewer.source.missing.add(missing);
  broadcast(viewer, 1800);
  viewer.source.missing.delete(missing);
  broadcast(viewer, 5000);
  const { stalls, stalledMillis, watchedMillis } = viewer.stalls;
  assert.equal(stalls, 1);
  assert.ok(stalledMillis > 650 && stalledMillis < 950, `stalled ${stalledMillis}`);
  assert.ok(watchedMillis > 16_500, `watched ${watchedMillis}`);
});

test('counts the jump over what does not come', () => {
  const viewer = watch();
  viewer.source.missing.add(60);
  broadcast(viewer, 8000);
  assert.equal(viewer.player.snapshot().jumps, 1);
  assert.equal(viewer.stalls.stalls, 1);
});

test('counts no stall at the end, while hidden, and at few pictures a second', () => {
  const ended = watch();
  broadcast(ended, 3000);
  ended.source.ended = true;
  ended.page.run(5000);
  assert.equal(ended.stalls.stalls, 0);

  const hidden = watch();
  broadcast(hidden, 3000);
  hidden.player.setVisible(false);
  hidden.page.run(5000);
  assert.equal(hidden.stalls.stalls, 0);
  assert.ok(hidden.stalls.watchedMillis < 3100);

  const slow = watch();
  const startMillis = slow.page.nowMillis;
  let sequence = 0;
  slow.page.run(20_000, () => {
    for (; startMillis + sequence * 200 <= slow.page.nowMillis; sequence++) slow.source.add(sequence, slow.page.nowMillis);
  });
  assert.ok(slow.stalls.stalls <= 1, `${slow.stalls.stalls} stalls`);
});

test('never lets the delay creep, whatever stalls there were', () => {
  const viewer = watch();
  broadcast(viewer, 5000);
  for (let round = 0; round < 8; round++) {
    const missing = viewer.source.pictures.length;
    viewer.source.missing.add(missing);
    broadcast(viewer, 2200);
    viewer.source.missing.delete(missing);
    broadcast(viewer, 8000);
    const { delayMillis } = viewer.player.snapshot();
    assert.ok(Math.abs(delayMillis - BUFFER_MILLIS) < 120, `delay ${delayMillis} after ${round + 1} stalls`);
  }
  assert.equal(viewer.stalls.stalls, 8);
  assert.deepEqual(sequences(viewer.drawn), range(0, viewer.drawn.length));
});

test('leaves no timer behind', () => {
  const viewer = watch();
  broadcast(viewer, 500);
  viewer.player.destroy();
  viewer.player.destroy();
  viewer.page.run(2);
  assert.equal(viewer.page.timers, 0);
  assert.ok(viewer.workers[0].terminated);
});
