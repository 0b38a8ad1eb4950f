import { RateMeter } from '../rate-meter.js';

/** @typedef {import('../media/chunk-codec.js').Chunk} Chunk */

/** What the browser has it sends, whatever becomes of the child: so no more than keeps the line busy for a moment. */
const MAX_BYTES = 32 * 1024;
/** More of a fast stream: so much of it. */
const MAX_MILLIS = 100;
/** A queue of so much of the stream makes what comes late, unless it is gone by the next look: a large picture alone is more. */
const JAM_MILLIS = 200;
const MIN_KILOBITS = 64;
/** A queue of so much keeps back those whom we only help out … */
const BUSY_MILLIS = 100;
/** … unless nothing of it has gone for so long: then it is that child that takes nothing. */
const STUCK_MILLIS = 250;

/** What waits to go to one child: how much of it may, how much does, and whether it moves. Pure but for the channel. */
export class SendQueue {
  chunks = 0;
  sent = new RateMeter();
  /** Whether what comes to the child comes late. */
  isJammed = false;
  #isLong = false;
  #channel;
  #maxBytes;
  #roomBytes;
  #mustStandBack;
  #kilobits = MIN_KILOBITS;
  #backlogBytes = 0;
  /** What had left the queue, and when that was last more than before. */
  #drained = { bytes: 0, atMillis: 0 };

  /**
   * @param {object} needs
   * @param {{queueBytes: number, sendChunk: (wire: Uint8Array) => void}} needs.channel
   * @param {number} [needs.maxBytes]
   * @param {() => boolean} needs.mustStandBack   whether nothing may be sent just now
   */
  constructor({ channel, maxBytes = MAX_BYTES, mustStandBack }) {
    this.#channel = channel;
    this.#maxBytes = maxBytes;
    this.#roomBytes = maxBytes;
    this.#mustStandBack = mustStandBack;
  }

  get bytes() {
    return this.#channel.queueBytes;
  }

  /**
   * Says whether our line is busy with it. What waits for a child that takes nothing at all does not count. Call it often.
   *
   * @param {number} kilobits       the rate of what the child gets, 0 when not known
   * @param {number} backlogBytes   what waits for its turn elsewhere
   * @param {number} nowMillis
   */
  look(kilobits, backlogBytes, nowMillis) {
    this.#kilobits = Math.max(MIN_KILOBITS, kilobits);
    this.#roomBytes = Math.max(this.#maxBytes, (kilobits * MAX_MILLIS) / 8);
    this.#backlogBytes = backlogBytes;
    const wasLong = this.#isLong;
    this.#isLong = this.#millis > JAM_MILLIS;
    this.isJammed = wasLong && this.#isLong;
    const goneBytes = this.sent.total - this.bytes;
    if (goneBytes !== this.#drained.bytes || this.bytes === 0) {
      this.#drained = { bytes: goneBytes, atMillis: nowMillis };
    }
    return this.#millis > BUSY_MILLIS && nowMillis - this.#drained.atMillis < STUCK_MILLIS;
  }

  /**
   * @param {Chunk} chunk
   * @param {number} nowMillis
   * @returns {boolean} false when it may not be sent now
   */
  send(chunk, nowMillis) {
    const bytes = chunk.wire.length;
    if (this.bytes + bytes > this.#roomBytes || this.#mustStandBack()) {
      return false;
    }
    this.#channel.sendChunk(chunk.wire);
    this.chunks++;
    this.sent.add(bytes, nowMillis);
    return true;
  }

  /** How much of the stream waits. */
  get #millis() {
    return ((this.bytes + this.#backlogBytes) * 8) / this.#kilobits;
  }
}
