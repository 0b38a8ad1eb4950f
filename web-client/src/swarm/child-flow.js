/**
 * How one child fares, just now.
 *
 * @typedef {object} ChildLook
 * @property {string} viewer
 * @property {number} slots             stripes that it has from us as the tracker wants it
 * @property {number} queueBytes        what waits in its send queue
 * @property {number} kilobitsPerSecond what we send it
 * @property {boolean} isBehind         whether it still lacks what has been here for long, or misses chunks
 * @property {number} chunksSent        since it came
 * @property {number} chunksRepeated    of them those that it asked for once more
 */

/** A queue that holds more than this of the stream does not drain as fast as it is filled. */
const OLD_QUEUE_MILLIS = 300;
/** No more than this waits where all is well. */
const SHORT_QUEUE_MILLIS = 100;
/** A queue that a large picture makes is gone within that; what then still waits is a standing queue. */
const STANDING_MILLIS = 1_000;
/** A stream that has just paused is still measured by something. */
const MIN_KILOBITS_PER_SECOND = 64;
/** A newcomer gets the running GOP first, as fast as it goes. */
const FRESH_MILLIS = 2_000;
const BEHIND_MILLIS = 1_000;
const REPEATS_WINDOW_MILLIS = 1_000;
const MANY_REPEATS = 8;
const MANY_REPEATS_SHARE = 0.2;

/** Whether one child takes what we send it as fast as it comes. Pure. */
export class ChildFlow {
  isCongested = false;
  /** Whether its queue is as short as where all is well. */
  isDrained = false;
  #sinceMillis;
  /** The shortest that the queue was, of late and before. */
  #shortest = { sinceMillis: -Infinity, bytes: Infinity, formerBytes: Infinity };
  #behindSinceMillis = Infinity;
  #window = { atMillis: -Infinity, sent: 0, repeated: 0, isBad: false };

  /** @param {number} nowMillis */
  constructor(nowMillis) {
    this.#sinceMillis = nowMillis;
  }

  /**
   * @param {ChildLook} child
   * @param {number} nowMillis
   */
  look(child, nowMillis) {
    const bytes = this.#standingBytes(child.queueBytes, nowMillis);
    const queueMillis = (bytes * 8) / Math.max(child.kilobitsPerSecond, MIN_KILOBITS_PER_SECOND);
    this.#behindSinceMillis = child.isBehind ? Math.min(this.#behindSinceMillis, nowMillis) : Infinity;
    this.#countRepeats(child, nowMillis);
    const lags = nowMillis - this.#behindSinceMillis >= BEHIND_MILLIS || this.#window.isBad;
    const isFresh = nowMillis - this.#sinceMillis < FRESH_MILLIS;
    this.isCongested = !isFresh && (queueMillis > OLD_QUEUE_MILLIS || lags);
    this.isDrained = queueMillis <= SHORT_QUEUE_MILLIS && !child.isBehind && !this.#window.isBad;
  }

  /**
   * @param {number} bytes
   * @param {number} nowMillis
   */
  #standingBytes(bytes, nowMillis) {
    if (nowMillis - this.#shortest.sinceMillis >= STANDING_MILLIS / 2) {
      this.#shortest = { sinceMillis: nowMillis, bytes, formerBytes: this.#shortest.bytes };
    }
    this.#shortest.bytes = Math.min(this.#shortest.bytes, bytes);
    return Math.min(this.#shortest.bytes, this.#shortest.formerBytes);
  }

  /**
   * @param {ChildLook} child
   * @param {number} nowMillis
   */
  #countRepeats({ chunksSent, chunksRepeated }, nowMillis) {
    const { atMillis, sent, repeated } = this.#window;
    if (nowMillis - atMillis < REPEATS_WINDOW_MILLIS) {
      return;
    }
    const repeats = chunksRepeated - repeated;
    const isFirst = atMillis === -Infinity;
    const isBad = !isFirst && repeats >= MANY_REPEATS && repeats > MANY_REPEATS_SHARE * (chunksSent - sent);
    this.#window = { atMillis: nowMillis, sent: chunksSent, repeated: chunksRepeated, isBad };
  }
}
