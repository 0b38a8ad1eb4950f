/**
 * Takes the packets of one picture of an MPEG transport stream apart: into video and sound.
 */
import { JSMpeg } from './jsmpeg.js';
import { SoundDecoder } from './sound-decoder.js';

const VIDEO = 0xe0;
const AUDIO = 0xc0;

/** @typedef {{video: Uint8Array[], pts: number, sounds: import('./worker-messages.js').Sound[]}} Demuxed */

export class TransportStream {
  #demuxer = new JSMpeg.Demuxer.TS();
  #sound;
  /** @type {Demuxed} */
  #current = { video: [], pts: Number.NaN, sounds: [] };

  /** @param {import('./jsmpeg.js').WasmModule|null} wasmModule */
  constructor(wasmModule) {
    this.#sound = new SoundDecoder(wasmModule);
    // A stuffed packet need not be the picture's last one; its end is known here, and guessing would cut it in two.
    this.#demuxer.guessVideoFrameEnd = false;
    this.#demuxer.connect(VIDEO, { write: (pts, buffers) => this.#onVideo(pts, buffers) });
    this.#demuxer.connect(AUDIO, { write: (pts, buffers) => this.#onAudio(pts, buffers) });
  }

  /**
   * @param {Uint8Array} packets all packets of one picture
   * @returns {Demuxed} the picture, with the sound that has become complete along with it
   */
  demux(packets) {
    this.#current = { video: [], pts: Number.NaN, sounds: [] };
    this.#demuxer.write(packets);
    this.#endPicture();
    return this.#current;
  }

  destroy() {
    this.#sound.destroy();
  }

  /** JSMpeg ends a picture when the next one starts; we know its end now, and it is not to wait. */
  #endPicture() {
    const picture = this.#demuxer.pesPacketInfo[VIDEO];
    if (picture.currentLength > 0) this.#demuxer.packetComplete(picture);
  }

  /**
   * @param {number} pts
   * @param {Uint8Array[]} buffers
   */
  #onVideo(pts, buffers) {
    if (Number.isNaN(this.#current.pts)) this.#current.pts = pts;
    this.#current.video.push(...buffers);
  }

  /**
   * @param {number} pts
   * @param {Uint8Array[]} buffers
   */
  #onAudio(pts, buffers) {
    const sound = this.#sound.decode(pts, buffers);
    if (sound) this.#current.sounds.push(sound);
  }
}
