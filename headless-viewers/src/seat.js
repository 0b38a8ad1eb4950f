import { isSharing, firstJoinMillis, planVisit, seatRandom } from './seat-plan.js';
import { Tally } from './tally.js';
import { Visit } from './visit.js';

/** A timer cannot wait for longer. */
const MAX_TIMER_MILLIS = 2 ** 31 - 1;

/** One of the viewers' places: as long as the run lasts, one visit after the other. */
export class Seat {
  /** How the visits fared that are over. */
  #past = new Tally();
  /** @type {Visit|null} */
  #visit = null;
  #number;
  #options;
  #random;
  #createVisit;
  /** @type {NodeJS.Timeout|undefined} */
  #timer;

  /**
   * @param {object} needs
   * @param {number} needs.number   0, 1, 2 … over all processes
   * @param {import('./options.js').Options} needs.options
   * @param {(sharing: boolean, random: () => number) => Visit} needs.createVisit
   */
  constructor({ number, options, createVisit }) {
    this.#number = number;
    this.#options = options;
    this.#createVisit = createVisit;
    this.#random = seatRandom(options.seed, number);
  }

  get isTaken() {
    return this.#visit !== null;
  }

  start() {
    this.#timer = setTimeout(() => this.#begin(), firstJoinMillis(this.#number, this.#options));
  }

  sample() {
    this.#visit?.sample();
  }

  /** Everything that happened on this seat. */
  tally() {
    const all = new Tally().add(this.#past);
    return this.#visit === null ? all : all.add(this.#visit.tally());
  }

  /** Whoever sits there leaves, and nobody comes any more. */
  destroy() {
    clearTimeout(this.#timer);
    this.#visit?.leave();
  }

  #begin() {
    const { stayMillis, crashes, pauseMillis } = planVisit(this.#options, this.#random);
    this.#visit = this.#createVisit(isSharing(this.#number, this.#options), this.#random);
    this.#visit.start();
    if (stayMillis < Math.min(this.#options.durationMillis, MAX_TIMER_MILLIS)) {
      this.#timer = setTimeout(() => this.#end(crashes, pauseMillis), stayMillis);
    }
  }

  /**
   * @param {boolean} crashes
   * @param {number} pauseMillis
   */
  #end(crashes, pauseMillis) {
    const visit = this.#visit;
    if (visit !== null) {
      crashes ? visit.crash() : visit.leave();
      this.#past.add(visit.tally());
      this.#visit = null;
    }
    this.#timer = setTimeout(() => this.#begin(), pauseMillis);
  }
}
