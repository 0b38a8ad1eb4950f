import { MAX_REQUESTED_SEQUENCES } from '../signaling/messages.js';
import { Budget } from './budget.js';
import { SendQueue } from './send-queue.js';

/** @typedef {import('../media/chunk-codec.js').Chunk} Chunk */
/** @typedef {import('../media/chunk-buffer.js').ChunkBuffer} ChunkBuffer */
/** @typedef {import('../signaling/messages.js').Position} Position */

/**
 * What a feed needs of the link to its child.
 * @typedef {object} ChildChannel
 * @property {string} name
 * @property {number} queueBytes   what waits in the browser's send queue
 * @property {(wire: Uint8Array) => void} sendChunk
 * @property {(epoch: number, sequences: number[]) => void} sendMissing
 * @property {(stripes: number[]) => void} sendWait
 */

const WAIT_AGAIN_MILLIS = 400;
const BEHIND_MICROS = 500_000;
/** A backlog may be so far behind the newest chunk before it goes on at a keyframe: nobody plays later than that. */
const MAX_LAG_MICROS = 2_000_000;
/** What a child may ask for a second time, each second. */
const MAX_REPEATS_PER_SECOND = 128;

/**
 * Feeds one child: passes on each chunk of its stripes as it comes, and before that what it asked for of the past, as
 * fast as its send queue drains. What does not fit there waits in the buffer, so that it need not go when the child wants
 * it no more; a child too slow for that loses everything up to the next keyframe. Pure but for the channel.
 */
export class ChildFeed {
  chunksDropped = 0;
  /** Of those sent, the ones that the child asked for once more, of stripes that it has from us. */
  chunksRepeated = 0;
  /** @type {Set<number>} */
  stripes = new Set();
  /** Whether the tracker gave us this child; else we help it out, with what the others leave of our line. */
  isNamed = true;
  #channel;
  #queue;
  #buffer;
  #stripeCount;
  #toldToWaitMillis = -Infinity;
  #mustStandBack;
  #epoch = -1;
  /** Stripes that are still behind, and the sequence at which each goes on. @type {Map<number, number>} */
  #backlog = new Map();
  #repeats = new Budget(MAX_REPEATS_PER_SECOND);

  /**
   * @param {object} needs
   * @param {ChildChannel} needs.channel
   * @param {ChunkBuffer} needs.buffer
   * @param {number} needs.stripeCount   k
   * @param {number} [needs.maxQueueBytes]
   * @param {() => boolean} [needs.mustStandBack]   whether whom we only help out gets nothing just now
   */
  constructor({ channel, buffer, stripeCount, maxQueueBytes, mustStandBack = () => false }) {
    this.#channel = channel;
    this.#queue = new SendQueue({ channel, maxBytes: maxQueueBytes, mustStandBack: () => this.#standsBack() });
    this.#buffer = buffer;
    this.#stripeCount = stripeCount;
    this.#mustStandBack = mustStandBack;
  }

  get chunksSent() {
    return this.#queue.chunks;
  }

  get sent() {
    return this.#queue.sent;
  }

  /**
   * Measures what waits; says whether our line is busy with it. Call it often.
   *
   * @param {number} stripeKilobits  the rate of one stripe, 0 when not known
   * @param {number} nowMillis
   */
  watchQueue(stripeKilobits, nowMillis) {
    return this.#queue.look(stripeKilobits * this.stripes.size, this.#backlogBytes(), nowMillis);
  }

  /**
   * Tells the child when what it gets comes late, so that it does not take us for gone.
   *
   * @param {(stripe: number) => boolean} isLate   whether a stripe comes late to us
   * @param {number} nowMillis
   */
  tellToWait(isLate, nowMillis) {
    if (nowMillis - this.#toldToWaitMillis < WAIT_AGAIN_MILLIS) {
      return;
    }
    const late = [...this.stripes].filter((stripe) => this.#queue.isJammed || isLate(stripe));
    if (late.length > 0) {
      this.#toldToWaitMillis = nowMillis;
      this.#channel.sendWait(late);
    }
  }

  /** What waits in the browser's send queue. */
  get unsentBytes() {
    return this.#queue.bytes;
  }

  /** What waits there or in the buffer. */
  get queueBytes() {
    return this.#queue.bytes + this.#backlogBytes();
  }

  /** Whether the child still lacks what has been here for long. */
  get isBehind() {
    const [, oldest] = this.#oldestOfBacklog();
    const chunk = this.#buffer.get(oldest);
    return chunk !== undefined && this.#buffer.newestMicros() - chunk.ingestMicros > BEHIND_MICROS;
  }

  /**
   * Replaces the set of stripes; those new in it start at `from`, or at our latest keyframe.
   *
   * @param {number[]} stripes
   * @param {Position|null} from
   * @param {number} nowMillis
   */
  subscribe(stripes, from, nowMillis) {
    this.#followEpoch();
    const wanted = new Set(stripes.filter((stripe) => stripe < this.#stripeCount));
    const start = this.#startFor(from);
    for (const stripe of wanted) {
      if (!this.stripes.has(stripe) && start >= 0) {
        this.#backlog.set(stripe, this.#align(start, stripe));
      }
    }
    for (const stripe of this.stripes) {
      if (!wanted.has(stripe)) {
        this.#backlog.delete(stripe);
      }
    }
    this.stripes = wanted;
    this.drain(nowMillis);
  }

  /**
   * A chunk has just entered the buffer.
   *
   * @param {Chunk} chunk
   * @param {number} nowMillis
   */
  relay(chunk, nowMillis) {
    this.#followEpoch();
    const goesOnAt = this.#backlog.get(chunk.stripe);
    if (!this.stripes.has(chunk.stripe)) {
      return;
    }
    if (goesOnAt !== undefined && chunk.sequence >= goesOnAt) {
      this.drain(nowMillis);
    } else if (!this.#queue.send(chunk, nowMillis)) {
      this.#keepBack(chunk, goesOnAt);
    }
  }

  /**
   * @param {Chunk} chunk
   * @param {number|undefined} goesOnAt  of its backlog, if there is one
   */
  #keepBack(chunk, goesOnAt) {
    if (goesOnAt === undefined && chunk.sequence + this.#stripeCount > this.#buffer.newest) {
      this.#backlog.set(chunk.stripe, chunk.sequence);
    } else {
      this.chunksDropped++; // it was late itself: later ones have gone already
    }
  }

  /**
   * Sends chunks once more; says which ones it cannot send.
   *
   * @param {number} epoch
   * @param {number[]} sequences
   * @param {number} nowMillis
   */
  repeat(epoch, sequences, nowMillis) {
    const missing = sequences.slice(0, MAX_REQUESTED_SEQUENCES).filter((sequence) => {
      const chunk = epoch === this.#buffer.epoch ? this.#buffer.get(sequence) : undefined;
      const mayGo = chunk !== undefined && !this.#mustStandBack() && this.#repeats.spend(nowMillis);
      const isSent = mayGo && this.#queue.send(chunk, nowMillis);
      this.chunksRepeated += isSent && this.stripes.has(chunk.stripe) ? 1 : 0;
      return !isSent;
    });
    if (missing.length > 0) {
      this.#channel.sendMissing(epoch, missing);
    }
  }

  /** Sends what fits of the backlog, the oldest first. @param {number} nowMillis */
  drain(nowMillis) {
    this.#followEpoch();
    while (this.#backlog.size > 0) {
      const [stripe, sequence] = this.#oldestOfBacklog();
      const chunk = this.#buffer.get(sequence);
      if (chunk !== undefined && !this.#queue.send(chunk, nowMillis)) {
        this.#passOverIfFarBehind(chunk);
        return;
      }
      if (sequence + this.#stripeCount > this.#buffer.newest) {
        this.#backlog.delete(stripe);
      } else {
        this.#backlog.set(stripe, sequence + this.#stripeCount);
      }
    }
  }

  /** A new epoch starts at its first chunk: there is no past of it to send. */
  #followEpoch() {
    if (this.#epoch !== this.#buffer.epoch) {
      this.#epoch = this.#buffer.epoch;
      this.#backlog.clear();
    }
  }

  /**
   * @param {Position|null} from
   * @returns {number} −1: with what comes next
   */
  #startFor(from) {
    const isOurs = from !== null && from.epoch === this.#buffer.epoch;
    if (isOurs && from.sequence > this.#buffer.newest) {
      return -1;
    }
    return isOurs && this.#buffer.reaches(from.sequence) ? from.sequence : this.#buffer.latestKeyframe();
  }

  /**
   * @param {number} start
   * @param {number} stripe
   */
  #align(start, stripe) {
    return start + ((stripe - (start % this.#stripeCount) + this.#stripeCount) % this.#stripeCount);
  }

  /** @returns {[number, number]} */
  #oldestOfBacklog() {
    /** @type {[number, number]} */
    let oldest = [0, Infinity];
    for (const entry of this.#backlog) {
      oldest = entry[1] < oldest[1] ? entry : oldest;
    }
    return oldest;
  }

  #backlogBytes() {
    let bytes = 0;
    for (const [stripe, sequence] of this.#backlog) {
      if (this.stripes.has(stripe)) {
        for (let next = sequence; next <= this.#buffer.newest; next += this.#stripeCount) {
          bytes += this.#buffer.get(next)?.wire.length ?? 0;
        }
      }
    }
    return bytes;
  }

  /** A backlog that the stream runs away from goes on at the latest keyframe. @param {Chunk} next */
  #passOverIfFarBehind(next) {
    const keyframe = this.#buffer.latestKeyframe();
    const isFarBehind = this.#buffer.newestMicros() - next.ingestMicros > MAX_LAG_MICROS;
    if (!isFarBehind || keyframe <= next.sequence) {
      return;
    }
    for (const [stripe, sequence] of this.#backlog) {
      const resumed = Math.max(sequence, this.#align(keyframe, stripe));
      this.chunksDropped += (resumed - sequence) / this.#stripeCount;
      this.#backlog.set(stripe, resumed);
    }
  }

  #standsBack() {
    return !this.isNamed && this.#mustStandBack();
  }
}
