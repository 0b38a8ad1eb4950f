import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadWasm } from '../../src/player/jsmpeg.js';
import { StreamDecoder } from '../../src/player/stream-decoder.js';
import { MAX_PICTURE_BYTES } from '../../src/player/video-decoder.js';
import { FRAME_POOL } from '../../src/player/worker-messages.js';
import { elementaryPictures, GOP_PICTURES, HEIGHT, PICTURES, transportPictures, WIDTH } from '../fixtures/captures.js';

/** @typedef {import('../../src/player/worker-messages.js').FromWorker} FromWorker */
/** @typedef {import('../../src/player/worker-messages.js').FrameMessage} FrameMessage */

/**
 * @param {import('../../src/player/jsmpeg.js').WasmModule|null} wasm
 * @param {{recycle?: boolean}} [how]
 */
function decoder(wasm, { recycle = true } = {}) {
  /** @type {FromWorker[]} */
  const answers = [];
  /** @type {ArrayBuffer[]} */
  const back = [];
  const core = new StreamDecoder(wasm, (message) => {
    answers.push(message.type === 'frame' ? { ...message, pixels: message.pixels.slice(0) } : message);
    if (message.type === 'frame' && recycle) back.push(message.pixels);
  });
  let id = 0;
  /** @param {import('../fixtures/captures.js').CapturedPicture} picture @param {{fresh?: boolean, decode?: boolean}} [as] */
  const give = ({ format, bytes }, { fresh = id === 0, decode = true } = {}) => {
    core.onMessage({ type: 'picture', id: id++, format, fresh, decode, bytes });
    for (const pixels of back.splice(0)) core.onMessage({ type: 'recycle', pixels });
  };
  const frames = () => /** @type {FrameMessage[]} */ (answers.filter(({ type }) => type === 'frame'));
  const sounds = () => answers.flatMap((message) => (message.type === 'sound' ? [message.sound] : []));
  return { core, give, answers, frames, sounds };
}

/** @param {FrameMessage} frame how many pixels are bright or coloured, of 0 … 1 */
function notBlack({ pixels }) {
  const bytes = new Uint8Array(pixels);
  let lit = 0;
  for (let at = 0; at < bytes.length; at += 4) if (bytes[at] + bytes[at + 1] + bytes[at + 2] > 96) lit++;
  return (4 * lit) / bytes.length;
}

const decoders = { WebAssembly: await loadWasm(), JavaScript: null };
const captures = { 'an elementary stream': elementaryPictures(), 'MPEG-TS': transportPictures() };

test('WebAssembly is there', () => assert.notEqual(decoders.WebAssembly, null));

for (const [decoderName, wasm] of Object.entries(decoders)) {
  for (const [captureName, pictures] of Object.entries(captures)) {
    test(`${decoderName} decodes every picture of ${captureName} as soon as it has it`, () => {
      assert.equal(pictures.length, PICTURES);
      const { give, frames } = decoder(wasm);
      pictures.forEach((picture, index) => {
        give(picture);
        assert.equal(frames().length, index + 1);
        assert.equal(frames()[index].id, index);
      });
      const [first] = frames();
      assert.deepEqual([first.width, first.height], [WIDTH, HEIGHT]);
      assert.ok(notBlack(first) > 0.5);
    });
  }

  test(`${decoderName} gives the sound that MPEG-TS carries, without a hole`, () => {
    const { give, sounds } = decoder(wasm);
    for (const picture of captures['MPEG-TS']) give(picture);
    const seconds = sounds().reduce((sum, sound) => sum + sound.left.length / sound.sampleRate, 0);
    assert.ok(seconds > 1.7, `${seconds} s`);
    sounds().reduce((end, { pts, left, sampleRate }) => {
      assert.ok(Math.abs(pts - end) < 0.001);
      return pts + left.length / sampleRate;
    }, sounds()[0].pts);
    const loudest = Math.max(...sounds().map(({ left }) => left.reduce((most, sample) => Math.max(most, sample), 0)));
    assert.ok(loudest > 0.05 && loudest < 1, `loudest ${loudest}`);
  });
}

test('pictures of MPEG-TS carry their time', () => {
  const { give, frames } = decoder(decoders.WebAssembly);
  for (const picture of captures['MPEG-TS']) give(picture);
  const times = frames().map(({ pts }) => pts);
  times.slice(1).forEach((pts, index) => assert.ok(Math.abs(pts - times[index] - 1 / 30) < 0.001));
});

test('both decoders give the same picture', () => {
  const [a, b] = [decoders.WebAssembly, null].map((wasm) => {
    const { give, frames } = decoder(wasm);
    for (const picture of captures['an elementary stream'].slice(0, GOP_PICTURES)) give(picture);
    return new Uint8Array(frames()[GOP_PICTURES - 1].pixels);
  });
  const apart = a.reduce((most, value, at) => Math.max(most, Math.abs(value - b[at])), 0);
  assert.ok(apart <= 8, `${apart} of 255 apart`);
});

test('decodes no more than the page has drawn, and goes on when frames come back', () => {
  const { core, give, frames } = decoder(decoders.WebAssembly, { recycle: false });
  for (const picture of captures['an elementary stream']) give(picture);
  assert.equal(frames().length, FRAME_POOL);
  for (let drawn = 0; drawn < PICTURES; drawn++) core.onMessage({ type: 'recycle', pixels: new ArrayBuffer(0) });
  assert.equal(frames().length, PICTURES);
});

test('dropped pictures are not answered', () => {
  const { core, give, answers } = decoder(decoders.WebAssembly, { recycle: false });
  for (const picture of captures['an elementary stream']) give(picture);
  core.onMessage({ type: 'drop' });
  for (let drawn = 0; drawn < FRAME_POOL; drawn++) core.onMessage({ type: 'recycle', pixels: new ArrayBuffer(0) });
  assert.equal(answers.length, FRAME_POOL);
});

test('a picture of which only the sound is wanted is answered by nothing', () => {
  const { give, answers, sounds } = decoder(decoders.WebAssembly);
  for (const picture of captures['MPEG-TS']) give(picture, { decode: false });
  assert.equal(answers.filter(({ type }) => type === 'nothing').length, PICTURES);
  assert.ok(sounds().length > 0);
});

test('a picture larger than the decoder can hold is answered by nothing, and the next keyframe is shown', () => {
  const { give, answers } = decoder(decoders.WebAssembly);
  const [keyframe] = captures['an elementary stream'];
  const huge = new Uint8Array(MAX_PICTURE_BYTES + 1);
  huge.set(keyframe.bytes);
  give({ ...keyframe, bytes: huge });
  give(keyframe);
  assert.deepEqual(
    answers.map(({ type }) => type),
    ['nothing', 'frame'],
  );
});

test('takes up another stream, and a thousand fresh starts, without growing', async () => {
  const wasm = await loadWasm();
  assert.ok(wasm);
  const { give, frames } = decoder(wasm);
  for (let start = 0; start < 1000; start++) give(captures[start % 2 ? 'MPEG-TS' : 'an elementary stream'][0], { fresh: true });
  assert.equal(frames().length, 1000);
  const { memory } = /** @type {{memory: WebAssembly.Memory}} */ (/** @type {unknown} */ (wasm));
  assert.ok(memory.buffer.byteLength <= 32 * 1024 * 1024, `${memory.buffer.byteLength} bytes`);
});
