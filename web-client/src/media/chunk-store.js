/** @typedef {import('./chunk-codec.js').Chunk} Chunk */

/** What may be held; whichever bound is reached first. @typedef {{maxAgeMillis: number, maxBytes: number, maxChunks: number}} Bounds */

/**
 * Chunks of one epoch by sequence, bounded: the lowest go first. Knows where pictures begin and end. Pure.
 *
 * Age is counted from a chunk's arrival, not from its ingest time: so a lying header cannot push the others out.
 */
export class ChunkStore {
  #bounds;
  /** @type {Map<number, {chunk: Chunk, atMillis: number}>} */
  #held = new Map();
  #bytes = 0;
  /** Nothing below it is held. */
  #floor = 0;
  /** Nothing below it is to be taken, because it was given up before. */
  #takenFrom = 0;
  #newest = -1;
  /** Sequences of the keyframes held, ascending. @type {number[]} */
  #keyframes = [];

  /** @param {Bounds} bounds */
  constructor(bounds) {
    this.#bounds = bounds;
  }

  /** Highest sequence held, −1 when none. */
  get newest() {
    return this.#newest;
  }

  /** Lowest sequence that may be held. */
  get floor() {
    return this.#floor;
  }

  get takenFrom() {
    return this.#takenFrom;
  }

  /** Sequences of the keyframes held, ascending. @returns {readonly number[]} */
  get keyframes() {
    return this.#keyframes;
  }

  /** @param {number} sequence */
  has(sequence) {
    return this.#held.has(sequence);
  }

  /**
   * @param {number} sequence
   * @returns {Chunk|undefined}
   */
  get(sequence) {
    return this.#held.get(sequence)?.chunk;
  }

  /** Holds a chunk that is not held yet. @param {Chunk} chunk @param {number} nowMillis */
  put(chunk, nowMillis) {
    const { sequence } = chunk;
    this.#floor = this.#newest < 0 ? sequence : Math.min(this.#floor, sequence);
    this.#newest = Math.max(this.#newest, sequence);
    this.#held.set(sequence, { chunk, atMillis: nowMillis });
    this.#bytes += chunk.wire.length;
    if (chunk.keyframe) {
      this.#keyframes.push(sequence);
      this.#keyframes.sort((a, b) => a - b);
    }
  }

  /** Lets go of the lowest, down to the bounds. @param {number} nowMillis */
  evict(nowMillis) {
    const former = this.#floor;
    while (this.#held.size > 1 && this.#isOverBounds(nowMillis)) {
      this.#bytes -= this.get(this.#floor)?.wire.length ?? 0;
      this.#held.delete(this.#floor);
      this.#floor++;
    }
    if (this.#floor > former) {
      this.#takenFrom = this.#floor;
      this.#keyframes = this.#keyframes.filter((keyframe) => keyframe >= this.#floor);
    }
  }

  clear() {
    this.#held.clear();
    this.#bytes = 0;
    this.#keyframes = [];
    this.#takenFrom = 0;
    this.#newest = -1;
  }

  /** The first sequence from this one on that is not held. @param {number} sequence */
  firstNotHeld(sequence) {
    while (this.#held.has(sequence)) {
      sequence++;
    }
    return sequence;
  }

  /** Last sequence of the whole picture that begins at this sequence; −1 when there is none. @param {number} sequence */
  pictureEnd(sequence) {
    let chunk = this.get(sequence);
    if (chunk === undefined || !chunk.first) {
      return -1;
    }
    while (chunk !== undefined && !chunk.last) {
      sequence++;
      chunk = this.get(sequence);
      if (chunk?.first || chunk?.end) {
        return -1;
      }
    }
    return chunk === undefined ? -1 : sequence;
  }

  /** Whether the picture that begins here is whole, or lacks only what is yet to come. @param {number} sequence */
  growsFrom(sequence) {
    return this.pictureEnd(sequence) >= 0 || this.firstNotHeld(sequence) > this.#newest;
  }

  /** @param {number} nowMillis */
  #isOverBounds(nowMillis) {
    const { maxAgeMillis, maxBytes, maxChunks } = this.#bounds;
    const lowest = this.#held.get(this.#floor);
    return lowest === undefined || lowest.atMillis < nowMillis - maxAgeMillis
      || this.#bytes > maxBytes || this.#held.size > maxChunks;
  }
}
