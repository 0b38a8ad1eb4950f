import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AudioOutput } from '../../src/player/audio-output.js';

const SAMPLE_RATE = 44100;
const PACKET_SECONDS = 0.1;

/** An AudioContext that writes down what is to be played when. */
class FakeContext {
  currentTime = 0;
  state = 'suspended';
  closed = false;
  destination = {};
  /** @type {{start: number, end: number, stopped: boolean}[]} */
  played = [];

  createBuffer(/** @type {number} */ _channels, /** @type {number} */ length, /** @type {number} */ sampleRate) {
    return { seconds: length / sampleRate, getChannelData: () => new Float32Array(length) };
  }

  createBufferSource() {
    const entry = { start: 0, end: 0, stopped: false };
    const node = {
      buffer: { seconds: 0 },
      playbackRate: { value: 1 },
      connect: () => {},
      onended: null,
      start: (/** @type {number} */ at) => {
        entry.start = at;
        entry.end = at + node.buffer.seconds / node.playbackRate.value;
        this.played.push(entry);
      },
      stop: () => {
        entry.stopped = true;
      },
    };
    return node;
  }

  async resume() {
    this.state = 'running';
  }

  async suspend() {
    this.state = 'suspended';
  }

  async close() {
    this.closed = true;
  }
}

function listen() {
  /** @type {FakeContext[]} */
  const contexts = [];
  const output = new AudioOutput(() => {
    const context = new FakeContext();
    contexts.push(context);
    return /** @type {any} */ (context);
  });
  return { output, contexts };
}

/** @param {number} pts */
function sound(pts) {
  const samples = SAMPLE_RATE * PACKET_SECONDS;
  return { pts, sampleRate: SAMPLE_RATE, left: new Float32Array(samples), right: new Float32Array(samples) };
}

/** An output that plays: the stream's time 100 s is the context's 10 s. */
function playing() {
  const { output, contexts } = listen();
  output.push(sound(99));
  output.setMuted(false);
  const [context] = contexts;
  context.currentTime = 10;
  output.align(100, 0);
  return { output, context };
}

test('is silent, and makes no context, until a person wants sound', () => {
  const { output, contexts } = listen();
  assert.equal(output.state, 'none');
  output.push(sound(0));
  assert.equal(output.state, 'muted');
  assert.equal(contexts.length, 0);
  output.setMuted(false);
  assert.equal(output.state, 'playing');
  assert.equal(contexts[0].state, 'running');
});

test('plays sound at the moment of its picture, without a hole', () => {
  const { output, context } = playing();
  for (let index = 0; index < 10; index++) output.push(sound(100.3 + index * PACKET_SECONDS));
  assert.ok(Math.abs(context.played[0].start - 10.3) < 1e-9);
  context.played.slice(1).forEach(({ start }, index) => assert.ok(Math.abs(start - context.played[index].end) < 1e-9));
});

test('holds sound back until a picture says when', () => {
  const { output, contexts } = listen();
  output.push(sound(0));
  output.setMuted(false);
  for (let index = 0; index < 100; index++) output.push(sound(100 + index * PACKET_SECONDS));
  assert.equal(contexts[0].played.length, 0);
  output.align(107.9, 0);
  const held = contexts[0].played.length;
  assert.ok(held >= 19 && held <= 20, `held two seconds of it, in ${held} parts`);
});

test('drops sound that comes too late', () => {
  const { output, context } = playing();
  output.push(sound(99.5));
  assert.equal(context.played.length, 0);
});

test('takes up small drift by its speed', () => {
  const { output, context } = playing();
  output.push(sound(100.2));
  output.align(100, 0.03);
  output.push(sound(100.2 + PACKET_SECONDS));
  const [first, second] = context.played;
  assert.equal(second.start, first.end);
  assert.ok(second.end - second.start < PACKET_SECONDS);
});

test('follows pictures that jump, and never plays two sounds at a time', () => {
  const { output, context } = playing();
  for (let index = 0; index < 5; index++) output.push(sound(100.1 + index * PACKET_SECONDS));
  output.align(100.3, 0);
  for (let index = 5; index < 15; index++) output.push(sound(100.1 + index * PACKET_SECONDS));
  context.played.slice(1).forEach(({ start }, index) => assert.ok(start >= context.played[index].end - 1e-9));
  const last = context.played[context.played.length - 1];
  assert.ok(Math.abs(last.start - (10 - 100.3 + 101.5)) < 0.1, 'in step again');
});

test('a restart stops what was scheduled', () => {
  const { output, context } = playing();
  output.push(sound(100.2));
  output.restart();
  assert.ok(context.played[0].stopped);
});

test('closes its context', () => {
  const { output, context } = playing();
  output.destroy();
  output.destroy();
  assert.ok(context.closed);
});
