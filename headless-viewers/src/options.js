import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { parseSettings } from '../../web-client/src/settings.js';

/**
 * What the command line asks for. Read once, handed to each process.
 *
 * @typedef {object} Options
 * @property {string} coordinate
 * @property {string} stream
 * @property {number} count
 * @property {number} joinPerSecond
 * @property {number} durationMillis
 * @property {number} churnPercent      of the viewers that leave within a minute, and are replaced
 * @property {number} crashPercent      of those that leave, without a goodbye
 * @property {number} shareOffPercent
 * @property {string} maxUpload         as the page's own setting takes it; '' = none
 * @property {number} uplinkBitsPerSecond  0 = no bound
 * @property {number} processes
 * @property {number} bufferMillis
 * @property {number} seed
 * @property {string} json              file, '' = none
 * @property {boolean} quiet
 * @property {boolean} help
 * @property {number|null} expectFromViewers  percent
 * @property {number|null} expectStall        percent
 */

/** The command line cannot be understood; the message says why. */
export class UsageError extends Error {}

/** Until somebody ends it; goes through JSON, as Infinity does not. */
const NO_END = Number.MAX_SAFE_INTEGER;
const VIEWERS_PER_PROCESS = 100;

export const HELP = `usage: headless-viewers [options]

Runs many viewers of a P2PLive deployment, the page's own code without pictures, and says how they fared.

  --coordinate URL         where it is                                     http://localhost:8080
  --stream NAME            what to watch                                   live
  --count N                how many viewers                                10
  --join-rate R            how many come each second                       5
  --duration S             seconds, from the first one on; 0 = until Ctrl-C  60
  --churn PERCENT          how many of them leave in each minute; another
                           one takes the place within 2 s                  0
  --crash PERCENT          how many of those that leave vanish silently    0
  --share-off PERCENT      how many pass nothing on                        0
  --max-upload RATE        what the page's maxUpload takes, as 800k        no bound
  --uplink KBIT            a line that sends no faster, in kbit/s          no bound
  --buffer MS              how far behind the newest chunk they play       1000
  --processes P            processes to share the viewers                  one for each ${VIEWERS_PER_PROCESS}, up to one a core
  --seed N                 the same number: the same comings and goings    1
  --json FILE              the figures, for programs
  --quiet                  no line every few seconds
  --expect-from-viewers P  ends with 3 when viewers send less than P % of the bytes
  --expect-stall P         ends with 3 when more than P % of the time was spent waiting
  --help

Ends with 0 when it ran, 1 when it could not, 2 when the command line is wrong, 3 when an expectation was missed.
`;

const TEXTS = ['coordinate', 'stream', 'count', 'join-rate', 'duration', 'churn', 'crash', 'share-off', 'max-upload',
  'uplink', 'buffer', 'processes', 'seed', 'json', 'expect-from-viewers', 'expect-stall'];

/**
 * @param {string[]} args
 * @returns {Options}
 * @throws {UsageError}
 */
export function parseOptions(args) {
  const values = readValues(args);
  const number = numberReader(values);
  const count = number('count', 10, { min: 1, max: 10_000, whole: true });
  const durationSeconds = number('duration', 60, { max: 7 * 86_400 });
  const options = {
    coordinate: String(values.coordinate ?? 'http://localhost:8080'),
    stream: String(values.stream ?? 'live'),
    count,
    joinPerSecond: number('join-rate', 5, { min: 0.01, max: 1_000 }),
    durationMillis: durationSeconds === 0 ? NO_END : durationSeconds * 1000,
    churnPercent: number('churn', 0, { max: 6_000 }),
    crashPercent: number('crash', 0, { max: 100 }),
    shareOffPercent: number('share-off', 0, { max: 100 }),
    maxUpload: String(values['max-upload'] ?? ''),
    uplinkBitsPerSecond: number('uplink', 0, { max: 10_000_000 }) * 1000,
    processes: number('processes', usualProcesses(count), { min: 1, max: 64, whole: true }),
    bufferMillis: number('buffer', 1000, { min: 200, max: 10_000 }),
    seed: number('seed', 1, { max: 2 ** 31, whole: true }),
    json: String(values.json ?? ''),
    quiet: values.quiet === true,
    help: values.help === true,
    expectFromViewers: values['expect-from-viewers'] === undefined ? null : number('expect-from-viewers', 0, { max: 100 }),
    expectStall: values['expect-stall'] === undefined ? null : number('expect-stall', 0, { max: 100 }),
  };
  options.processes = Math.min(options.processes, count);
  pageSettings(options, true);
  return options;
}

/**
 * The page's settings of one viewer, as if they stood in its address.
 *
 * @param {Options} options
 * @param {boolean} share
 * @throws {UsageError} when the page would complain
 */
export function pageSettings({ coordinate, stream, bufferMillis, maxUpload }, share) {
  const page = new URL('http://viewer/stream.html');
  for (const [name, value] of Object.entries({
    coordinate, stream, video: 'off', share: share ? 'on' : 'off', buffer: String(bufferMillis),
  })) {
    page.searchParams.set(name, value);
  }
  const unbounded = parseSettings(page.href);
  if (maxUpload !== '') {
    page.searchParams.set('maxUpload', maxUpload);
  }
  const settings = parseSettings(page.href);
  if (settings.problems.length > 0) {
    throw new UsageError(settings.problems.join(' '));
  }
  if (maxUpload !== '' && JSON.stringify(settings) === JSON.stringify(unbounded)) {
    throw new UsageError('This web client knows no maxUpload; --uplink bounds the line instead.');
  }
  return settings;
}

/** @param {string[]} args */
function readValues(args) {
  /** @type {Record<string, {type: 'string'|'boolean', short?: string}>} */
  const options = { quiet: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };
  TEXTS.forEach((name) => { options[name] = { type: 'string' }; });
  try {
    return parseArgs({ args, options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** @param {Record<string, unknown>} values */
function numberReader(values) {
  /**
   * @param {string} name
   * @param {number} usual
   * @param {{min?: number, max: number, whole?: boolean}} bounds
   */
  return (name, usual, { min = 0, max, whole = false }) => {
    const given = values[name];
    if (given === undefined) {
      return usual;
    }
    const number = String(given).trim() === '' ? NaN : Number(given);
    if (!(number >= min && number <= max) || (whole && !Number.isInteger(number))) {
      throw new UsageError(`--${name} ${given}: a ${whole ? 'whole ' : ''}number from ${min} to ${max} is wanted.`);
    }
    return number;
  };
}

/** @param {number} count */
function usualProcesses(count) {
  const cores = availableParallelism?.() ?? cpus().length;
  return Math.max(1, Math.min(cores, Math.ceil(count / VIEWERS_PER_PROCESS)));
}
