/**
 * Takes pictures off their source when they are nearly due, has them decoded, and draws each when it is due.
 *
 *   source ─ Player ─ WorkerDecoder ═ decoder-worker.js ─ Player ─ PictureCanvas
 *                                                       └ AudioOutput
 *
 * When each is due, LatencyControl says. Nothing is passed over but what is lost or what nobody could see.
 */
import { StallMeter } from '../media/stall-meter.js';
import { AudioOutput } from './audio-output.js';
import { createWorker as createBundledWorker } from './create-worker.js';
import { LatencyControl } from './latency-control.js';
import { PictureCanvas } from './picture-canvas.js';
import { Playhead } from './playhead.js';
import { readSequenceHeader } from './sequence-header.js';
import { WorkerDecoder } from './worker-decoder.js';

/** @typedef {import('../media/picture-source.js').Picture} Picture */
/** @typedef {import('../media/picture-source.js').PictureSource} PictureSource */
/** @typedef {import('./worker-decoder.js').Answer} Answer */
/** @typedef {{id: number, picture: Picture, dueMillis: number, decode: boolean, answer: Answer|null}} Given */

/**
 * What the page lends, or a test in its place.
 * @typedef {import('./worker-decoder.js').Timers & {
 *   requestAnimationFrame: (action: () => void) => number,
 *   cancelAnimationFrame: (request: number) => void,
 * }} PageTimers
 */

/** Pictures go to the decoder so early: MPEG-TS carries its sound up to 0.4 s later than the pictures it belongs to. */
const AHEAD_MILLIS = 500;
const MAX_UNANSWERED = 60;
/** Animation frames drive the player where they come; a busy or headless machine has few, a hidden page none. */
const TICK_MILLIS = 20;
export const DEFAULT_BUFFER_MILLIS = 1000;

/** @type {PageTimers} */
const PAGE_TIMERS = {
  setInterval: (action, millis) => window.setInterval(action, millis),
  clearInterval: (timer) => window.clearInterval(timer),
  requestAnimationFrame: (action) => window.requestAnimationFrame(action),
  cancelAnimationFrame: (request) => window.cancelAnimationFrame(request),
};

/**
 * Fires `picture` (CustomEvent, detail {epoch, sequence, ingestMicros}) right after that picture is on the canvas.
 */
export class Player extends EventTarget {
  /** @type {'new'|'playing'|'destroyed'} */
  #state = 'new';
  #source;
  #serverNowMicros;
  #timers;
  #canvas;
  #decoder;
  #audio;
  #control;
  #playhead;
  #stalls;
  #visible = true;
  /** @type {Given[]} */
  #given = [];
  /** What comes next does not follow on what came before. */
  #fresh = true;
  #epoch = -1;
  #shownMicros = 0;
  #delayMillis = -1;
  #picturesDrawn = 0;
  #picturesSkipped = 0;
  #timer = 0;
  #animationFrame = 0;

  /**
   * @param {object} needs
   * @param {HTMLCanvasElement} needs.canvas
   * @param {PictureSource} needs.source
   * @param {() => number} needs.serverNowMicros coordinate's clock now
   * @param {number} [needs.bufferMillis] from ingest to picture
   * @param {StallMeter} [needs.stalls]   counts while somebody watches
   * @param {() => Worker} [needs.createWorker]
   * @param {(sampleRate: number) => AudioContext} [needs.createContext]
   * @param {PageTimers} [needs.timers]
   */
  constructor({
    canvas,
    source,
    serverNowMicros,
    bufferMillis = DEFAULT_BUFFER_MILLIS,
    stalls = new StallMeter(),
    createWorker = createBundledWorker,
    createContext = (sampleRate) => new AudioContext({ sampleRate }),
    timers = PAGE_TIMERS,
  }) {
    super();
    this.#source = source;
    this.#serverNowMicros = serverNowMicros;
    this.#timers = timers;
    this.#canvas = new PictureCanvas(canvas);
    this.#stalls = stalls;
    this.#control = new LatencyControl(bufferMillis);
    this.#playhead = new Playhead({
      source,
      control: this.#control,
      onSkip: () => { this.#fresh = true; },
      onJump: () => this.#startAnew(),
    });
    this.#audio = new AudioOutput(createContext);
    this.#decoder = new WorkerDecoder({
      createWorker,
      timers,
      onAnswer: (id, answer) => this.#onAnswer(id, answer),
      onSound: (sound) => this.#audio.push(sound),
    });
  }

  start() {
    if (this.#state !== 'new') return;
    this.#state = 'playing';
    this.#decoder.start();
    this.#timer = this.#timers.setInterval(() => this.#tick(), TICK_MILLIS);
    this.#requestFrame();
  }

  destroy() {
    if (this.#state === 'destroyed') return;
    this.#state = 'destroyed';
    this.#timers.clearInterval(this.#timer);
    this.#timers.cancelAnimationFrame(this.#animationFrame);
    this.#decoder.destroy();
    this.#audio.destroy();
    this.#given = [];
  }

  /** @param {boolean} muted false only on a person's gesture: browsers refuse sound without one */
  setMuted(muted) {
    if (this.#state !== 'destroyed') this.#audio.setMuted(muted);
  }

  /**
   * Hidden, pictures are passed over as they become due, but for the sound that somebody listens to.
   *
   * @param {boolean} visible
   */
  setVisible(visible) {
    if (this.#state === 'destroyed' || visible === this.#visible) return;
    this.#visible = visible;
    if (this.#audio.state === 'playing') return;
    this.#forgetGiven();
    this.#startAnew();
    if (visible) this.#source.jumpToLive();
  }

  snapshot() {
    const newestMicros = this.#source.newestMicros();
    const heldMicros = this.#shownMicros > 0 ? Math.max(0, newestMicros - this.#shownMicros) : 0;
    return {
      picturesDrawn: this.#picturesDrawn,
      picturesSkipped: this.#picturesSkipped,
      jumps: this.#playhead.jumps,
      decoderRestarts: this.#decoder.restarts,
      delayMillis: this.#delayMillis,
      bufferMillis: Math.round(heldMicros / 1000),
      audio: this.#audio.state,
      width: this.#picturesDrawn > 0 ? this.#canvas.width : 0,
      height: this.#picturesDrawn > 0 ? this.#canvas.height : 0,
      framesPerSecond: this.#control.framesPerSecond,
    };
  }

  #requestFrame() {
    this.#animationFrame = this.#timers.requestAnimationFrame(() => {
      this.#tick();
      if (this.#state === 'playing') this.#requestFrame();
    });
  }

  #tick() {
    if (this.#state !== 'playing') return;
    const nowMillis = this.#nowMillis();
    const isWatched = this.#visible || this.#audio.state === 'playing';
    if (isWatched) this.#giveAhead(nowMillis);
    else this.#passOver(nowMillis);
    this.#drawDue(nowMillis);
    // What is given has come: that its decoding takes time is not waited for here.
    if (isWatched && this.#picturesDrawn > 0) {
      this.#stalls.look(this.#given.length > 0 ? nowMillis : this.#playhead.expectedMillis, nowMillis);
    } else {
      this.#stalls.rest();
    }
  }

  #nowMillis() {
    return this.#serverNowMicros() / 1000;
  }

  /** @param {number} nowMillis */
  #giveAhead(nowMillis) {
    this.#playhead.jumpIfHopeless();
    while (
      this.#control.nextDueMillis(nowMillis) - nowMillis <= AHEAD_MILLIS &&
      this.#decoder.unanswered < MAX_UNANSWERED
    ) {
      const picture = this.#playhead.peek(nowMillis);
      if (!picture) return;
      this.#take(picture, nowMillis);
    }
  }

  /**
   * @param {Picture} picture
   * @param {number} nowMillis
   */
  #take(picture, nowMillis) {
    if (picture.epoch !== this.#epoch) this.#startAnew();
    this.#epoch = picture.epoch;
    if (picture.keyframe) this.#readFrameRate(picture);
    const dueMillis = this.#control.schedule(picture.ingestMicros / 1000, nowMillis);
    this.#playhead.take(picture, dueMillis);
    const decode = this.#visible && (picture.keyframe || !(this.#fresh || this.#decoder.needsKeyframe));
    if (this.#visible && !decode) this.#picturesSkipped++;
    if (!decode && this.#audio.state !== 'playing') return;
    const id = this.#decoder.give(picture, { fresh: this.#fresh, decode });
    this.#fresh = false;
    this.#given.push({ id, picture, dueMillis, decode, answer: null });
  }

  /** @param {Picture} keyframe */
  #readFrameRate(keyframe) {
    const header = readSequenceHeader(keyframe.bytes[0]);
    if (header) this.#control.setFrameRate(header.framesPerSecond);
  }

  /**
   * Keeps the playhead where a viewer's would be, without decoding.
   *
   * @param {number} nowMillis
   */
  #passOver(nowMillis) {
    this.#playhead.jumpIfHopeless();
    let picture = this.#playhead.peek(nowMillis);
    while (picture && this.#control.isPast(picture.ingestMicros / 1000, nowMillis)) {
      this.#playhead.take(picture, nowMillis);
      this.#picturesSkipped++;
      picture = this.#playhead.peek(nowMillis);
    }
  }

  /** What was given already is still shown first. */
  #startAnew() {
    this.#fresh = true;
    this.#playhead.startAnew();
    this.#control.restart(this.#given.at(-1)?.dueMillis);
    this.#audio.restart();
  }

  #forgetGiven() {
    for (const { answer } of this.#given) {
      if (answer?.frame) this.#decoder.recycle(answer.frame);
    }
    this.#given = [];
    this.#decoder.drop();
  }

  /**
   * @param {number} id
   * @param {Answer} answer
   */
  #onAnswer(id, answer) {
    const given = this.#given.find((candidate) => candidate.id === id);
    if (given) given.answer = answer;
    this.#drawDue(this.#nowMillis());
  }

  /** @param {number} nowMillis */
  #drawDue(nowMillis) {
    for (let next = this.#given[0]; next?.answer && next.dueMillis <= nowMillis; next = this.#given[0]) {
      this.#given.shift();
      this.#audio.align(next.answer.pts, (nowMillis - next.dueMillis) / 1000);
      if (next.answer.frame) this.#draw(next.picture, next.answer.frame, nowMillis);
      else if (next.decode) this.#picturesSkipped++;
    }
  }

  /**
   * @param {Picture} picture
   * @param {import('./worker-messages.js').FrameMessage} frame
   * @param {number} nowMillis
   */
  #draw({ epoch, sequence, ingestMicros }, frame, nowMillis) {
    this.#canvas.draw(frame);
    this.#decoder.recycle(frame);
    this.#picturesDrawn++;
    this.#shownMicros = ingestMicros;
    this.#delayMillis = Math.round(nowMillis - ingestMicros / 1000);
    this.dispatchEvent(new CustomEvent('picture', { detail: { epoch, sequence, ingestMicros } }));
  }
}
