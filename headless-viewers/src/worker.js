/** One of the processes that share the viewers. Started by the crew with its share as the first message. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pageSettings } from './options.js';
import { Seat } from './seat.js';
import { Tally } from './tally.js';
import { Visit } from './visit.js';
import { Warnings } from './warnings.js';

/**
 * @typedef {{options: import('./options.js').Options, seats: number[], serverOffsetMillis: number}} Task
 * @typedef {object} Report
 * @property {boolean} isLast
 * @property {number} viewers
 * @property {object} tally               as JSON has it
 * @property {[string, number][]} warnings
 * @property {number} cpuMillis           used since the start
 * @property {number} lagMillis           by which one in a hundred events came too late
 */

const SAMPLE_MILLIS = 1_000;
/** The goodbyes get so long. */
const LEAVE_MILLIS = 1_500;

const LAG_RESOLUTION_MILLIS = 10;

const warnings = new Warnings();
const lag = monitorEventLoopDelay({ resolution: LAG_RESOLUTION_MILLIS });
/** @type {Seat[]} */
let seats = [];
let isLeaving = false;
/** @type {NodeJS.Timeout|undefined} */
let sampling;

/** @param {Task} task */
function begin({ options, seats: numbers, serverOffsetMillis }) {
  const sharing = pageSettings(options, true);
  const leaf = pageSettings(options, false);
  const { uplinkBitsPerSecond } = options;
  seats = numbers.map((number) => new Seat({
    number,
    options,
    createVisit: (isSharing, random) => new Visit({
      settings: isSharing ? sharing : leaf, serverOffsetMillis, uplinkBitsPerSecond, random, onFault,
    }),
  }));
  seats.forEach((seat) => seat.start());
  lag.enable();
  sampling = setInterval(() => {
    seats.forEach((seat) => seat.sample());
    report(false);
  }, SAMPLE_MILLIS);
}

/** @param {boolean} isLast */
function report(isLast) {
  const { user, system } = process.cpuUsage();
  const tally = new Tally();
  seats.forEach((seat) => tally.add(seat.tally()));
  /** @type {Report} */
  const message = {
    isLast,
    viewers: seats.filter((seat) => seat.isTaken).length,
    tally,
    warnings: warnings.entries(),
    cpuMillis: (user + system) / 1000,
    lagMillis: Math.max(0, lag.percentile(99) / 1e6 - LAG_RESOLUTION_MILLIS),
  };
  process.send?.(message);
}

/** All leave; their last word is told before they do. */
function end() {
  if (!isLeaving) {
    isLeaving = true;
    clearInterval(sampling);
    report(true);
    seats.forEach((seat) => seat.destroy());
    setTimeout(() => process.exit(0), LEAVE_MILLIS);
  }
}

/** One viewer's fault is not the others' end. @param {unknown} error */
function onFault(error) {
  warnings.add(`fault: ${error instanceof Error ? (error.stack ?? error.message) : error}`);
}

console.warn = (...words) => warnings.add(words.join(' '));
process.on('uncaughtException', onFault);
process.on('unhandledRejection', onFault);
// Ctrl-C reaches every process of the terminal: the crew decides.
process.on('SIGINT', () => {});
process.on('SIGTERM', () => {});
process.on('disconnect', end);
process.on('message', (message) => (message === 'end' ? end() : begin(/** @type {Task} */ (message))));
