/** @typedef {import('./chunk-codec.js').Chunk} Chunk */
/** @typedef {import('./chunk-buffer.js').ChunkBuffer} ChunkBuffer */
/** @typedef {{kind: 'forward'|'viewer', name: string}} Sender */

/** How far ahead of what we hold without a gap a viewer is believed to be … */
const MAX_AHEAD_CHUNKS = 2_048;
/** … plus so many for each second in which nothing came. */
const MAX_CHUNKS_PER_SECOND = 1_000;
/** An epoch is at most coordinate's clock in seconds, or one more than the epoch before: restarts in quick succession. */
const MAX_EPOCH_AHEAD_SECONDS = 60;
const MAX_INGEST_AHEAD_MICROS = 60_000_000;
/** After so long without a chunk the epoch that we hold is over. */
const EPOCH_SILENCE_MILLIS = 500;
const MAX_ASIDE_CHUNKS = 512;

/**
 * Decides which well-formed chunks are let in. A forward is believed. A viewer may lie, so that one chunk of it must
 * not throw away what we hold: a greater epoch is let in only when the one held has ended or fallen silent, or when a
 * second sender says the same; until then its chunks wait aside, bounded. Pure.
 */
export class ArrivalGate {
  #buffer;
  #serverNowMicros;
  #lastAdmittedMillis = -Infinity;
  /** Chunks of the greater epoch that waits. @type {Chunk[]} */
  #aside = [];
  /** @type {Set<string>} */
  #witnesses = new Set();

  /** @param {{buffer: ChunkBuffer, serverNowMicros: () => number}} needs */
  constructor({ buffer, serverNowMicros }) {
    this.#buffer = buffer;
    this.#serverNowMicros = serverNowMicros;
  }

  /**
   * @param {Chunk} chunk
   * @param {Sender} sender
   * @param {number} nowMillis
   * @returns {Chunk[]} what may enter the buffer now: mostly this chunk; none, or all that waited, at an epoch's change
   */
  admit(chunk, sender, nowMillis) {
    if (sender.kind === 'viewer' && !this.#isPlausible(chunk, nowMillis)) {
      return [];
    }
    const isGreater = this.#buffer.epoch >= 0 && chunk.epoch > this.#buffer.epoch;
    const admitted = isGreater ? this.#admitGreaterEpoch(chunk, sender, nowMillis) : [chunk];
    if (admitted.length > 0 && chunk.epoch >= this.#buffer.epoch) {
      this.#lastAdmittedMillis = nowMillis;
    }
    return admitted;
  }

  /**
   * @param {Chunk} chunk
   * @param {number} nowMillis
   */
  #isPlausible(chunk, nowMillis) {
    const serverMicros = this.#serverNowMicros();
    if (chunk.ingestMicros > serverMicros + MAX_INGEST_AHEAD_MICROS
      || chunk.epoch > serverMicros / 1e6 + MAX_EPOCH_AHEAD_SECONDS) {
      return false;
    }
    if (chunk.epoch !== this.#buffer.epoch) {
      return true;
    }
    const { contiguous, newest } = this.#buffer;
    const silentSeconds = (nowMillis - this.#lastAdmittedMillis) / 1000;
    const reached = contiguous < 0 ? newest : contiguous;
    return chunk.sequence <= reached + MAX_AHEAD_CHUNKS + silentSeconds * MAX_CHUNKS_PER_SECOND;
  }

  /**
   * @param {Chunk} chunk
   * @param {Sender} sender
   * @param {number} nowMillis
   */
  #admitGreaterEpoch(chunk, sender, nowMillis) {
    const waiting = this.#aside[0]?.epoch ?? chunk.epoch;
    if (chunk.epoch < waiting) {
      return [];
    }
    if (chunk.epoch > waiting) {
      this.#forgetAside();
    }
    this.#witnesses.add(sender.name);
    const isOver = this.#buffer.endReceived || nowMillis - this.#lastAdmittedMillis >= EPOCH_SILENCE_MILLIS;
    if (sender.kind === 'viewer' && !isOver && this.#witnesses.size < 2) {
      if (this.#aside.length < MAX_ASIDE_CHUNKS) {
        this.#aside.push(chunk);
      }
      return [];
    }
    const admitted = [...this.#aside, chunk];
    this.#forgetAside();
    return admitted;
  }

  #forgetAside() {
    this.#aside = [];
    this.#witnesses.clear();
  }
}
