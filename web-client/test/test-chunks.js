import { decodeChunk } from '../src/media/chunk-codec.js';

export const EPOCH = 1_790_000_000;
export const INGEST_MICROS = 1_790_000_000_000_000;

const FLAGS = { keyframe: 1, first: 2, last: 4, end: 8 };

/**
 * @typedef {object} ChunkSpec
 * @property {number} sequence
 * @property {number} [epoch]
 * @property {number} [stripes]
 * @property {number} [stripe]
 * @property {number} [hops]
 * @property {number} [ingestMicros]
 * @property {number} [bytes]      of payload
 * @property {string} [flags]      some of "keyframe first last end"; "first last" where not given
 */

/** @param {ChunkSpec} spec */
export function wireOf({ sequence, epoch = EPOCH, stripes = 2, stripe, hops = 0, ingestMicros, bytes, flags = 'first last' }) {
  const words = flags.split(' ');
  const payloadBytes = words.includes('end') ? 0 : (bytes ?? 100);
  const wire = new Uint8Array(24 + payloadBytes);
  const view = new DataView(wire.buffer);
  view.setUint8(0, 1);
  view.setUint8(1, words.reduce((sum, word) => sum | FLAGS[/** @type {keyof typeof FLAGS} */ (word)], 0));
  view.setUint8(2, stripe ?? sequence % stripes);
  view.setUint8(3, hops);
  view.setUint32(4, epoch);
  view.setUint32(8, sequence);
  view.setBigUint64(12, BigInt(ingestMicros ?? INGEST_MICROS + sequence * 33_000));
  view.setUint16(20, payloadBytes);
  view.setUint8(22, 1);
  wire.fill(sequence & 0xff, 24);
  return wire;
}

/** @param {ChunkSpec} spec */
export function chunkOf(spec) {
  return decodeChunk(wireOf(spec), spec.stripes ?? 2);
}

/** A whole picture in one chunk; every tenth is a keyframe. @param {number} sequence @param {Partial<ChunkSpec>} [more] */
export function picture(sequence, more = {}) {
  return chunkOf({ sequence, flags: sequence % 10 === 0 ? 'keyframe first last' : 'first last', ...more });
}

/** @param {number} sequence @param {Partial<ChunkSpec>} [more] */
export function end(sequence, more = {}) {
  return chunkOf({ sequence, flags: 'end', ...more });
}
