import { systemClock } from '../../web-client/src/clock.js';
import { PlacementClient } from '../../web-client/src/signaling/placement-client.js';
import { Crew } from './crew.js';
import { plainFetch } from './plain-fetch.js';
import { progressLine } from './table.js';

/** @typedef {import('./options.js').Options} Options */
/** @typedef {import('./table.js').Outcome} Outcome */

const PLACEMENT_MILLIS = 8_000;
const LOOK_MILLIS = 1_000;
const PROGRESS_LOOKS = 5;
const LATE_LOOKS = 30;

/** The run cannot be; the message says why. */
export class Unreachable extends Error {}

/**
 * Where coordinate sends viewers: found out before they come.
 *
 * @param {Options} options
 * @throws {Unreachable}
 */
export async function findPlacement({ coordinate, stream }) {
  let trouble = '';
  const placement = new PlacementClient({
    coordinate: coordinate.replace(/\/+$/, ''),
    stream,
    fetch: plainFetch,
    clock: systemClock,
    random: Math.random,
    onTrouble: (message) => { trouble = message; },
  });
  const timer = setTimeout(() => placement.destroy(), PLACEMENT_MILLIS);
  try {
    return await placement.locate();
  } catch {
    throw new Unreachable(trouble.replace('; trying again', '') || `${coordinate} does not answer.`);
  } finally {
    clearTimeout(timer);
  }
}

/** From the first viewer to the last goodbye. */
export class Run {
  #crew = new Crew();
  #options;
  #say;
  #startMillis = 0;
  #maxViewers = 0;
  /** The last looks, oldest first. @type {{fromViewers: number, fromForwards: number, cpuMillis: number, atMillis: number}[]} */
  #looks = [];
  #count = 0;

  /**
   * @param {Options} options
   * @param {(line: string) => void} say
   */
  constructor(options, say) {
    this.#options = options;
    this.#say = say;
  }

  /**
   * @param {number} serverOffsetMillis
   * @returns {Promise<Outcome>} when all have left
   */
  async play(serverOffsetMillis) {
    this.#startMillis = performance.now();
    this.#crew.start(this.#options, serverOffsetMillis);
    const looking = setInterval(() => this.#look(), LOOK_MILLIS);
    await this.#crew.gone;
    clearInterval(looking);
    return this.#outcome();
  }

  /** All leave now. */
  end() {
    this.#crew.end();
  }

  #look() {
    const outcome = this.#outcome();
    const { bytesFromViewers, bytesFromForwards } = outcome.tally;
    this.#maxViewers = outcome.maxViewers;
    this.#looks.push({
      fromViewers: bytesFromViewers,
      fromForwards: bytesFromForwards,
      cpuMillis: outcome.cpuMillis,
      atMillis: performance.now(),
    });
    this.#looks.splice(0, this.#looks.length - LATE_LOOKS);
    if (++this.#count % PROGRESS_LOOKS === 0) {
      this.#say(progressLine(outcome));
    }
    if (outcome.seconds * 1000 >= this.#options.durationMillis) {
      this.end();
    }
  }

  /** @returns {Outcome} */
  #outcome() {
    const { viewers, tally, warnings, cpuMillis, lagMillis } = this.#crew.report();
    const first = this.#looks[0];
    const fromViewers = tally.bytesFromViewers - (first?.fromViewers ?? 0);
    const fromForwards = tally.bytesFromForwards - (first?.fromForwards ?? 0);
    const nowMillis = performance.now();
    return {
      viewers,
      maxViewers: Math.max(viewers, this.#maxViewers),
      seconds: (nowMillis - this.#startMillis) / 1000,
      tally,
      lateFromViewers: fromViewers + fromForwards > 0 ? fromViewers / (fromViewers + fromForwards) : -1,
      cpuMillis,
      cpuPercent: first === undefined ? 0 : (cpuMillis - first.cpuMillis) / (nowMillis - first.atMillis) * 100,
      lagMillis,
      warnings,
      losses: this.#crew.losses,
    };
  }
}
