/**
 * Plays the stream's sound in step with its pictures. Muted until a person asks for sound: browsers start an
 * AudioContext only on a gesture.
 *
 * Sound is scheduled by the stream's own clock, which each picture drawn ties to the context's. Small drift is taken
 * up by the playing speed, larger drift by silence or by dropping; delay never grows.
 */

/** @typedef {import('./worker-messages.js').Sound} Sound */

/** Before the first picture is drawn there is nothing to be in step with. */
const MAX_WAITING_SECONDS = 2;
const MAX_SCHEDULED_SECONDS = 3;
/** Beyond this, ears and eyes disagree. */
const MAX_DRIFT_SECONDS = 0.08;
const MAX_SPEED_CHANGE = 0.04;
/** Pictures are drawn at a screen's moments; their mean is steadier. */
const ANCHOR_WEIGHT = 0.1;

export class AudioOutput {
  #createContext;
  /** @type {AudioContext|null} */
  #context = null;
  #muted = true;
  #sampleRate = 0;
  /** The context's time at the stream's time zero. @type {number|null} */
  #offset = null;
  #scheduledUntil = 0;
  /** @type {Sound[]} */
  #waiting = [];
  /** @type {Set<AudioBufferSourceNode>} */
  #nodes = new Set();

  /** @param {(sampleRate: number) => AudioContext} createContext */
  constructor(createContext) {
    this.#createContext = createContext;
  }

  /** @returns {'none'|'muted'|'playing'} none: no sound has come yet */
  get state() {
    if (this.#sampleRate === 0) return 'none';
    return this.#muted ? 'muted' : 'playing';
  }

  /** @param {boolean} muted false only on a person's gesture */
  setMuted(muted) {
    if (muted === this.#muted) return;
    this.#muted = muted;
    this.restart();
    if (muted) this.#context?.suspend().catch(() => {});
    else this.#openContext();
  }

  /** Sound and pictures start anew: what was scheduled belongs to the past. */
  restart() {
    for (const node of this.#nodes) node.stop();
    this.#nodes.clear();
    this.#waiting = [];
    this.#offset = null;
    this.#scheduledUntil = 0;
  }

  /**
   * Says that the picture of this time is shown just now.
   *
   * @param {number} pts seconds on the stream's clock
   * @param {number} secondsAgo since it was due
   */
  align(pts, secondsAgo) {
    if (!this.#context || this.#muted || Number.isNaN(pts)) return;
    const offset = this.#context.currentTime - secondsAgo - pts;
    const drift = offset - (this.#offset ?? Infinity);
    this.#offset = Math.abs(drift) > MAX_DRIFT_SECONDS ? offset : offset - drift * (1 - ANCHOR_WEIGHT);
    this.#scheduleWaiting();
  }

  /** @param {Sound} sound */
  push(sound) {
    this.#sampleRate = sound.sampleRate;
    if (this.#muted) return;
    this.#openContext();
    this.#waiting.push(sound);
    while (seconds(this.#waiting) > MAX_WAITING_SECONDS) this.#waiting.shift();
    this.#scheduleWaiting();
  }

  destroy() {
    this.restart();
    this.#muted = true;
    this.#context?.close().catch(() => {});
    this.#context = null;
  }

  #openContext() {
    if (this.#sampleRate === 0) return;
    this.#context ??= this.#createContext(this.#sampleRate);
    if (this.#context.state === 'suspended') this.#context.resume().catch(() => {});
  }

  #scheduleWaiting() {
    if (!this.#context || this.#offset === null) return;
    for (const sound of this.#waiting.splice(0)) this.#schedule(this.#context, sound, this.#offset);
  }

  /**
   * @param {AudioContext} context
   * @param {Sound} sound
   * @param {number} offset
   */
  #schedule(context, sound, offset) {
    const wanted = sound.pts + offset;
    const follows = Math.abs(wanted - this.#scheduledUntil) <= MAX_DRIFT_SECONDS;
    const start = follows ? this.#scheduledUntil : wanted;
    const overlaps = start < this.#scheduledUntil;
    if (overlaps || start < context.currentTime || start > context.currentTime + MAX_SCHEDULED_SECONDS) return;
    const speed = follows ? speedToCatchUp(start - wanted) : 1;
    this.#play(context, sound, start, speed);
    this.#scheduledUntil = start + sound.left.length / sound.sampleRate / speed;
  }

  /**
   * @param {AudioContext} context
   * @param {Sound} sound
   * @param {number} start
   * @param {number} speed
   */
  #play(context, { left, right, sampleRate }, start, speed) {
    const buffer = context.createBuffer(2, left.length, sampleRate);
    buffer.getChannelData(0).set(left);
    buffer.getChannelData(1).set(right);
    const node = context.createBufferSource();
    node.buffer = buffer;
    node.playbackRate.value = speed;
    node.connect(context.destination);
    node.onended = () => this.#nodes.delete(node);
    node.start(start);
    this.#nodes.add(node);
  }
}

/** @param {number} lateSeconds */
function speedToCatchUp(lateSeconds) {
  return 1 + Math.max(-MAX_SPEED_CHANGE, Math.min(MAX_SPEED_CHANGE, lateSeconds));
}

/** @param {Sound[]} sounds */
function seconds(sounds) {
  return sounds.reduce((sum, sound) => sum + sound.left.length / sound.sampleRate, 0);
}
