/**
 * The worker's work: takes pictures of either format, gives pixels and sound.
 */
import { readSequenceHeader } from './sequence-header.js';
import { TransportStream } from './transport-stream.js';
import { MAX_PICTURE_BYTES, VideoDecoder } from './video-decoder.js';
import { FRAME_POOL } from './worker-messages.js';

/** @typedef {import('./worker-messages.js').FromWorker} FromWorker */
/** @typedef {import('./worker-messages.js').ToWorker} ToWorker */
/** @typedef {{id: number, fresh: boolean, decode: boolean, video: Uint8Array[], pts: number}} Waiting */

export class StreamDecoder {
  #wasmModule;
  #post;
  /** @type {VideoDecoder|null} */
  #video = null;
  /** @type {TransportStream|null} */
  #transport = null;
  #width = 0;
  #height = 0;
  /** Taken apart, but not decoded yet; the page bounds it. @type {Waiting[]} */
  #waiting = [];
  /** @type {ArrayBuffer[]} */
  #freeFrames = [];
  #framesAway = 0;

  /**
   * @param {import('./jsmpeg.js').WasmModule|null} wasmModule null: decodes in JavaScript
   * @param {(message: FromWorker, transfer: Transferable[]) => void} post
   */
  constructor(wasmModule, post) {
    this.#wasmModule = wasmModule;
    this.#post = post;
  }

  /**
   * @param {ToWorker} message
   * @throws {Error} when a picture broke the decoder; then this object is of no more use
   */
  onMessage(message) {
    switch (message.type) {
      case 'picture':
        return this.#onPicture(message);
      case 'recycle':
        return this.#onRecycle(message.pixels);
      case 'drop':
        this.#waiting = [];
        return;
      default:
        /** @satisfies {never} */ (message);
    }
  }

  /** @param {import('./worker-messages.js').PictureMessage} message */
  #onPicture({ id, format, fresh, decode, bytes }) {
    if (fresh) this.#resetTransport(format);
    const { video, pts, sounds } = this.#transport
      ? this.#transport.demux(bytes)
      : { video: [bytes], pts: Number.NaN, sounds: [] };
    // Sound is not held up by pictures: a stream carries it a little late.
    for (const sound of sounds) {
      this.#post({ type: 'sound', sound }, [sound.left.buffer, sound.right.buffer]);
    }
    this.#waiting.push({ id, fresh, decode, video, pts });
    this.#decodeWaiting();
  }

  /** @param {ArrayBuffer} pixels */
  #onRecycle(pixels) {
    this.#framesAway--;
    if (pixels.byteLength === this.#frameBytes()) this.#freeFrames.push(pixels);
    this.#decodeWaiting();
  }

  #decodeWaiting() {
    while (this.#framesAway < FRAME_POOL) {
      const picture = this.#waiting.shift();
      if (!picture) return;
      if (this.#decode(picture)) this.#postFrame(picture);
      else this.#post({ type: 'nothing', id: picture.id, pts: picture.pts }, []);
    }
  }

  /** @param {Waiting} picture */
  #decode({ fresh, decode, video }) {
    if (!decode || !fits(video)) return false;
    this.#fitToHeader(video, fresh);
    return this.#video?.decode(video) ?? false;
  }

  /**
   * A decoder knows one size only, and a fresh start deserves a fresh decoder.
   *
   * @param {Uint8Array[]} video
   * @param {boolean} fresh
   */
  #fitToHeader(video, fresh) {
    const header = readSequenceHeader(video[0]);
    if (!header) return;
    const { width, height } = header;
    if (!fresh && this.#video && width === this.#width && height === this.#height) return;
    this.#video?.destroy();
    this.#video = new VideoDecoder(this.#wasmModule);
    if (width * height !== this.#width * this.#height) this.#freeFrames = [];
    this.#width = width;
    this.#height = height;
  }

  /** @param {Waiting} picture */
  #postFrame({ id, pts }) {
    const pixels = this.#freeFrames.pop() ?? new ArrayBuffer(this.#frameBytes());
    const width = this.#width;
    const height = this.#height;
    this.#video?.writePixels(width, height, new Uint8ClampedArray(pixels));
    this.#framesAway++;
    this.#post({ type: 'frame', id, width, height, pixels, pts }, [pixels]);
  }

  /** @param {1|2} format */
  #resetTransport(format) {
    this.#transport?.destroy();
    this.#transport = format === 2 ? new TransportStream(this.#wasmModule) : null;
  }

  #frameBytes() {
    return this.#width * this.#height * 4;
  }
}

/** @param {Uint8Array[]} video */
function fits(video) {
  const bytes = video.reduce((sum, part) => sum + part.byteLength, 0);
  return bytes > 0 && bytes <= MAX_PICTURE_BYTES;
}
