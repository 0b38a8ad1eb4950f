import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeChunk, InvalidChunkError, raiseHops } from '../../src/media/chunk-codec.js';
import { wireOf } from '../test-chunks.js';
import { readVectors } from '../vectors.js';

/** @param {string} hex */
const bytesOf = (hex) => new Uint8Array(Buffer.from(hex, 'hex'));

describe('chunk codec', () => {
  for (const vector of readVectors('chunk/valid.json')) {
    it(`reads ${vector.name}`, () => {
      const chunk = decodeChunk(bytesOf(vector.hex), vector.stripes);
      for (const field of /** @type {const} */ (['stripe', 'hops', 'epoch', 'sequence', 'ingestMicros', 'format'])) {
        assert.equal(chunk[field], vector[field], field);
      }
      assert.equal(Buffer.from(chunk.payload).toString('hex'), vector.payloadHex);
      assert.deepEqual(
        [chunk.keyframe, chunk.first, chunk.last, chunk.end],
        [1, 2, 4, 8].map((flag) => (vector.flags & flag) !== 0),
      );
    });
  }

  for (const vector of readVectors('chunk/invalid.json')) {
    it(`refuses ${vector.name}`, () => {
      assert.throws(() => decodeChunk(bytesOf(vector.hex), vector.stripes), (error) => (
        error instanceof InvalidChunkError && error.message.includes(vector.fault)
      ));
    });
  }

  it('copies nothing', () => {
    const wire = wireOf({ sequence: 4 });
    const chunk = decodeChunk(wire, 2);
    assert.equal(chunk.wire, wire);
    assert.equal(chunk.payload.buffer, wire.buffer);
  });

  it('reads a chunk that lies within a larger buffer', () => {
    const wire = wireOf({ sequence: 6 });
    const larger = new Uint8Array(wire.length + 9);
    larger.set(wire, 9);
    assert.equal(decodeChunk(larger.subarray(9), 2).sequence, 6);
  });

  it('raises the hops by one in place, and stays at 255', () => {
    const chunk = decodeChunk(wireOf({ sequence: 1, hops: 3 }), 2);
    raiseHops(chunk);
    assert.equal(chunk.wire[3], 4);
    assert.equal(chunk.hops, 3);
    const deepest = decodeChunk(wireOf({ sequence: 1, hops: 255 }), 2);
    raiseHops(deepest);
    assert.equal(deepest.wire[3], 255);
  });
});
