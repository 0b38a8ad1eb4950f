import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readSequenceHeader } from '../../src/player/sequence-header.js';
import { elementaryPictures, HEIGHT, transportPictures, WIDTH } from '../fixtures/captures.js';

const HEADER = [0, 0, 1, 0xb3, 0x28, 0x01, 0xe0, 0x15];

test('reads size and frame rate', () => {
  const header = readSequenceHeader(new Uint8Array(HEADER));
  assert.deepEqual(header, { width: 640, height: 480, framesPerSecond: 30 });
});

test('finds it behind other bytes, as in the packets of MPEG-TS', () => {
  assert.deepEqual(readSequenceHeader(new Uint8Array([7, 0, 0, 0, ...HEADER])), readSequenceHeader(new Uint8Array(HEADER)));
  const expected = { width: WIDTH, height: HEIGHT, framesPerSecond: 30 };
  assert.deepEqual(readSequenceHeader(transportPictures()[0].bytes), expected);
  assert.deepEqual(readSequenceHeader(elementaryPictures()[0].bytes), expected);
});

test('is null without one', () => {
  assert.equal(readSequenceHeader(new Uint8Array()), null);
  assert.equal(readSequenceHeader(new Uint8Array([0, 0, 1, 0, 1, 2, 3, 4, 5])), null);
});

test('is null when cut short at any place', () => {
  for (let length = 0; length < HEADER.length; length++) {
    assert.equal(readSequenceHeader(new Uint8Array(HEADER.slice(0, length))), null);
  }
});

test('is null when it makes no sense', () => {
  assert.equal(readSequenceHeader(new Uint8Array([0, 0, 1, 0xb3, 0, 0, 0, 0x15])), null);
  assert.equal(readSequenceHeader(new Uint8Array([0, 0, 1, 0xb3, 0x28, 0x01, 0xe0, 0x1f])), null);
});
