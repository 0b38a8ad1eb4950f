/**
 * One MPEG1 video decoder, picture by picture: JSMpeg's WebAssembly, or its JavaScript where there is none.
 */
import { JSMpeg } from './jsmpeg.js';
import { writeRgba } from './rgba.js';

/** @typedef {import('./jsmpeg.js').WasmModule} WasmModule */

/** JSMpeg would write past the end of its buffer; four times what a 1080p keyframe needs. */
export const MAX_PICTURE_BYTES = 2 * 1024 * 1024;

export class VideoDecoder {
  #decoder;
  /** @type {import('./rgba.js').Planes|null} */
  #planes = null;

  /** @param {WasmModule|null} wasmModule */
  constructor(wasmModule) {
    this.#decoder = createDecoder(wasmModule);
    this.#decoder.connect({
      resize: () => {},
      render: (y, cr, cb) => {
        this.#planes = { y, cr, cb };
      },
    });
  }

  /**
   * @param {Uint8Array[]} picture one whole coded picture, at most MAX_PICTURE_BYTES
   * @returns {boolean} whether a picture came out of it
   * @throws {Error} when the bytes broke the decoder, which then must be thrown away
   */
  decode(picture) {
    this.#planes = null;
    this.#decoder.write(0, picture);
    return this.#decoder.decode() && this.#planes !== null;
  }

  /**
   * Writes the pixels of the picture last decoded.
   *
   * @param {number} width
   * @param {number} height
   * @param {Uint8ClampedArray} rgba
   */
  writePixels(width, height, rgba) {
    if (this.#planes) writeRgba(this.#planes, width, height, rgba);
  }

  destroy() {
    this.#decoder.destroy();
  }
}

/** @param {WasmModule|null} wasmModule */
function createDecoder(wasmModule) {
  const options = { streaming: true, decodeFirstFrame: false, videoBufferSize: MAX_PICTURE_BYTES };
  if (wasmModule) return new JSMpeg.Decoder.MPEG1VideoWASM({ ...options, wasmModule });
  const decoder = new JSMpeg.Decoder.MPEG1Video(options);
  searchAllStartCodes(decoder.bits);
  return decoder;
}

/**
 * The JavaScript decoder gives up at the first start code that is not the one it looks for, and so loses the picture
 * behind each sequence header. This lets it search on.
 *
 * @param {import('@cycjimmy/jsmpeg-player').BitBuffer|undefined} bits
 */
function searchAllStartCodes(bits) {
  if (!bits) return;
  bits.findStartCode = (code) => {
    let found;
    do found = bits.findNextStartCode();
    while (found !== code && found !== -1);
    return found;
  };
}
