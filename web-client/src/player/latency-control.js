/**
 * Says when each picture is due: a steady rhythm at the stream's frame rate, bent gently so that a picture is shown
 * `bufferMillis` after its ingest.
 *
 * The rhythm goes from picture to picture, so jitter in arrival or ingest does not reach the eye: being 30 ms off the
 * target changes an interval by 1 % only. The first picture is due at once, however old or young it is.
 *
 * How late chunks come differs with the place in the mesh: the buffer grows by what a late picture cost.
 *
 * Pure: all times are coordinate's clock in milliseconds, given by the caller.
 */
const DEFAULT_FRAMES_PER_SECOND = 30;

/** Being off the target by this much would double the interval or make it nothing, were it not for the limits below. */
const CORRECTION_MILLIS = 3000;
/** The slowest play, while the buffer fills: 85 % of the speed. */
const LONGEST_INTERVAL = 1.18;
/** The fastest play, while a late viewer catches up: three times the speed. */
const SHORTEST_INTERVAL = 1 / 3;
/** More than this beyond the buffer is not played through but jumped over. */
const HOPELESS_MILLIS = 3000;
/** Whoever had to wait for a picture holds back so much more from then on, up to this … */
const MAX_EXTRA_MILLIS = 1000;
/** … and when all has been in time for a while, less again, per second: the mesh may have become better. */
const EXTRA_DECAY_MILLIS = 20;
const CALM_MILLIS = 30_000;
/** A picture that came later than this past its time was waited for; one much later was held up by a break, not by the way. */
const LATE_MILLIS = 50;
const MAX_LATE_MILLIS = 500;

export class LatencyControl {
  #bufferMillis;
  #framesPerSecond = DEFAULT_FRAMES_PER_SECOND;
  /** null: the next picture is the first. @type {number|null} */
  #nextDueMillis = null;
  #extraMillis = 0;
  /** So much was shown since a picture was late last. */
  #calmMillis = 0;

  /** @param {number} bufferMillis from ingest to picture, when all goes well */
  constructor(bufferMillis) {
    this.#bufferMillis = bufferMillis;
  }

  /** @param {number} framesPerSecond as the sequence header says */
  setFrameRate(framesPerSecond) {
    this.#framesPerSecond = framesPerSecond;
  }

  get framesPerSecond() {
    return this.#framesPerSecond;
  }

  /**
   * Forgets the rhythm: the next picture is due at once.
   *
   * @param {number} [earliestMillis] or then, when others are to be shown before it
   */
  restart(earliestMillis) {
    this.#nextDueMillis = earliestMillis ?? null;
  }

  /**
   * @param {number} nowMillis
   * @returns {number} when the next picture in line is due, at the latest now if it is the first
   */
  nextDueMillis(nowMillis) {
    return this.#nextDueMillis ?? nowMillis;
  }

  /**
   * Takes the next picture into the rhythm.
   *
   * @param {number} ingestMillis
   * @param {number} nowMillis
   * @returns {number} when it is due; now if that has passed before the picture came
   */
  schedule(ingestMillis, nowMillis) {
    const dueMillis = Math.max(this.nextDueMillis(nowMillis), nowMillis);
    this.#learn(dueMillis - this.nextDueMillis(nowMillis));
    const earlyMillis = ingestMillis + this.targetMillis - dueMillis;
    const stretch = Math.min(LONGEST_INTERVAL, Math.max(SHORTEST_INTERVAL, 1 + earlyMillis / CORRECTION_MILLIS));
    this.#nextDueMillis = dueMillis + (1000 / this.#framesPerSecond) * stretch;
    return dueMillis;
  }

  /**
   * @param {number} ingestMillis of the picture at the playhead
   * @param {number} newestMillis ingest of the newest that is held
   * @returns {boolean} whether so much is held that playing it all would not catch up in any decent time
   */
  isHopeless(ingestMillis, newestMillis) {
    return newestMillis - ingestMillis > this.targetMillis + HOPELESS_MILLIS;
  }

  /**
   * Whether nobody would see this picture any more, for a page that does not show pictures just now.
   *
   * @param {number} ingestMillis
   * @param {number} nowMillis
   */
  isPast(ingestMillis, nowMillis) {
    return ingestMillis + this.targetMillis <= nowMillis;
  }

  /** From ingest to picture, when all goes well: what was asked for, and what experience added. */
  get targetMillis() {
    return this.#bufferMillis + this.#extraMillis;
  }

  /** @param {number} lateMillis  by which the picture was late */
  #learn(lateMillis) {
    const isLate = lateMillis >= LATE_MILLIS && lateMillis <= MAX_LATE_MILLIS;
    this.#calmMillis = isLate ? 0 : this.#calmMillis + 1_000 / this.#framesPerSecond;
    const decayMillis = this.#calmMillis < CALM_MILLIS ? 0 : EXTRA_DECAY_MILLIS / this.#framesPerSecond;
    this.#extraMillis = Math.min(MAX_EXTRA_MILLIS, Math.max(0, this.#extraMillis + (isLate ? lateMillis : -decayMillis)));
  }
}
