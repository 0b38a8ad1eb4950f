import { Distribution } from './distribution.js';

/** Sequences back to which a second copy is recognized. */
const MEMORY_CHUNKS = 8_192;
/** Whose stripe pauses for longer was without a source. */
const INTERRUPTED_MILLIS = 500;
/** A first picture of more chunks than these is none. */
const MAX_PICTURE_CHUNKS = 256;
const HEADER_BYTES = 24;
const FLAG = { keyframe: 0x01, last: 0x04 };

/**
 * What one viewer's lines bring, seen before the viewer itself: when the first chunk and the first whole picture came,
 * how old chunks were, what came twice, how long a stripe paused. Believes the headers. Pure.
 */
export class Arrivals {
  firstChunkMillis = -1;
  firstPictureMillis = -1;
  usefulBytes = 0;
  redundantBytes = 0;
  maxHops = 0;
  ageMillis = new Distribution();
  interruptionMillis = new Distribution();
  #epoch = -1;
  #memory = new Float64Array(MEMORY_CHUNKS).fill(-1);
  /** When each stripe brought something new. @type {Map<number, number>} */
  #lastMillis = new Map();
  /** The chunks since the first keyframe, and whether each ends its picture. @type {Map<number, boolean>} */
  #picture = new Map();
  #pictureStart = -1;

  /**
   * @param {ArrayBuffer} wire
   * @param {number} nowMillis         since the viewer began
   * @param {number} serverNowMicros   coordinate's clock
   */
  take(wire, nowMillis, serverNowMicros) {
    if (wire.byteLength < HEADER_BYTES) {
      return;
    }
    const header = new DataView(wire);
    const epoch = header.getUint32(4);
    const sequence = header.getUint32(8);
    this.#enter(epoch);
    if (epoch < this.#epoch || this.#memory[sequence % MEMORY_CHUNKS] === sequence) {
      this.redundantBytes += wire.byteLength;
      return;
    }
    this.#memory[sequence % MEMORY_CHUNKS] = sequence;
    this.usefulBytes += wire.byteLength;
    this.maxHops = Math.max(this.maxHops, header.getUint8(3));
    this.#timeStripe(header.getUint8(2), nowMillis);
    this.#timePicture(sequence, header.getUint8(1), nowMillis);
    if (this.firstPictureMillis >= 0 && this.firstPictureMillis < nowMillis) { // before, what comes is old on purpose
      this.ageMillis.add((serverNowMicros - Number(header.getBigUint64(12))) / 1000);
    }
  }

  /** @param {number} epoch */
  #enter(epoch) {
    if (epoch > this.#epoch) {
      this.#epoch = epoch;
      this.#memory.fill(-1);
      this.#lastMillis.clear(); // the broadcaster's pause is no interruption of ours
      this.#picture.clear();
      this.#pictureStart = -1;
    }
  }

  /**
   * @param {number} stripe
   * @param {number} nowMillis
   */
  #timeStripe(stripe, nowMillis) {
    const pauseMillis = nowMillis - (this.#lastMillis.get(stripe) ?? nowMillis);
    this.#lastMillis.set(stripe, nowMillis);
    if (pauseMillis > INTERRUPTED_MILLIS) {
      this.interruptionMillis.add(pauseMillis);
    }
  }

  /**
   * @param {number} sequence
   * @param {number} flags
   * @param {number} nowMillis
   */
  #timePicture(sequence, flags, nowMillis) {
    if (this.firstChunkMillis < 0) {
      this.firstChunkMillis = nowMillis;
    }
    if (this.firstPictureMillis >= 0 || this.#picture.size >= MAX_PICTURE_CHUNKS) {
      return;
    }
    this.#picture.set(sequence, (flags & FLAG.last) !== 0);
    if ((flags & FLAG.keyframe) !== 0 && this.#pictureStart < 0) {
      this.#pictureStart = sequence;
    }
    for (let next = this.#pictureStart; next >= 0 && this.#picture.has(next); next++) {
      if (this.#picture.get(next)) {
        this.firstPictureMillis = nowMillis;
        this.#picture.clear();
        return;
      }
    }
  }
}
