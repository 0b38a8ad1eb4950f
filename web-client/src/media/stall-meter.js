/** Less than this nobody sees, nor is it more than the jitter of a busy machine. */
const MIN_STALL_MILLIS = 100;
/** If nobody looked for longer, the page or the machine was asleep: that is no stall. */
const MAX_LOOK_MILLIS = 2_000;

/** How long, and how often, the playhead waited for a picture that was due and had not come. Pure. */
export class StallMeter {
  stalledMillis = 0;
  stalls = 0;
  /** For how long anything was played, stalls included. */
  watchedMillis = 0;
  /** While nothing can come, because the broadcaster is away, nothing is counted. */
  isPaused = false;
  #lookedMillis = NaN;
  #isStalled = false;

  /** Call it often while something is played. @param {number} dueMillis of the picture that is waited for @param {number} nowMillis */
  look(dueMillis, nowMillis) {
    const sinceMillis = nowMillis - this.#lookedMillis;
    this.#lookedMillis = nowMillis;
    if (this.isPaused || !(sinceMillis >= 0 && sinceMillis <= MAX_LOOK_MILLIS)) {
      this.#isStalled = false;
      return;
    }
    this.watchedMillis += sinceMillis;
    const lateMillis = nowMillis - dueMillis;
    if (lateMillis < MIN_STALL_MILLIS) {
      this.#isStalled = false;
    } else if (this.#isStalled) {
      this.stalledMillis += sinceMillis;
    } else {
      this.#isStalled = true;
      this.stalls++;
      this.stalledMillis += Math.min(lateMillis, MIN_STALL_MILLIS + sinceMillis);
    }
  }

  /** Nobody watches just now, or the end is reached. */
  rest() {
    this.#lookedMillis = NaN;
    this.#isStalled = false;
  }
}
