import { statisticsMessage } from './stats.js';

const STATISTICS_MILLIS = 5_000;
/** Round trips are measured so long before they are reported. */
const MEASURE_AHEAD_MILLIS = 1_000;

/** Tells the tracker every five seconds how we fare. */
export class Reports {
  #measure;
  #snapshot;
  #send;
  #measuredMillis = -MEASURE_AHEAD_MILLIS;
  #sentMillis = 0;

  /**
   * @param {object} needs
   * @param {() => void} needs.measure                                  the round trips, anew
   * @param {() => import('./stats.js').Snapshot} needs.snapshot
   * @param {(statistics: ReturnType<typeof statisticsMessage>) => void} needs.send
   */
  constructor({ measure, snapshot, send }) {
    this.#measure = measure;
    this.#snapshot = snapshot;
    this.#send = send;
  }

  /** @param {number} nowMillis */
  tick(nowMillis) {
    if (nowMillis - this.#measuredMillis >= STATISTICS_MILLIS) {
      this.#measuredMillis = nowMillis;
      this.#measure();
    }
    if (nowMillis - this.#sentMillis >= STATISTICS_MILLIS) {
      this.#sentMillis = nowMillis;
      this.#send(statisticsMessage(this.#snapshot()));
    }
  }
}
