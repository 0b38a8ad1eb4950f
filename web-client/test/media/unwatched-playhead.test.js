import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { UnwatchedPlayhead } from '../../src/media/unwatched-playhead.js';
import { end, INGEST_MICROS, picture } from '../test-chunks.js';

const BUFFER_MILLIS = 1000;
/** Pictures of these tests are 33 ms apart. @param {number} millis */
const serverMicros = (millis) => INGEST_MICROS + millis * 1000;

describe('unwatched playhead', () => {
  it('passes pictures at the pace of a player, and reaches the end', () => {
    const buffer = new ChunkBuffer();
    const playhead = new UnwatchedPlayhead({ source: buffer, bufferMillis: BUFFER_MILLIS });
    [0, 1, 2].forEach((sequence) => buffer.insert(picture(sequence), 0));
    buffer.insert(end(3), 0);
    playhead.tick(serverMicros(999), 999);
    assert.equal(buffer.peek()?.sequence, 0);
    playhead.tick(serverMicros(1040), 1040);
    assert.equal(buffer.peek()?.sequence, 2);
    playhead.tick(serverMicros(1100), 1100);
    assert.equal(buffer.ended, true);
  });

  it('gives a gap up after the buffer time', () => {
    const buffer = new ChunkBuffer();
    const playhead = new UnwatchedPlayhead({ source: buffer, bufferMillis: BUFFER_MILLIS });
    [0, 2, 10, 11].forEach((sequence) => buffer.insert(picture(sequence), 0));
    playhead.tick(serverMicros(2000), 2000);
    playhead.tick(serverMicros(2900), 2900);
    assert.equal(buffer.chunksLost, 0);
    playhead.tick(serverMicros(3000), 3000);
    assert.equal(buffer.chunksLost, 9);
  });
});
