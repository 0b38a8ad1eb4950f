import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkerDecoder } from '../../src/player/worker-decoder.js';
import { FRAME_POOL } from '../../src/player/worker-messages.js';
import { FakePage, FakeWorker } from './fake-page.js';

function decode() {
  const page = new FakePage();
  /** @type {FakeWorker[]} */
  const workers = [];
  /** @type {{id: number, frame: import('../../src/player/worker-messages.js').FrameMessage|null}[]} */
  const answers = [];
  const decoder = new WorkerDecoder({
    createWorker: () => {
      const worker = new FakeWorker(page);
      workers.push(worker);
      return /** @type {any} */ (worker);
    },
    timers: page,
    onAnswer: (id, { frame }) => answers.push({ id, frame }),
    onSound: () => {},
  });
  let sequence = 0;
  const give = (keyframe = false) =>
    decoder.give(
      { epoch: 1, sequence: sequence++, keyframe, format: 1, ingestMicros: 0, bytes: [new Uint8Array([1, 2]), new Uint8Array([3])] },
      { fresh: false, decode: true },
    );
  return { page, workers, answers, decoder, give };
}

test('gives the worker the whole picture as a copy', () => {
  const { workers, give } = decode();
  give(true);
  assert.deepEqual([...workers[0].pictures[0].bytes], [1, 2, 3]);
  assert.equal(workers[0].pictures[0].fresh, true, 'a new worker knows nothing');
});

test('answers each picture exactly once, whatever the worker does', () => {
  const { page, workers, answers, give } = decode();
  give(true);
  for (let more = 0; more < 5; more++) give();
  workers[0].silent = true;
  page.run(2);
  give();
  workers[0].answer({ id: 3, decode: true });
  workers[0].say({ type: 'failed', message: 'trap' });
  workers[0].say({ type: 'nothing', id: 6, pts: 0 });
  assert.deepEqual(
    answers.map(({ id }) => id),
    [0, 1, 2, 3, 4, 5, 6],
  );
});

test('a worker that says nothing for two seconds is replaced', () => {
  const { page, workers, answers, decoder, give } = decode();
  give(true);
  page.run(2);
  workers[0].silent = true;
  give();
  page.run(1500);
  assert.equal(workers[0].terminated, false);
  page.run(1000);
  assert.ok(workers[0].terminated);
  assert.equal(decoder.restarts, 1);
  assert.equal(decoder.needsKeyframe, true);
  assert.equal(answers.length, 2);
  give(true);
  assert.equal(workers.length, 2);
});

test('a worker that has just been made has ten seconds', () => {
  const { page, workers, decoder, give } = decode();
  give(true);
  workers[0].terminated = true; // its answers do not come
  page.run(9000);
  assert.equal(decoder.restarts, 0);
  page.run(2000);
  assert.equal(decoder.restarts, 1);
});

test('a frame of an earlier worker does not come back to the next one', () => {
  const { page, workers, answers, decoder, give } = decode();
  give(true);
  page.run(2);
  workers[0].say({ type: 'failed', message: 'trap' });
  give(true);
  page.run(2);
  for (const { frame } of answers) if (frame) decoder.recycle(frame);
  assert.equal(workers[1].messages.filter(({ type }) => type === 'recycle').length, 1);
});

test('a frame given back twice counts once', () => {
  const { page, workers, answers, decoder, give } = decode();
  give(true);
  page.run(2);
  const [{ frame }] = answers;
  assert.ok(frame);
  decoder.recycle(frame);
  decoder.recycle(frame);
  assert.equal(workers[0].messages.filter(({ type }) => type === 'recycle').length, 1);
});

test('a worker without free frames owes no answer', () => {
  const { page, workers, decoder, give } = decode();
  give(true);
  for (let more = 1; more < FRAME_POOL; more++) give();
  page.run(2);
  workers[0].silent = true;
  give();
  page.run(20_000);
  assert.equal(decoder.restarts, 0);
});

test('dropped pictures are not answered, and their frames go back', () => {
  const { page, workers, answers, decoder, give } = decode();
  give(true);
  decoder.drop();
  page.run(2);
  assert.deepEqual(answers, []);
  assert.equal(decoder.unanswered, 0);
  assert.equal(workers[0].messages.filter(({ type }) => type === 'recycle').length, 1);
});
