/**
 * The chunk's binary layout: docs/protocol.md §1. Twin of the Java class Chunk; both read the same golden vectors.
 *
 * @typedef {object} Chunk
 * @property {Uint8Array} wire      all its bytes, as they travel
 * @property {Uint8Array} payload   the bytes after the header; a view of `wire`
 * @property {number} stripe
 * @property {number} hops          relays passed when it came here
 * @property {number} epoch
 * @property {number} sequence
 * @property {number} ingestMicros
 * @property {1|2} format           1 = MPEG1 elementary stream, 2 = MPEG-TS
 * @property {boolean} keyframe
 * @property {boolean} first
 * @property {boolean} last
 * @property {boolean} end
 */

export const HEADER_BYTES = 24;
export const MAX_PAYLOAD_BYTES = 16_256;
export const MAX_CHUNK_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES;

const VERSION = 1;
const KEYFRAME = 0x01;
const FIRST = 0x02;
const LAST = 0x04;
const END = 0x08;
const ALL_FLAGS = KEYFRAME | FIRST | LAST | END;
const MAX_HOPS = 255;
const AT_HOPS = 3;

/** These bytes are no chunk; the message says which rule they break. */
export class InvalidChunkError extends Error {}

/**
 * Reads a chunk without copying it.
 *
 * @param {Uint8Array} wire the caller hands it over and changes it no more
 * @param {number} stripes  k of the stream
 * @returns {Chunk}
 * @throws {InvalidChunkError}
 */
export function decodeChunk(wire, stripes) {
  check(wire.length >= HEADER_BYTES, 'too short for a header');
  const view = new DataView(wire.buffer, wire.byteOffset, wire.byteLength);
  check(view.getUint8(0) === VERSION, 'version is not 1');
  const payloadBytes = view.getUint16(20);
  check(payloadBytes === wire.length - HEADER_BYTES, 'payload length does not match');
  check(payloadBytes <= MAX_PAYLOAD_BYTES, 'payload length is over the limit');
  check(view.getUint8(23) === 0, 'reserved byte is not 0');
  const flags = view.getUint8(1);
  check(hasPlausibleFlags(flags, payloadBytes), 'flags are impossible');
  const sequence = view.getUint32(8);
  const stripe = view.getUint8(2);
  check(stripe < stripes && stripe === sequence % stripes, 'stripe is wrong');
  return {
    wire,
    payload: wire.subarray(HEADER_BYTES),
    stripe,
    hops: view.getUint8(AT_HOPS),
    epoch: view.getUint32(4),
    sequence,
    ingestMicros: readMicros(view),
    format: readFormat(view),
    keyframe: (flags & KEYFRAME) !== 0,
    first: (flags & FIRST) !== 0,
    last: (flags & LAST) !== 0,
    end: (flags & END) !== 0,
  };
}

/**
 * Makes the chunk ready to be passed on: its hop byte goes up by one, in place. Call once for each chunk.
 *
 * @param {Chunk} chunk
 */
export function raiseHops(chunk) {
  chunk.wire[AT_HOPS] = Math.min(chunk.hops + 1, MAX_HOPS);
}

/**
 * @param {number} flags
 * @param {number} payloadBytes
 */
function hasPlausibleFlags(flags, payloadBytes) {
  if ((flags & ~ALL_FLAGS) !== 0) {
    return false;
  }
  if ((flags & END) !== 0) {
    return flags === END && payloadBytes === 0;
  }
  return payloadBytes > 0 && ((flags & KEYFRAME) === 0 || (flags & FIRST) !== 0);
}

/** @param {DataView} view */
function readMicros(view) {
  const high = view.getUint32(12);
  check(high <= 0x1f_ffff, 'ingest time is out of range');
  return high * 2 ** 32 + view.getUint32(16);
}

/**
 * @param {DataView} view
 * @returns {1|2}
 */
function readFormat(view) {
  const format = view.getUint8(22);
  if (format !== 1 && format !== 2) {
    throw new InvalidChunkError('format is unknown');
  }
  return format;
}

/**
 * @param {boolean} holds
 * @param {string} fault
 */
function check(holds, fault) {
  if (!holds) {
    throw new InvalidChunkError(fault);
  }
}
