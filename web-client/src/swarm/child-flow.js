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
/** So many looks in a row at which the queue had grown. */
const GROWING_LOOKS = 5;
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
  #queueBytes = 0;
  #growing = 0;
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
    const queueMillis = (child.queueBytes * 8) / Math.max(child.kilobitsPerSecond, MIN_KILOBITS_PER_SECOND);
    this.#growing = child.queueBytes > this.#queueBytes ? this.#growing + 1 : 0;
    this.#queueBytes = child.queueBytes;
    this.#behindSinceMillis = child.isBehind ? Math.min(this.#behindSinceMillis, nowMillis) : Infinity;
    this.#countRepeats(child, nowMillis);
    const grows = this.#growing >= GROWING_LOOKS && queueMillis > SHORT_QUEUE_MILLIS;
    const lags = nowMillis - this.#behindSinceMillis >= BEHIND_MILLIS || this.#window.isBad;
    const isFresh = nowMillis - this.#sinceMillis < FRESH_MILLIS;
    this.isCongested = !isFresh && (queueMillis > OLD_QUEUE_MILLIS || grows || lags);
    this.isDrained = queueMillis <= SHORT_QUEUE_MILLIS && !child.isBehind && !this.#window.isBad;
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
