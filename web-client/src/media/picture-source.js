/** One coded picture, whole. @typedef {{epoch:number, sequence:number, keyframe:boolean, format:1|2, ingestMicros:number, bytes:Uint8Array[]}} Picture */
/** What the player pulls from. Pure; no clock inside.
 * @typedef {object} PictureSource
 * @property {() => Picture|null} peek      next whole picture at the playhead; null when it is not whole yet or nothing is there. The first one ever, and the first after skip(), is a keyframe.
 * @property {() => void} advance           moves the playhead past the picture that peek() shows
 * @property {() => boolean} blocked        true when later pictures are there whole but the one at the playhead has a gap
 * @property {() => number} skip            moves the playhead to the next keyframe that is whole or growing beyond it; answers how many chunks were given up; 0 when there is none to go to
 * @property {boolean} ended                whether the broadcaster has ended the push and everything up to there is played
 * @property {() => number} newestMicros    ingestMicros of the newest chunk held, 0 when none
 * @property {() => number} jumpToLive      moves the playhead to the newest keyframe held; answers how many chunks were passed over
 */

export {};
