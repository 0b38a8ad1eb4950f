const SLOT_MILLIS = 250;
const SLOTS = 8;

/** Counts bytes in all, and says how many came in the last two seconds. Pure. */
export class RateMeter {
  total = 0;
  /** Bytes of each slot of the last two seconds; slot n is at n mod SLOTS. */
  #slots = new Array(SLOTS).fill(0);
  #slot = 0;

  /**
   * @param {number} bytes
   * @param {number} nowMillis
   */
  add(bytes, nowMillis) {
    this.#turnTo(nowMillis);
    this.total += bytes;
    this.#slots[this.#slot % SLOTS] += bytes;
  }

  /** @param {number} nowMillis */
  kilobitsPerSecond(nowMillis) {
    this.#turnTo(nowMillis);
    const bytes = this.#slots.reduce((sum, slot) => sum + slot, 0);
    return Math.round((bytes * 8) / (SLOTS * SLOT_MILLIS));
  }

  /** @param {number} nowMillis */
  #turnTo(nowMillis) {
    const slot = Math.floor(nowMillis / SLOT_MILLIS);
    if (slot - this.#slot >= SLOTS) {
      this.#slots.fill(0);
    } else {
      for (let passed = this.#slot + 1; passed <= slot; passed++) {
        this.#slots[passed % SLOTS] = 0;
      }
    }
    this.#slot = Math.max(this.#slot, slot);
  }
}
