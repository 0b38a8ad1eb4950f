/**
 * The page's side of the decoder's worker. A worker that fails or falls silent is replaced by a new one.
 */
import { FRAME_POOL } from './worker-messages.js';

/** @typedef {import('./worker-messages.js').FrameMessage} FrameMessage */
/** @typedef {import('./worker-messages.js').FromWorker} FromWorker */
/** @typedef {import('./worker-messages.js').ToWorker} ToWorker */

/** @typedef {{frame: FrameMessage|null, pts: number}} Answer pts in seconds on the stream's clock, NaN if unknown */

/**
 * @typedef {object} Timers the page's own, or a test's
 * @property {(action: () => void, millis: number) => number} setInterval
 * @property {(timer: number) => void} clearInterval
 */

/** Looks are counted, not time: a page that slept must not take its worker for dead. */
const LOOK_MILLIS = 250;
const LOOKS_UNTIL_SILENT = 8;
/** A worker that has yet to start and to load its WebAssembly, on a busy machine. */
const LOOKS_UNTIL_STILLBORN = 40;

export class WorkerDecoder {
  #createWorker;
  #timers;
  #onAnswer;
  #onSound;
  /** @type {Worker|null} */
  #worker = null;
  #nextId = 0;
  #nextAnswer = 0;
  #needsKeyframe = true;
  #framesHeld = 0;
  /** Frames of an earlier worker must not come back to this one. @type {WeakSet<FrameMessage>} */
  #ownFrames = new WeakSet();
  #looksWithoutAnswer = 0;
  #looksAllowed = LOOKS_UNTIL_STILLBORN;
  #restarts = 0;
  #watchdog;

  /**
   * @param {object} needs
   * @param {() => Worker} needs.createWorker
   * @param {Timers} needs.timers
   * @param {(id: number, answer: Answer) => void} needs.onAnswer once for each picture given, in order; a frame goes
   *     back by recycle()
   * @param {(sound: import('./worker-messages.js').Sound) => void} needs.onSound
   */
  constructor({ createWorker, timers, onAnswer, onSound }) {
    this.#createWorker = createWorker;
    this.#timers = timers;
    this.#onAnswer = onAnswer;
    this.#onSound = onSound;
    this.#watchdog = timers.setInterval(() => this.#look(), LOOK_MILLIS);
  }

  /** Has the worker load what it needs before the first picture comes. */
  start() {
    if (this.#worker === null) this.#startWorker();
  }

  /** Pictures given that are not answered yet. */
  get unanswered() {
    return this.#nextId - this.#nextAnswer;
  }

  /** Whether only a keyframe makes sense now. */
  get needsKeyframe() {
    return this.#needsKeyframe;
  }

  /** How many workers had to be replaced. */
  get restarts() {
    return this.#restarts;
  }

  /**
   * Gives one whole picture.
   *
   * @param {import('../media/picture-source.js').Picture} picture its bytes are copied
   * @param {{fresh: boolean, decode: boolean}} how fresh: it follows on nothing; decode: false for its sound only
   * @returns {number} the id that the answer will name
   */
  give(picture, { fresh, decode }) {
    const id = this.#nextId++;
    if (decode && picture.keyframe) this.#needsKeyframe = false;
    if (!decode) this.#needsKeyframe = true;
    const startsAnew = this.#worker === null;
    if (startsAnew && !this.#startWorker()) return id;
    const bytes = join(picture.bytes);
    const { format } = picture;
    this.#post({ type: 'picture', id, format, fresh: fresh || startsAnew, decode, bytes }, [bytes.buffer]);
    return id;
  }

  /** @param {FrameMessage} frame drawn, or not wanted any more */
  recycle(frame) {
    if (!this.#ownFrames.delete(frame)) return;
    this.#framesHeld--;
    this.#post({ type: 'recycle', pixels: frame.pixels }, [frame.pixels]);
  }

  /** Forgets all pictures that are not answered yet: they will not be. */
  drop() {
    this.#nextAnswer = this.#nextId;
    this.#needsKeyframe = true;
    if (this.#worker) this.#post({ type: 'drop' }, []);
  }

  destroy() {
    this.#timers.clearInterval(this.#watchdog);
    this.#worker?.terminate();
    this.#worker = null;
    this.#nextAnswer = this.#nextId;
  }

  #startWorker() {
    let worker;
    try {
      worker = this.#createWorker();
    } catch {
      // The caller does not know the picture's id yet, so the answer has to come later.
      this.#needsKeyframe = true;
      queueMicrotask(() => this.#replaceWorker());
      return false;
    }
    this.#worker = worker;
    worker.onmessage = ({ data }) => {
      if (worker === this.#worker) this.#onMessage(data);
    };
    worker.onerror = () => {
      if (worker === this.#worker) this.#replaceWorker();
    };
    return true;
  }

  /** The next keyframe starts the new one: a decoder that dies of each picture is not restarted without end. */
  #replaceWorker() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#restarts++;
    this.#needsKeyframe = true;
    this.#framesHeld = 0;
    this.#ownFrames = new WeakSet();
    this.#looksWithoutAnswer = 0;
    this.#looksAllowed = LOOKS_UNTIL_STILLBORN;
    this.#answerNothingBefore(this.#nextId);
  }

  /** @param {FromWorker} message */
  #onMessage(message) {
    this.#looksWithoutAnswer = 0;
    this.#looksAllowed = LOOKS_UNTIL_SILENT;
    switch (message.type) {
      case 'frame':
        return this.#onFrame(message);
      case 'nothing':
        return this.#answer(message.id, { frame: null, pts: message.pts });
      case 'sound':
        return this.#onSound(message.sound);
      case 'failed':
        return this.#replaceWorker();
      default:
        /** @satisfies {never} */ (message);
    }
  }

  /** @param {FrameMessage} frame */
  #onFrame(frame) {
    this.#ownFrames.add(frame);
    this.#framesHeld++;
    if (frame.id < this.#nextAnswer) this.recycle(frame);
    else this.#answer(frame.id, { frame, pts: frame.pts });
  }

  /**
   * @param {number} id
   * @param {Answer} answer
   */
  #answer(id, answer) {
    if (id < this.#nextAnswer || id >= this.#nextId) return;
    this.#answerNothingBefore(id);
    this.#nextAnswer = id + 1;
    this.#onAnswer(id, answer);
  }

  /** @param {number} id */
  #answerNothingBefore(id) {
    while (this.#nextAnswer < id) this.#onAnswer(this.#nextAnswer++, { frame: null, pts: Number.NaN });
  }

  #look() {
    const owesAnswer = this.unanswered > 0 && this.#framesHeld < FRAME_POOL;
    this.#looksWithoutAnswer = owesAnswer ? this.#looksWithoutAnswer + 1 : 0;
    if (this.#looksWithoutAnswer >= this.#looksAllowed) this.#replaceWorker();
  }

  /**
   * @param {ToWorker} message
   * @param {Transferable[]} transfer
   */
  #post(message, transfer) {
    this.#worker?.postMessage(message, transfer);
  }
}

/** @param {Uint8Array[]} parts */
function join(parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.byteLength, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
