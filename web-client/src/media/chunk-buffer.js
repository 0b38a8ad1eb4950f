import { ChunkStore } from './chunk-store.js';

/** @typedef {import('./chunk-codec.js').Chunk} Chunk */
/** @typedef {import('./picture-source.js').Picture} Picture */
/** @typedef {import('./picture-source.js').PictureSource} PictureSource */
/** @typedef {'new'|'duplicate'|'old'} Verdict what became of a chunk; 'old' = too late or of an earlier epoch */

const BOUNDS = { maxAgeMillis: 12_000, maxBytes: 24 * 1024 * 1024, maxChunks: 16_384 };
/** A jump by more than this is no gap to be filled but another place in the stream. */
const MAX_GAP_CHUNKS = 4_096;
/** More missing chunks than these nobody keeps count of, nor could they all be had. */
const MAX_GAPS = 2 * MAX_GAP_CHUNKS;

/**
 * The last seconds of one epoch: puts the stripes together again, knows what is missing, shows whole pictures to the
 * player and lends chunks to children. Pure.
 *
 * @implements {PictureSource}
 */
export class ChunkBuffer {
  #store;
  #epoch = -1;
  /** Where playing began; −1 before the first keyframe. */
  #first = -1;
  /** What is played next; −1 before the first keyframe. */
  #playhead = -1;
  /** The lowest sequence from #first on that is not held. */
  #nextMissing = 0;
  /** Sequences missing, ascending, and since when. @type {Map<number, number>} */
  #gaps = new Map();
  #lost = 0;

  /** @param {Partial<import('./chunk-store.js').Bounds>} [bounds] */
  constructor(bounds = {}) {
    this.#store = new ChunkStore({ ...BOUNDS, ...bounds });
  }

  /** −1 while nothing has come. */
  get epoch() {
    return this.#epoch;
  }

  /** Highest sequence held, −1 when none. */
  get newest() {
    return this.#store.newest;
  }

  /** Sequence at which playing began, −1 before. */
  get first() {
    return this.#first;
  }

  /** Highest sequence up to which nothing is missing since the first keyframe, or since the last gap given up; −1 before. */
  get contiguous() {
    return this.#first < 0 ? -1 : this.#nextMissing - 1;
  }

  /** Chunks given up because something before them was missing. */
  get chunksLost() {
    return this.#lost;
  }

  /** Missing sequences, ascending, each with the time at which it was first seen missing. @returns {ReadonlyMap<number, number>} */
  get gaps() {
    return this.#gaps;
  }

  /** Whether the epoch's end has been received. */
  get endReceived() {
    return this.get(this.newest)?.end === true;
  }

  /** Whether the epoch is over and everything before its end is played, but for a picture that was cut short. */
  get ended() {
    const isPlayed = this.contiguous === this.newest && this.#store.pictureEnd(this.#playhead) < 0;
    return this.endReceived && (this.#playhead < 0 || isPlayed);
  }

  /**
   * Takes a chunk that has passed the codec. A greater epoch replaces the one held.
   *
   * @param {Chunk} chunk
   * @param {number} nowMillis
   * @returns {Verdict}
   */
  insert(chunk, nowMillis) {
    if (chunk.epoch < this.#epoch) {
      return 'old';
    }
    if (chunk.epoch > this.#epoch) {
      this.#clear();
      this.#epoch = chunk.epoch;
    }
    if (this.#store.has(chunk.sequence)) {
      return 'duplicate';
    }
    if (chunk.sequence < Math.max(this.#store.takenFrom, this.newest - MAX_GAP_CHUNKS)) {
      return 'old';
    }
    if (this.newest >= 0 && chunk.sequence > this.newest + MAX_GAP_CHUNKS) {
      this.#lost += chunk.sequence - this.newest - 1;
      this.#clear();
    }
    this.#put(chunk, nowMillis);
    this.#evict(nowMillis);
    return 'new';
  }

  /**
   * @param {number} sequence
   * @returns {Chunk|undefined}
   */
  get(sequence) {
    return this.#store.get(sequence);
  }

  /** Whether everything from this sequence on is, or was, within reach. @param {number} sequence */
  reaches(sequence) {
    return this.newest >= 0 && sequence >= this.#store.floor;
  }

  /** Sequence of the newest keyframe held, −1 when none. */
  latestKeyframe() {
    return this.#store.keyframes.at(-1) ?? -1;
  }

  /**
   * The first sequence of a stripe that is not held, from the first gap on; −1 while playing has not begun.
   *
   * @param {number} stripe
   * @param {number} stripes
   */
  firstMissing(stripe, stripes) {
    if (this.#first < 0) {
      return -1;
    }
    let sequence = this.#nextMissing + ((stripe - (this.#nextMissing % stripes) + stripes) % stripes);
    while (this.#store.has(sequence)) {
      sequence += stripes;
    }
    return sequence;
  }

  // ---- PictureSource

  /** @returns {Picture|null} */
  peek() {
    this.#passFalseEnd();
    const head = this.get(this.#playhead);
    const end = this.#store.pictureEnd(this.#playhead);
    if (head === undefined || end < 0) {
      return null;
    }
    const bytes = [];
    let { ingestMicros } = head;
    for (let sequence = this.#playhead; sequence <= end; sequence++) {
      const chunk = this.get(sequence) ?? head;
      ingestMicros = chunk.ingestMicros;
      bytes.push(chunk.payload);
    }
    return { epoch: head.epoch, sequence: head.sequence, keyframe: head.keyframe, format: head.format, ingestMicros, bytes };
  }

  advance() {
    const end = this.#store.pictureEnd(this.#playhead);
    if (end >= 0) {
      this.#playhead = end + 1;
    }
  }

  blocked() {
    if (this.#playhead < 0 || this.#store.pictureEnd(this.#playhead) >= 0) {
      return false;
    }
    for (let sequence = this.#playhead + 1; sequence <= this.newest; sequence++) {
      if (this.#store.pictureEnd(sequence) >= 0) {
        return true;
      }
    }
    return false;
  }

  skip() {
    const target = this.#store.keyframes.find((keyframe) => (
      keyframe > this.#playhead && this.#store.growsFrom(keyframe)
    ));
    if (this.#playhead < 0 || target === undefined) {
      return 0;
    }
    const givenUp = target - this.#playhead;
    this.#lost += givenUp;
    this.#playFrom(target);
    return givenUp;
  }

  newestMicros() {
    return this.get(this.newest)?.ingestMicros ?? 0;
  }

  jumpToLive() {
    const target = this.latestKeyframe();
    if (this.#playhead < 0 || target <= this.#playhead) {
      return 0;
    }
    const passed = target - this.#playhead;
    this.#playFrom(target);
    return passed;
  }

  // ---- inside

  #clear() {
    this.#store.clear();
    this.#stopPlaying();
  }

  /** Play from the next keyframe that comes. */
  #stopPlaying() {
    this.#gaps.clear();
    this.#first = -1;
    this.#playhead = -1;
  }

  /**
   * @param {Chunk} chunk
   * @param {number} nowMillis
   */
  #put(chunk, nowMillis) {
    const { sequence } = chunk;
    const former = this.newest;
    this.#store.put(chunk, nowMillis);
    if (this.#first >= 0) {
      this.#gaps.delete(sequence);
      this.#noteGaps(former + 1, nowMillis);
      this.#nextMissing = this.#store.firstNotHeld(this.#nextMissing);
    } else if (chunk.keyframe) {
      this.#first = sequence;
      this.#noteGaps(sequence + 1, nowMillis);
      this.#nextMissing = sequence;
      this.#playFrom(sequence);
    }
  }

  /**
   * @param {number} from
   * @param {number} nowMillis
   */
  #noteGaps(from, nowMillis) {
    for (let sequence = from; sequence < this.newest && this.#gaps.size < MAX_GAPS; sequence++) {
      if (!this.#store.has(sequence)) {
        this.#gaps.set(sequence, nowMillis);
      }
    }
  }

  /** What lies before is no longer missed. @param {number} sequence */
  #playFrom(sequence) {
    this.#playhead = sequence;
    this.#nextMissing = this.#store.firstNotHeld(Math.max(this.#nextMissing, sequence));
    this.#forgetGapsBelow(sequence);
  }

  /** @param {number} sequence */
  #forgetGapsBelow(sequence) {
    for (const gap of this.#gaps.keys()) {
      if (gap >= sequence) {
        break;
      }
      this.#gaps.delete(gap);
    }
  }

  /** @param {number} nowMillis */
  #evict(nowMillis) {
    this.#store.evict(nowMillis);
    if (this.#playhead >= 0 && this.#playhead < this.#store.floor) {
      this.#followFloor();
    }
  }

  /** What was to be played next is gone: play from the first keyframe that is left, or from the next that comes. */
  #followFloor() {
    const target = this.#store.keyframes[0];
    this.#lost += (target ?? this.newest + 1) - this.#playhead;
    if (target === undefined) {
      this.#stopPlaying();
    } else {
      this.#playFrom(target);
    }
  }

  /** An end that something follows was none: a parent lied, and the stream goes on. */
  #passFalseEnd() {
    if (this.get(this.#playhead)?.end && this.newest > this.#playhead) {
      this.#playhead++;
    }
  }
}
