/** @typedef {import('./tally.js').Tally} Tally */
/** @typedef {import('./distribution.js').Distribution} Distribution */

/**
 * How a run went.
 *
 * @typedef {object} Outcome
 * @property {number} viewers            now
 * @property {number} maxViewers
 * @property {number} seconds
 * @property {Tally} tally
 * @property {number} lateFromViewers    share of the bytes that viewers sent, over the last 30 s; −1 unknown
 * @property {number} cpuMillis          used so far, all processes together
 * @property {number} cpuPercent         of one core, over the last 30 s
 * @property {number} lagMillis          by which the viewers' own machine was late, one time in a hundred
 * @property {[string, number][]} warnings
 * @property {string[]} losses
 */

const MAX_WARNINGS = 8;
/** A machine that is later than this disturbs what it measures. */
const OVERLOADED_MILLIS = 100;

/** @param {number} share 0 … 1, negative = unknown */
const percent = (share, digits = 1) => (share < 0 ? '–' : `${(share * 100).toFixed(digits)} %`);
/** @param {number} millis negative = unknown */
const millis = (millis) => (millis < 0 ? '–' : `${Math.round(millis)} ms`);
/** @param {number} times negative = unknown */
const times = (times) => (times < 0 ? '–' : times.toFixed(2));

/** One line while it runs. @param {Outcome} outcome */
export function progressLine({ viewers, seconds, tally, lateFromViewers, cpuPercent }) {
  const delay = tally.playDelayMillis.count > 0 ? tally.playDelayMillis : tally.arrivalDelayMillis;
  return [
    `${Math.round(seconds)} s`,
    `${viewers} viewers`,
    `from viewers ${percent(lateFromViewers)}`,
    `waiting ${percent(tally.shareStalled, 2)}`,
    `delay ${millis(delay.quantile(0.5))}`,
    `hops ${tally.maxHops}`,
    `links failed ${tally.linksFailed}`,
    `cpu ${Math.round(cpuPercent)} %`,
  ].join('  ');
}

/** @param {Outcome} outcome @returns {string} */
export function table(outcome) {
  const rows = [...audienceRows(outcome), ...trafficRows(outcome), ...pictureRows(outcome.tally), ...linkRows(outcome)];
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
  return [...lines, ...complaints(outcome)].join('\n');
}

/** @param {Outcome} outcome @returns {[string, string][]} */
function audienceRows({ viewers, maxViewers, tally, cpuPercent, lagMillis }) {
  return [
    ['viewers', `${viewers} now, ${maxViewers} at most; ${tally.visits} visits, ${tally.crashes} vanished`],
    ['visits without a picture', String(tally.withoutPicture)],
    ['processor', `${Math.round(cpuPercent)} % of a core; 99 % of events less than ${millis(lagMillis)} late`],
  ];
}

/** @param {Outcome} outcome @returns {[string, string][]} */
function trafficRows({ tally, lateFromViewers }) {
  return [
    ['bytes from viewers', `${percent(tally.shareFromViewers)}; in the last 30 s ${percent(lateFromViewers)}`],
    ['bytes that came twice', percent(tally.shareRedundant)],
    ['upload, times the stream', `mean ${times(tally.meanUpload)}, most ${times(tally.worstUpload)}`],
  ];
}

/** @param {Tally} tally @returns {[string, string][]} */
function pictureRows(tally) {
  const isMeasured = tally.watchedMillis > 0;
  return [
    ['delay of the playhead', quantiles(tally.playDelayMillis)],
    ['delay of arrival', quantiles(tally.arrivalDelayMillis)],
    ['hops', `${tally.maxHops} at most`],
    ['time spent waiting', isMeasured
      ? `${percent(tally.shareStalled, 2)} of all, worst viewer ${percent(tally.worstStall)}, ${tally.stalls} waits`
      : 'not measured by this web client'],
    ['viewers waiting > 1 %', isMeasured ? `${tally.stalledViewers} of ${tally.judged}` : '–'],
    ['a stripe paused > 500 ms', `${tally.interruptionMillis.count} times; ${quantiles(tally.interruptionMillis)}`],
    ['time to first chunk', quantiles(tally.firstChunkMillis)],
    ['time to first picture', quantiles(tally.firstPictureMillis)],
    ['chunks', `${tally.chunksRepaired} repaired, ${tally.chunksLost} lost, ${tally.chunksDropped} dropped for slow `
      + `children, ${tally.chunksInvalid} invalid`],
  ];
}

/** @param {Outcome} outcome @returns {[string, string][]} */
function linkRows({ tally: { routes, linksOpened, linksFailed } }) {
  return [
    ['links', `${linksOpened} opened, ${linksFailed} failed`],
    ['routes', `host ${routes.host}, srflx ${routes.srflx}, relay ${routes.relay}, unknown ${routes.unknown}`],
  ];
}

/** @param {Outcome} outcome */
function complaints({ warnings, losses, tally, lagMillis }) {
  const overload = lagMillis < OVERLOADED_MILLIS ? [] : [
    'The machine that ran the viewers could not keep up: the figures say more of it than of the deployment.'];
  const faults = tally.faults === 0 ? [] : [`${tally.faults} faults in the viewers' code.`];
  const frequent = warnings.slice(0, MAX_WARNINGS).map(([kind, count]) => `  ${count} × ${kind}`);
  return [...overload, ...losses, ...faults, ...(frequent.length === 0 ? [] : ['The viewers warned:', ...frequent])];
}

/** @param {Distribution} distribution of milliseconds */
function quantiles(distribution) {
  const [median, high] = [distribution.quantile(0.5), distribution.quantile(0.95)];
  return `median ${millis(median)}, 95 % below ${millis(high)}, most ${millis(distribution.max)}`;
}

/** For programs. @param {Outcome} outcome */
export function figures({ tally, ...outcome }) {
  const { routes, ...rest } = tally;
  const measures = Object.fromEntries(Object.entries(rest).map(([name, value]) => (
    typeof value === 'number' ? [name, value] : [name, summary(value)])));
  const { shareFromViewers, shareRedundant, shareStalled, meanUpload } = tally;
  return { ...outcome, shareFromViewers, shareRedundant, shareStalled, meanUpload, ...measures, routes };
}

/** @param {Distribution} distribution */
function summary(distribution) {
  const at = (/** @type {number} */ share) => Math.round(distribution.quantile(share));
  return { count: distribution.count, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: Math.round(distribution.max) };
}
