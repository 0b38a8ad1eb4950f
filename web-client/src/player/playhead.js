/**
 * Where playing is: which picture comes next, and when one is waited for, given up or jumped over.
 */

/** @typedef {import('../media/picture-source.js').Picture} Picture */
/** @typedef {import('../media/picture-source.js').PictureSource} PictureSource */

/** So long past its due time a picture with a gap is waited for. */
const GAP_PATIENCE_MILLIS = 1500;
/** The mean distance of pictures moves by this part towards each new one. */
const INTERVAL_WEIGHT = 1 / 8;
const MAX_INTERVAL_MILLIS = 2000;

/** Pure: all times are coordinate's clock in milliseconds. */
export class Playhead {
  /** How often pictures were given up or jumped over. */
  jumps = 0;
  #source;
  #control;
  #onSkip;
  #onJump;
  /** When the picture at the playhead was first seen to have a gap. @type {number|null} */
  #gapSinceMillis = null;
  #epoch = -1;
  #ingestMillis = 0;
  #intervalMillis = 0;
  #dueMillis = Infinity;

  /**
   * @param {object} needs
   * @param {PictureSource} needs.source
   * @param {import('./latency-control.js').LatencyControl} needs.control
   * @param {() => void} needs.onSkip   the next picture does not follow on the last
   * @param {() => void} needs.onJump   playing begins anew at a newer place
   */
  constructor({ source, control, onSkip, onJump }) {
    this.#source = source;
    this.#control = control;
    this.#onSkip = onSkip;
    this.#onJump = onJump;
  }

  /**
   * When the picture after the last one taken was to be shown; Infinity before the first one and at the end. By how far
   * apart pictures really are: a stream may have fewer than its header says.
   */
  get expectedMillis() {
    return this.#source.ended ? Infinity : this.#dueMillis + this.#intervalMillis;
  }

  /** Jumps to the newest if so much is held that playing it would never catch up. */
  jumpIfHopeless() {
    const picture = this.#source.peek();
    if (!picture || !this.#control.isHopeless(picture.ingestMicros / 1000, this.#source.newestMicros() / 1000)) return;
    if (this.#source.jumpToLive() === 0) return;
    this.jumps++;
    this.startAnew();
    this.#onJump();
  }

  /**
   * @param {number} nowMillis
   * @returns {Picture|null} the next one; null when it is not there yet, or just given up
   */
  peek(nowMillis) {
    const picture = this.#source.peek();
    if (picture) this.#gapSinceMillis = null;
    else this.#waitForGap(nowMillis);
    return picture;
  }

  /**
   * Moves on.
   *
   * @param {Picture} picture as peek() answered it
   * @param {number} dueMillis when it is shown
   */
  take({ epoch, ingestMicros }, dueMillis) {
    const ingestMillis = ingestMicros / 1000;
    const distanceMillis = Math.min(Math.max(0, ingestMillis - this.#ingestMillis), MAX_INTERVAL_MILLIS);
    const weight = this.#intervalMillis === 0 ? 1 : INTERVAL_WEIGHT;
    if (epoch === this.#epoch) this.#intervalMillis += (distanceMillis - this.#intervalMillis) * weight;
    this.#epoch = epoch;
    this.#ingestMillis = ingestMillis;
    this.#dueMillis = dueMillis;
    this.#source.advance();
  }

  startAnew() {
    this.#gapSinceMillis = null;
  }

  /** @param {number} nowMillis */
  #waitForGap(nowMillis) {
    if (!this.#source.blocked()) {
      this.#gapSinceMillis = null;
      return;
    }
    this.#gapSinceMillis ??= nowMillis;
    const waitedMillis = nowMillis - Math.max(this.#gapSinceMillis, this.#control.nextDueMillis(this.#gapSinceMillis));
    if (waitedMillis < GAP_PATIENCE_MILLIS || this.#source.skip() === 0) return;
    this.#gapSinceMillis = null;
    this.jumps++;
    this.#onSkip();
  }
}
