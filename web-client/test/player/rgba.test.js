import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeRgba } from '../../src/player/rgba.js';

/**
 * @param {number} luma
 * @param {number} red
 * @param {number} blue
 * @returns {number[]} the pixel that comes out of a picture in one colour
 */
function pixel(luma, red, blue) {
  const rgba = new Uint8ClampedArray(4);
  writeRgba({ y: new Uint8Array([luma]), cr: new Uint8Array([red]), cb: new Uint8Array([blue]) }, 1, 1, rgba);
  return [...rgba];
}

test('16 is black and 235 white', () => {
  assert.deepEqual(pixel(16, 128, 128), [0, 0, 0, 255]);
  assert.deepEqual(pixel(235, 128, 128), [255, 255, 255, 255]);
});

test('colours are those of BT.601', () => {
  const near = (/** @type {number[]} */ actual, /** @type {number[]} */ expected) =>
    actual.forEach((value, at) => assert.ok(Math.abs(value - expected[at]) <= 2, `${actual} is not ${expected}`));
  near(pixel(81, 240, 90), [255, 0, 0, 255]);
  near(pixel(145, 34, 54), [0, 255, 0, 255]);
  near(pixel(41, 110, 240), [0, 0, 255, 255]);
});

test('rows of an odd width stay straight', () => {
  const width = 17;
  const height = 3;
  const stride = 32;
  const y = new Uint8Array(stride * 16).fill(16);
  for (let row = 0; row < height; row++) y[row * stride + width - 1] = 235;
  const grey = new Uint8Array((stride / 2) * 8).fill(128);
  const rgba = new Uint8ClampedArray(width * height * 4);
  writeRgba({ y, cr: grey, cb: grey }, width, height, rgba);
  for (let at = 0; at < width * height; at++) assert.equal(rgba[at * 4], at % width === width - 1 ? 255 : 0);
});
