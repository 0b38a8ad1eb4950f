/** A parent is asked at most so often. */
const ASK_AGAIN_MILLIS = 400;
/** So long it has for an answer, for on a full line it has to wait; where two round trips are more, so much more. */
const MIN_ANSWER_MILLIS = 400;
const MAX_ANSWER_MILLIS = 600;
/** When we ourselves did not run for longer, its answer may lie here unread. */
const MAX_STEP_MILLIS = 100;

/**
 * Tells a parent that is gone from one that only has nothing to send: who is in doubt is asked, and who lives answers.
 * Pure but for the question.
 */
export class LifeSign {
  #ask;
  #askedMillis = -Infinity;
  #isAnswered = true;
  #lookedMillis = 0;
  #waitedMillis = 0;

  /** @param {() => void} ask  sends the question */
  constructor(ask) {
    this.#ask = ask;
  }

  /** Something came from there. */
  onSign() {
    this.#isAnswered = true;
  }

  /**
   * It is in doubt. Call it often while it is.
   *
   * @param {number} roundTripMillis  −1 when not known
   * @param {number} nowMillis
   * @returns {boolean} whether it is gone: asked, and silent for too long
   */
  doubt(roundTripMillis, nowMillis) {
    if (this.#isAnswered) {
      this.#question(nowMillis);
      return false;
    }
    this.#waitedMillis += Math.min(nowMillis - this.#lookedMillis, MAX_STEP_MILLIS);
    this.#lookedMillis = nowMillis;
    return this.#waitedMillis >= answerMillis(roundTripMillis);
  }

  /** @param {number} nowMillis */
  #question(nowMillis) {
    if (nowMillis - this.#askedMillis >= ASK_AGAIN_MILLIS) {
      this.#askedMillis = nowMillis;
      this.#lookedMillis = nowMillis;
      this.#waitedMillis = 0;
      this.#isAnswered = false;
      this.#ask();
    }
  }
}

/** @param {number} roundTripMillis */
function answerMillis(roundTripMillis) {
  return Math.min(MAX_ANSWER_MILLIS, Math.max(MIN_ANSWER_MILLIS, 2 * roundTripMillis));
}
