import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { chunkOf, end, EPOCH, picture } from '../test-chunks.js';

/**
 * @param {ChunkBuffer} buffer
 * @param {number[]} sequences
 * @param {number} [nowMillis]
 */
function insert(buffer, sequences, nowMillis = 0) {
  return sequences.map((sequence) => buffer.insert(picture(sequence), nowMillis));
}

/** @param {ChunkBuffer} buffer */
function playAll(buffer) {
  const played = [];
  for (let next = buffer.peek(); next !== null; next = buffer.peek()) {
    played.push(next.sequence);
    buffer.advance();
  }
  return played;
}

describe('chunk buffer', () => {
  it('puts the stripes together in order', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0, 2, 1, 4, 3]);
    assert.deepEqual(playAll(buffer), [0, 1, 2, 3, 4]);
  });

  it('begins at a keyframe', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [7, 8, 9]);
    assert.equal(buffer.peek(), null);
    assert.equal(buffer.firstMissing(0, 2), -1);
    insert(buffer, [10, 11]);
    assert.deepEqual(playAll(buffer), [10, 11]);
    assert.equal(buffer.first, 10);
  });

  it('tells new, duplicate and old apart', () => {
    const buffer = new ChunkBuffer({ maxChunks: 3 });
    assert.deepEqual(insert(buffer, [10, 11, 11, 12, 13]), ['new', 'new', 'duplicate', 'new', 'new']);
    assert.equal(buffer.insert(picture(10), 0), 'old');
    assert.equal(buffer.insert(picture(99, { epoch: EPOCH - 1 }), 0), 'old');
  });

  it('joins the chunks of a picture and waits for the last', () => {
    const buffer = new ChunkBuffer();
    buffer.insert(chunkOf({ sequence: 0, flags: 'keyframe first' }), 0);
    buffer.insert(chunkOf({ sequence: 2, flags: 'last' }), 0);
    assert.equal(buffer.peek(), null);
    buffer.insert(chunkOf({ sequence: 1, flags: '' }), 0);
    const whole = buffer.peek();
    assert.equal(whole?.bytes.length, 3);
    assert.equal(whole?.keyframe, true);
    assert.deepEqual(whole?.bytes.map((bytes) => bytes[0]), [0, 1, 2]);
  });

  it('knows what is missing and since when', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0, 1], 0);
    insert(buffer, [5], 40);
    insert(buffer, [3], 50);
    assert.deepEqual([...buffer.gaps], [[2, 40], [4, 40]]);
    assert.equal(buffer.firstMissing(0, 2), 2);
    assert.equal(buffer.firstMissing(1, 2), 7);
    assert.equal(buffer.contiguous, 1);
    insert(buffer, [2, 4]);
    assert.equal(buffer.gaps.size, 0);
    assert.equal(buffer.contiguous, 5);
  });

  it('counts as missing what lies between the first keyframe and chunks that came before it', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [13], 5);
    insert(buffer, [10], 9);
    assert.deepEqual([...buffer.gaps], [[11, 9], [12, 9]]);
  });

  it('is blocked only by a gap with something whole behind it', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0, 1]);
    playAll(buffer);
    assert.equal(buffer.blocked(), false);
    insert(buffer, [3]);
    assert.equal(buffer.blocked(), true);
    insert(buffer, [2]);
    assert.equal(buffer.blocked(), false);
  });

  it('skips to the next whole keyframe and counts what is given up', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0, 1, 3, 4, 9]);
    playAll(buffer);
    assert.equal(buffer.skip(), 0);
    insert(buffer, [10, 11]);
    assert.equal(buffer.skip(), 8);
    assert.deepEqual(playAll(buffer), [10, 11]);
    assert.equal(buffer.chunksLost, 8);
    assert.equal(buffer.gaps.size, 0);
    assert.equal(buffer.contiguous, 11);
  });

  it('skips to a keyframe that still grows, not to one with a gap', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0]);
    buffer.insert(chunkOf({ sequence: 10, flags: 'keyframe first' }), 0);
    buffer.insert(chunkOf({ sequence: 12, flags: 'last' }), 0);
    playAll(buffer);
    assert.equal(buffer.skip(), 0);
    buffer.insert(chunkOf({ sequence: 20, flags: 'keyframe first' }), 0);
    assert.equal(buffer.skip(), 19);
  });

  it('jumps to the newest keyframe', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, Array.from({ length: 25 }, (_, sequence) => sequence));
    assert.equal(buffer.jumpToLive(), 20);
    assert.equal(buffer.peek()?.sequence, 20);
    assert.equal(buffer.jumpToLive(), 0);
    assert.equal(buffer.chunksLost, 0);
  });

  it('starts anew with a greater epoch and takes nothing of a smaller one', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0, 1, 3]);
    assert.equal(buffer.insert(picture(0, { epoch: EPOCH + 5 }), 0), 'new');
    assert.equal(buffer.epoch, EPOCH + 5);
    assert.equal(buffer.newest, 0);
    assert.equal(buffer.gaps.size, 0);
    assert.equal(buffer.peek()?.epoch, EPOCH + 5);
    assert.equal(buffer.insert(picture(4), 0), 'old');
  });

  it('has ended when everything before the end is played', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0, 1]);
    buffer.insert(end(2), 0);
    assert.equal(buffer.endReceived, true);
    assert.equal(buffer.ended, false);
    playAll(buffer);
    assert.equal(buffer.ended, true);
    assert.equal(buffer.blocked(), false);
  });

  it('has ended also when the last picture was cut short', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0]);
    buffer.insert(chunkOf({ sequence: 1, flags: 'first' }), 0);
    buffer.insert(end(2), 0);
    playAll(buffer);
    assert.equal(buffer.ended, true);
  });

  it('plays on over an end that was none', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0]);
    buffer.insert(end(1), 0);
    playAll(buffer);
    insert(buffer, [2, 3]);
    assert.equal(buffer.ended, false);
    assert.deepEqual(playAll(buffer), [2, 3]);
  });

  it('forgets the oldest when it holds too many chunks, too many bytes or chunks too old', () => {
    const byCount = new ChunkBuffer({ maxChunks: 5 });
    insert(byCount, [0, 1, 2, 3, 4, 5, 6]);
    assert.equal(byCount.get(1), undefined);
    assert.notEqual(byCount.get(2), undefined);
    const byBytes = new ChunkBuffer({ maxBytes: 500 });
    insert(byBytes, [0, 1, 2, 3, 4, 5, 6]);
    assert.equal(byBytes.get(2), undefined);
    assert.notEqual(byBytes.get(3), undefined);
    const byAge = new ChunkBuffer({ maxAgeMillis: 1000 });
    insert(byAge, [0, 1], 0);
    insert(byAge, [2], 900);
    insert(byAge, [3], 1500);
    assert.equal(byAge.get(1), undefined);
    assert.notEqual(byAge.get(2), undefined);
    assert.equal(byAge.reaches(1), false);
  });

  it('plays on at the next keyframe when the bound overtakes the playhead', () => {
    const buffer = new ChunkBuffer({ maxChunks: 8 });
    insert(buffer, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    assert.equal(buffer.peek(), null);
    insert(buffer, [10, 11]);
    assert.equal(buffer.peek()?.sequence, 10);
    assert.equal(buffer.chunksLost > 0, true);
  });

  it('takes a jump far ahead as another place in the stream, not as a gap', () => {
    const buffer = new ChunkBuffer();
    insert(buffer, [0, 1]);
    assert.equal(buffer.insert(picture(100_000), 0), 'new');
    assert.equal(buffer.gaps.size, 0);
    assert.equal(buffer.peek()?.sequence, 100_000);
    assert.equal(buffer.insert(picture(2), 0), 'old');
  });

  it('stays within its bounds and in order through a long stream with losses', () => {
    const buffer = new ChunkBuffer({ maxChunks: 300 });
    /** @type {number[]} */
    const played = [];
    for (let sequence = 0; sequence < 5000; sequence++) {
      if (sequence % 97 !== 5) {
        buffer.insert(picture(sequence), sequence * 10);
      }
      played.push(...playAll(buffer));
      if (buffer.blocked()) {
        buffer.skip();
      }
    }
    assert.equal(played.every((sequence, index) => index === 0 || sequence > played[index - 1]), true);
    assert.equal(played.length + buffer.chunksLost >= 4990, true);
    assert.equal(buffer.gaps.size < 10, true);
  });
});
