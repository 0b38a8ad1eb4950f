/**
 * Decodes the MP2 sound of an MPEG transport stream to samples with their time.
 */
import { JSMpeg } from './jsmpeg.js';

/** @typedef {import('./worker-messages.js').Sound} Sound */

/** A packet holds a few frames of 24 ms; more than this is no sound that one could play. */
const MAX_FRAMES_PER_PACKET = 64;
/** Counting samples is smoother than the packets' times; beyond this the packets are right. */
const MAX_DRIFT_SECONDS = 0.05;

export class SoundDecoder {
  #decoder;
  #nextPts = Number.NaN;
  /** @type {{sampleRate: number, left: Float32Array, right: Float32Array}[]} */
  #frames = [];

  /** @param {import('./jsmpeg.js').WasmModule|null} wasmModule */
  constructor(wasmModule) {
    this.#decoder = wasmModule
      ? new JSMpeg.Decoder.MP2AudioWASM({ streaming: true, wasmModule })
      : new JSMpeg.Decoder.MP2Audio({ streaming: true });
    this.#decoder.connect({
      play: (sampleRate, left, right) => {
        this.#frames.push({ sampleRate, left: left.slice(), right: right.slice() });
      },
    });
  }

  /**
   * @param {number} pts seconds, of the first frame that begins in the packet
   * @param {Uint8Array[]} packet
   * @returns {Sound|null} null when no frame is complete yet
   */
  decode(pts, packet) {
    this.#frames = [];
    this.#decoder.write(pts, packet);
    while (this.#frames.length < MAX_FRAMES_PER_PACKET && this.#decoder.decode());
    if (this.#frames.length === 0) return null;
    if (!(Math.abs(pts - this.#nextPts) <= MAX_DRIFT_SECONDS)) this.#nextPts = pts;
    const sound = joinFrames(this.#frames, this.#nextPts);
    this.#nextPts += sound.left.length / sound.sampleRate;
    return sound;
  }

  destroy() {
    this.#decoder.destroy();
  }
}

/**
 * @param {{sampleRate: number, left: Float32Array, right: Float32Array}[]} frames
 * @param {number} pts
 * @returns {Sound}
 */
function joinFrames(frames, pts) {
  const samples = frames.reduce((sum, frame) => sum + frame.left.length, 0);
  const left = new Float32Array(samples);
  const right = new Float32Array(samples);
  let at = 0;
  for (const frame of frames) {
    left.set(frame.left, at);
    right.set(frame.right, at);
    at += frame.left.length;
  }
  return { pts, sampleRate: frames[0].sampleRate, left, right };
}
