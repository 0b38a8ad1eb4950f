import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Tally } from './tally.js';
import { Warnings } from './warnings.js';

/** @typedef {import('node:child_process').ChildProcess} ChildProcess */
/** @typedef {import('./worker.js').Report} Report */

const WORKER = fileURLToPath(new URL('./worker.js', import.meta.url));
/** Who has not gone by then after being told to is killed. */
const END_MILLIS = 8_000;

/** The processes that run the viewers, and what they have told so far. */
export class Crew {
  /** Processes that ended by themselves. @type {string[]} */
  losses = [];
  /** @type {Map<ChildProcess, Report|null>} */
  #reports = new Map();
  /** @type {Set<ChildProcess>} */
  #alive = new Set();
  #isEnding = false;
  #onGone = () => {};
  /** Resolves when no process is left. @type {Promise<void>} */
  gone = new Promise((resolve) => { this.#onGone = resolve; });

  /**
   * @param {import('./options.js').Options} options
   * @param {number} serverOffsetMillis
   */
  start(options, serverOffsetMillis) {
    for (let index = 0; index < options.processes; index++) {
      const seats = [];
      for (let seat = index; seat < options.count; seat += options.processes) {
        seats.push(seat);
      }
      this.#startWorker({ options, seats, serverOffsetMillis });
    }
  }

  /** @returns {{viewers: number, tally: Tally, warnings: [string, number][], cpuMillis: number, lagMillis: number}}
   *   all together, so far; the lag of the slowest */
  report() {
    const reports = [...this.#reports].filter(([, report]) => report !== null);
    const tally = new Tally();
    const warnings = new Warnings();
    let viewers = 0;
    let cpuMillis = 0;
    let lagMillis = 0;
    for (const [worker, report] of /** @type {[ChildProcess, Report][]} */ (reports)) {
      tally.add(Tally.from(report.tally));
      warnings.addAll(report.warnings);
      cpuMillis += report.cpuMillis;
      lagMillis = Math.max(lagMillis, report.lagMillis);
      viewers += this.#alive.has(worker) || report.isLast ? report.viewers : 0;
    }
    return { viewers, tally, warnings: warnings.entries(), cpuMillis, lagMillis };
  }

  /** All viewers say goodbye; see `gone`. */
  end() {
    if (this.#isEnding) {
      return;
    }
    this.#isEnding = true;
    for (const worker of this.#alive) {
      worker.send('end', () => {}); // it may have gone just now
    }
    setTimeout(() => this.#alive.forEach((worker) => worker.kill('SIGKILL')), END_MILLIS).unref();
  }

  /** @param {import('./worker.js').Task} task */
  #startWorker(task) {
    const worker = fork(WORKER, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#alive.add(worker);
    this.#reports.set(worker, null);
    worker.on('message', (report) => this.#reports.set(worker, /** @type {Report} */ (report)));
    worker.on('error', (error) => this.#onExit(worker, error.message));
    worker.on('exit', (code, signal) => this.#onExit(worker, signal ?? `exit code ${code}`));
    worker.send(task);
  }

  /**
   * @param {ChildProcess} worker
   * @param {string} how
   */
  #onExit(worker, how) {
    if (!this.#alive.delete(worker)) {
      return;
    }
    if (!this.#isEnding) {
      this.losses.push(`A process of viewers ended by itself (${how}).`);
    }
    if (this.#alive.size === 0) {
      this.#onGone();
    }
  }
}
