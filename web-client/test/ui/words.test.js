import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  byteWords,
  countWords,
  durationWords,
  hopWords,
  pictureWords,
  rateWords,
  shortId,
  standbyWords,
  stripeWords,
  viewerShare,
} from '../../src/ui/words.js';

test('rates and sizes take the unit that reads best', () => {
  assert.equal(rateWords(499.6), '500 kbit/s');
  assert.equal(rateWords(1250), '1.3 Mbit/s');
  assert.equal(byteWords(1500), '2 kB');
  assert.equal(byteWords(2_500_000), '2.5 MB');
  assert.equal(byteWords(3e9), '3.00 GB');
});

test('what is not known is a dash', () => {
  assert.equal(durationWords(-1), '–');
  assert.equal(hopWords([-1, -1]), '–');
  assert.equal(pictureWords({ width: 0, height: 0, framesPerSecond: 30 }), '–');
});

test('durations change to seconds at one second', () => {
  assert.equal(durationWords(999), '999 ms');
  assert.equal(durationWords(1240), '1.2 s');
});

test('hops are named once each', () => {
  assert.equal(hopWords([2, 2]), '2');
  assert.equal(hopWords([3, 1, -1]), '1 and 3');
});

test('one and many', () => {
  assert.equal(countWords(1, 'hop'), '1 hop');
  assert.equal(countWords(0, 'hop'), '0 hops');
  assert.equal(stripeWords([1, 0]), 'stripes 0, 1');
  assert.equal(stripeWords([1]), 'stripe 1');
  assert.equal(stripeWords([]), 'no stripe');
});

test('a picture is its size and rate', () => {
  assert.equal(pictureWords({ width: 640, height: 480, framesPerSecond: 30000 / 1001 }), '640 × 480, 29.97 fps');
});

test('an id is shortened', () => assert.equal(shortId('0123456789abcdef'), '012345'));

test('the share of viewers is a part of the whole', () => {
  assert.equal(viewerShare(0, 0), 0);
  assert.equal(viewerShare(3, 1), 0.75);
});

test('a standby says what it does', () => {
  assert.equal(standbyWords('silent'), 'standby, silent');
  assert.equal(standbyWords('closed'), 'standby, out of reach');
});
