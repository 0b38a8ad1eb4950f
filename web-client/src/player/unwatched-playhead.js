/**
 * Plays without showing anything: pictures pass at the pace of a player, so that gaps are waited for and given up, the
 * stream's end is reached, and delay and stalls are those that somebody watching would have.
 */
import { LatencyControl } from './latency-control.js';
import { Playhead } from './playhead.js';
import { readSequenceHeader } from './sequence-header.js';

/** @typedef {import('../media/picture-source.js').Picture} Picture */
/** @typedef {import('../media/picture-source.js').PictureSource} PictureSource */

/** Pure: all times are coordinate's clock in milliseconds. */
export class UnwatchedPlayhead {
  picturesPassed = 0;
  /** Ingest to playhead, −1 before the first picture. */
  delayMillis = -1;
  #source;
  #stalls;
  #control;
  #playhead;
  #epoch = -1;
  #shownMicros = 0;
  #tickedMillis = -Infinity;

  /** @param {{source: PictureSource, bufferMillis: number, stalls: import('../media/stall-meter.js').StallMeter}} needs */
  constructor({ source, bufferMillis, stalls }) {
    this.#source = source;
    this.#stalls = stalls;
    this.#control = new LatencyControl(bufferMillis);
    this.#playhead = new Playhead({
      source, control: this.#control, onSkip: () => {}, onJump: () => this.#control.restart(),
    });
  }

  snapshot() {
    const heldMicros = this.#shownMicros > 0 ? Math.max(0, this.#source.newestMicros() - this.#shownMicros) : 0;
    return { delayMillis: this.delayMillis, bufferMillis: Math.round(heldMicros / 1000), jumps: this.#playhead.jumps };
  }

  /** Call it each 100 ms or so. @param {number} nowMillis */
  tick(nowMillis) {
    this.#playhead.jumpIfHopeless();
    let picture = this.#playhead.peek(nowMillis);
    for (let at = this.#turn(picture, nowMillis); picture && at <= nowMillis; at = this.#turn(picture, nowMillis)) {
      this.#pass(picture, at);
      picture = this.#playhead.peek(nowMillis);
    }
    // Had the next picture been here it would have passed: until it comes, time is lost.
    this.#tickedMillis = nowMillis;
    if (this.#shownMicros > 0) this.#stalls.look(this.#playhead.expectedMillis, nowMillis);
  }

  /**
   * When a picture passes: when it is due, though nobody looked just then; but no sooner than when it had come.
   *
   * @param {Picture|null} picture
   * @param {number} nowMillis
   */
  #turn(picture, nowMillis) {
    if (picture?.epoch !== this.#epoch) return nowMillis;
    return Math.max(this.#control.nextDueMillis(nowMillis), Math.min(this.#tickedMillis, nowMillis));
  }

  /**
   * @param {Picture} picture
   * @param {number} atMillis
   */
  #pass(picture, atMillis) {
    if (picture.epoch !== this.#epoch) this.#control.restart();
    this.#epoch = picture.epoch;
    if (picture.keyframe) this.#readFrameRate(picture);
    this.#playhead.take(picture, this.#control.schedule(picture.ingestMicros / 1000, atMillis));
    this.#shownMicros = picture.ingestMicros;
    this.delayMillis = Math.round(atMillis - picture.ingestMicros / 1000);
    this.picturesPassed++;
  }

  /** @param {Picture} keyframe */
  #readFrameRate(keyframe) {
    const header = readSequenceHeader(keyframe.bytes[0]);
    if (header) this.#control.setFrameRate(header.framesPerSecond);
  }
}
