/** Neighbouring buckets differ by 2 %. */
const GROWTH = Math.log(1.02);
const MAX_VALUE = 1e7;

/** How often which values came: bounded however many come, and of several one can be made. Pure. */
export class Distribution {
  /** @type {Map<number, number>} */
  #buckets = new Map();
  #count = 0;
  #max = -Infinity;

  get count() {
    return this.#count;
  }

  /** −1 when there are none. */
  get max() {
    return this.#count === 0 ? -1 : this.#max;
  }

  /** @param {number} value negative ones count as 0 */
  add(value) {
    const bounded = Math.min(MAX_VALUE, Math.max(0, value));
    const bucket = Math.round(Math.log1p(bounded) / GROWTH);
    this.#put(bucket, 1, bounded);
  }

  /**
   * The value below which this share of all lies, exact to about 1 %; −1 when there are none.
   *
   * @param {number} share 0 … 1
   */
  quantile(share) {
    let left = Math.max(1, Math.ceil(this.#count * share));
    for (const bucket of [...this.#buckets.keys()].sort((a, b) => a - b)) {
      left -= this.#buckets.get(bucket) ?? 0;
      if (left <= 0) {
        return Math.min(this.#max, Math.expm1(bucket * GROWTH));
      }
    }
    return -1;
  }

  /** @param {Distribution} other */
  merge(other) {
    for (const [bucket, count] of other.#buckets) {
      this.#put(bucket, count, other.#max);
    }
  }

  /** @returns {{max: number, buckets: [number, number][]}} */
  toJSON() {
    return { max: this.max, buckets: [...this.#buckets] };
  }

  /** @param {ReturnType<Distribution['toJSON']>} json */
  static from({ max, buckets }) {
    const distribution = new Distribution();
    buckets.forEach(([bucket, count]) => distribution.#put(bucket, count, max));
    return distribution;
  }

  /**
   * @param {number} bucket
   * @param {number} count
   * @param {number} max
   */
  #put(bucket, count, max) {
    this.#buckets.set(bucket, (this.#buckets.get(bucket) ?? 0) + count);
    this.#count += count;
    this.#max = Math.max(this.#max, max);
  }
}
