/**
 * Reads the sequence header with which each MPEG1 GOP opens.
 */

/** @typedef {{width: number, height: number, framesPerSecond: number}} SequenceHeader */

/** Frames per second by the header's frame rate code (ISO/IEC 11172-2, 2.4.3.2). */
const FRAME_RATES = [0, 24000 / 1001, 24, 25, 30000 / 1001, 30, 50, 60000 / 1001, 60];
const SEQUENCE_HEADER_CODE = 0xb3;
const HEADER_BYTES = 8;

/**
 * Finds the first sequence header, in an elementary stream as well as within the packets of MPEG-TS.
 *
 * @param {Uint8Array} bytes
 * @returns {SequenceHeader|null} null when there is none or when it makes no sense
 */
export function readSequenceHeader(bytes) {
  const start = findSequenceHeader(bytes);
  if (start < 0) return null;
  const width = (bytes[start + 4] << 4) | (bytes[start + 5] >> 4);
  const height = ((bytes[start + 5] & 0x0f) << 8) | bytes[start + 6];
  const framesPerSecond = FRAME_RATES[bytes[start + 7] & 0x0f] ?? 0;
  if (width === 0 || height === 0 || framesPerSecond === 0) return null;
  return { width, height, framesPerSecond };
}

/** @param {Uint8Array} bytes */
function findSequenceHeader(bytes) {
  for (let at = bytes.indexOf(1, 2); at >= 0 && at <= bytes.length - HEADER_BYTES + 2; at = bytes.indexOf(1, at + 1)) {
    if (bytes[at - 1] === 0 && bytes[at - 2] === 0 && bytes[at + 1] === SEQUENCE_HEADER_CODE) return at - 2;
  }
  return -1;
}
