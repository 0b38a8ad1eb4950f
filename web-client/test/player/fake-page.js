/**
 * A page, a worker and a source run by hand: time moves only when a test says so.
 */

// Node has neither; and Node 18 no CustomEvent.
/** @type {any} */
const scope = globalThis;
scope.ImageData ??= class {
  /** @param {Uint8ClampedArray} data @param {number} width @param {number} height */
  constructor(data, width, height) {
    Object.assign(this, { data, width, height });
  }
};
scope.CustomEvent ??= class extends Event {
  /** @param {string} type @param {{detail: unknown}} init */
  constructor(type, init) {
    super(type);
    /** @type {unknown} */
    this.detail = init.detail;
  }
};

/** The page's timers and coordinate's clock. */
export class FakePage {
  nowMillis = 1_000_000;
  #nextTimer = 1;
  /** @type {Map<number, {action: () => void, millis: number, atMillis: number}>} */
  #intervals = new Map();

  /**
   * @param {() => void} action
   * @param {number} millis
   */
  setInterval(action, millis) {
    this.#intervals.set(this.#nextTimer, { action, millis, atMillis: this.nowMillis + millis });
    return this.#nextTimer++;
  }

  /** @param {number} timer */
  clearInterval(timer) {
    this.#intervals.delete(timer);
  }

  /** @param {() => void} action done a millisecond later */
  defer(action) {
    const timer = this.setInterval(() => {
      this.clearInterval(timer);
      action();
    }, 1);
  }

  requestAnimationFrame() {
    return 0;
  }

  cancelAnimationFrame() {}

  get timers() {
    return this.#intervals.size;
  }

  /**
   * @param {number} millis
   * @param {() => void} [each] called each millisecond
   */
  run(millis, each = () => {}) {
    for (const end = this.nowMillis + millis; this.nowMillis < end; ) {
      this.nowMillis++;
      each();
      this.#fireDue();
    }
  }

  /**
   * The page is frozen: timers due meanwhile fire once, at the end.
   *
   * @param {number} millis
   */
  freeze(millis) {
    this.nowMillis += millis;
    this.#fireDue();
  }

  #fireDue() {
    for (const timer of this.#intervals.values()) {
      if (timer.atMillis > this.nowMillis) continue;
      timer.atMillis = this.nowMillis + timer.millis;
      timer.action();
    }
  }
}

/** @returns {HTMLCanvasElement} one that only counts */
export function fakeCanvas() {
  const canvas = { width: 300, height: 150, getContext: () => ({ putImageData: () => {} }) };
  return /** @type {any} */ (canvas);
}

/** A worker whose answers are scripted: unless silent, it answers each picture with a frame within a millisecond. */
export class FakeWorker {
  #page;
  /** @type {((event: {data: any}) => void)|null} */
  onmessage = null;
  /** @type {(() => void)|null} */
  onerror = null;
  terminated = false;
  silent = false;
  /** @type {any[]} */
  messages = [];

  /** @param {FakePage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {any} message */
  postMessage(message) {
    this.messages.push(message);
    if (message.type === 'picture' && !this.silent) this.#page.defer(() => this.answer(message));
  }

  /** @param {{id: number, decode: boolean}} picture */
  answer({ id, decode }) {
    if (decode) this.say({ type: 'frame', id, width: 2, height: 2, pixels: new ArrayBuffer(16), pts: Number.NaN });
    else this.say({ type: 'nothing', id, pts: Number.NaN });
  }

  /** @param {any} data */
  say(data) {
    if (!this.terminated) this.onmessage?.({ data });
  }

  terminate() {
    this.terminated = true;
  }

  get pictures() {
    return this.messages.filter(({ type }) => type === 'picture');
  }
}

/** A source that holds what a test adds; a picture may be missing. */
export class FakeSource {
  /** @type {import('../../src/media/picture-source.js').Picture[]} */
  pictures = [];
  at = 0;
  /** Sequences that have not come. @type {Set<number>} */
  missing = new Set();
  ended = false;

  /**
   * @param {number} sequence
   * @param {number} ingestMillis
   * @param {{keyframe?: boolean, epoch?: number}} [how]
   */
  add(sequence, ingestMillis, { keyframe = sequence % 30 === 0, epoch = 1 } = {}) {
    const ingestMicros = ingestMillis * 1000;
    this.pictures.push({ epoch, sequence, keyframe, format: 1, ingestMicros, bytes: [new Uint8Array(8)] });
  }

  peek() {
    const picture = this.pictures[this.at];
    return picture && !this.missing.has(picture.sequence) ? picture : null;
  }

  advance() {
    this.at++;
  }

  blocked() {
    return this.peek() === null && this.pictures.slice(this.at).some(({ sequence }) => !this.missing.has(sequence));
  }

  skip() {
    return this.#moveTo(
      this.pictures.findIndex(({ keyframe, sequence }, at) => at > this.at && keyframe && !this.missing.has(sequence)),
    );
  }

  newestMicros() {
    return this.pictures.at(-1)?.ingestMicros ?? 0;
  }

  jumpToLive() {
    return this.#moveTo(this.pictures.map(({ keyframe }) => keyframe).lastIndexOf(true));
  }

  /** @param {number} target */
  #moveTo(target) {
    if (target <= this.at) return 0;
    const passed = target - this.at;
    this.at = target;
    return passed;
  }
}
