import { parseUploadLimit } from './swarm/upload-limit.js';

/**
 * What the address of the page asks for.
 *
 * @typedef {object} Settings
 * @property {string} coordinate   origin of coordinate, without a slash at the end
 * @property {string} stream
 * @property {boolean} share       whether to pass the stream on to others
 * @property {boolean} isShareChosen   whether the address says so; where it does not, a metered connection is spared
 * @property {import('./swarm/upload-limit.js').UploadLimit|null} maxUpload   null: as much as we can
 * @property {boolean} video       whether to decode and draw
 * @property {number} bufferMillis how far behind the newest chunk pictures are drawn
 * @property {string[]} problems   what could not be understood, in plain words; defaults stand in for it
 */

const DEFAULT_COORDINATE = 'http://localhost:8080';
const DEFAULT_STREAM = 'live';
const DEFAULT_BUFFER_MILLIS = 1000;
const MIN_BUFFER_MILLIS = 200;
const MAX_BUFFER_MILLIS = 10_000;
const STREAM_NAME = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

/**
 * @param {string} pageAddress the whole address, as in `location.href`
 * @returns {Settings}
 */
export function parseSettings(pageAddress) {
  const page = new URL(pageAddress);
  /** @type {string[]} */
  const problems = [];
  return {
    coordinate: parseCoordinate(page, problems),
    stream: parseStream(page, problems),
    share: parseSwitch(page, 'share', problems),
    isShareChosen: /^(on|off)$/.test(page.searchParams.get('share') ?? ''),
    maxUpload: parseMaxUpload(page, problems),
    video: parseSwitch(page, 'video', problems),
    bufferMillis: parseBuffer(page, problems),
    problems,
  };
}

/**
 * @param {URL} page
 * @param {string[]} problems
 */
function parseCoordinate(page, problems) {
  const fromPage = page.protocol === 'http:' || page.protocol === 'https:' ? page.origin : DEFAULT_COORDINATE;
  const given = page.searchParams.get('coordinate');
  if (given === null) {
    return fromPage;
  }
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    problems.push(`coordinate=${given} is not an http address; using ${fromPage}.`);
    return fromPage;
  }
  return (url.origin + url.pathname).replace(/\/+$/, '');
}

/**
 * @param {URL} page
 * @param {string[]} problems
 */
function parseStream(page, problems) {
  const given = page.searchParams.get('stream') ?? DEFAULT_STREAM;
  if (!STREAM_NAME.test(given)) {
    problems.push(`stream=${given} is not a stream name; watching ${DEFAULT_STREAM}.`);
    return DEFAULT_STREAM;
  }
  return given;
}

/**
 * @param {URL} page
 * @param {string} name
 * @param {string[]} problems
 */
function parseSwitch(page, name, problems) {
  const given = page.searchParams.get(name) ?? 'on';
  if (given !== 'on' && given !== 'off') {
    problems.push(`${name}=${given} is neither on nor off; taking on.`);
  }
  return given !== 'off';
}

/**
 * @param {URL} page
 * @param {string[]} problems
 */
function parseBuffer(page, problems) {
  const given = page.searchParams.get('buffer');
  if (given === null) {
    return DEFAULT_BUFFER_MILLIS;
  }
  const millis = Number(given);
  if (given.trim() === '' || !(millis >= MIN_BUFFER_MILLIS && millis <= MAX_BUFFER_MILLIS)) {
    problems.push(`buffer=${given} is not within ${MIN_BUFFER_MILLIS} … ${MAX_BUFFER_MILLIS} ms; taking 1000.`);
    return DEFAULT_BUFFER_MILLIS;
  }
  return millis;
}

/**
 * @param {URL} page
 * @param {string[]} problems
 */
function parseMaxUpload(page, problems) {
  const given = page.searchParams.get('maxUpload');
  const limit = given === null ? null : parseUploadLimit(given);
  if (given !== null && limit === null) {
    problems.push(`maxUpload=${given} is no limit like 800k, 1.5M, 300000 (bits a second) or 50%; taking none.`);
  }
  return limit;
}
