/** So much a second, and no more. Pure. */
export class Budget {
  #perSecond;
  #spent = 0;
  #sinceMillis = -Infinity;

  /** @param {number} perSecond */
  constructor(perSecond) {
    this.#perSecond = perSecond;
  }

  /**
   * Takes one.
   *
   * @param {number} nowMillis
   * @returns {boolean} false when this second's are used up
   */
  spend(nowMillis) {
    if (nowMillis - this.#sinceMillis >= 1000) {
      this.#sinceMillis = nowMillis;
      this.#spent = 0;
    }
    this.#spent++;
    return this.#spent <= this.#perSecond;
  }
}
