/**
 * What the page and the decoder's worker say to each other.
 *
 * Each picture is answered exactly once, in order, by `frame` or `nothing`, unless it is dropped first. A frame's
 * buffer comes back by `recycle`: as the worker has few, it decodes only as fast as the page draws.
 */

/**
 * Decoded sound.
 * @typedef {object} Sound
 * @property {number} pts seconds on the stream's clock, at the first sample
 * @property {number} sampleRate
 * @property {Float32Array} left
 * @property {Float32Array} right
 */

/**
 * @typedef {object} PictureMessage
 * @property {'picture'} type
 * @property {number} id
 * @property {1|2} format
 * @property {boolean} fresh nothing that came before belongs to it; always a keyframe
 * @property {boolean} decode false: only its sound is wanted
 * @property {Uint8Array} bytes the whole picture
 */

/**
 * @typedef {object} FrameMessage
 * @property {'frame'} type
 * @property {number} id
 * @property {number} width
 * @property {number} height
 * @property {ArrayBuffer} pixels RGBA, width × height × 4 bytes
 * @property {number} pts seconds on the stream's clock, NaN when it has none
 */

/** @typedef {PictureMessage | {type: 'recycle', pixels: ArrayBuffer} | {type: 'drop'}} ToWorker */

/**
 * @typedef {FrameMessage | {type: 'nothing', id: number, pts: number} | {type: 'sound', sound: Sound}
 *   | {type: 'failed', message: string}} FromWorker
 */

/** Frames that may be away from the worker at a time: one on its way, one due, two ahead of a busy page. */
export const FRAME_POOL = 4;
