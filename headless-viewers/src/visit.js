import { randomBytes } from 'node:crypto';
import { systemClock } from '../../web-client/src/clock.js';
import { ViewerSession } from '../../web-client/src/viewer-session.js';
import { Arrivals } from './arrivals.js';
import { Distribution } from './distribution.js';
import { MIN_JUDGED_MILLIS, STALLED_SHARE, Tally } from './tally.js';
import { ViewerNetwork } from './viewer-network.js';

/** Of a snapshot, what the session counts of the time it watched. @typedef {{stalledMillis?: number, stalls?: number, watchedMillis?: number}} Watched */

/** By then the others have given up a viewer that vanished, as they would one without power. */
const SILENT_MILLIS = 10_000;
/** Who has no picture after so long has none. */
const PICTURE_MILLIS = 5_000;

/** One viewer from its coming to its leaving: the page's own session, on a network that is watched. */
export class Visit {
  #startMillis = performance.now();
  #arrivals = new Arrivals();
  #playDelayMillis = new Distribution();
  #network;
  #session;
  /** @type {Tally|null} the last word, after the end */
  #outcome = null;
  #isCrashed = false;

  /**
   * @param {object} needs
   * @param {import('../../web-client/src/settings.js').Settings} needs.settings
   * @param {number} needs.serverOffsetMillis   coordinate's clock minus ours
   * @param {number} needs.uplinkBitsPerSecond
   * @param {() => number} needs.random
   * @param {(error: unknown) => void} needs.onFault
   */
  constructor({ settings, serverOffsetMillis, uplinkBitsPerSecond, random, onFault }) {
    const clock = { ...systemClock, now: () => performance.now() - this.#startMillis };
    this.#network = new ViewerNetwork({
      clock,
      uplinkBitsPerSecond,
      onArrival: (wire) => this.#arrivals.take(wire, clock.now(), (Date.now() + serverOffsetMillis) * 1000),
      onFault,
    });
    this.#session = new ViewerSession({
      settings,
      browser: this.#network.browser,
      clock,
      random,
      key: randomBytes(16).toString('hex'),
      createPlayer: null,
    });
  }

  start() {
    this.#session.start();
  }

  /** To be called about once a second. */
  sample() {
    const { delayMillis } = this.#session.snapshot();
    if (delayMillis >= 0) {
      this.#playDelayMillis.add(delayMillis);
    }
  }

  /** How it has fared so far. */
  tally() {
    return this.#outcome ?? this.#describe();
  }

  /** Says goodbye to everybody. */
  leave() {
    if (this.#outcome === null) {
      this.#outcome = this.#describe();
      this.#session.destroy();
      // The sockets' own goodbyes are on their way.
      setTimeout(() => this.#network.destroy(), 1_000);
    }
  }

  /** Vanishes without a word. */
  crash() {
    if (this.#outcome === null) {
      this.#isCrashed = true;
      this.#outcome = this.#describe();
      this.#network.cut();
      this.#session.destroy();
      setTimeout(() => this.#network.destroy(), SILENT_MILLIS);
    }
  }

  #describe() {
    const { totals, ...snapshot } = this.#session.snapshot();
    const tally = new Tally();
    this.#describeNetwork(tally);
    tally.bytesFromForwards = totals.bytesFromForwards;
    tally.bytesFromViewers = totals.bytesFromViewers;
    tally.bytesToViewers = totals.bytesToViewers;
    tally.chunksLost = totals.chunksLost;
    tally.chunksRepaired = totals.chunksRepaired;
    tally.chunksInvalid = totals.chunksInvalid;
    tally.chunksDropped = totals.chunksDropped;
    tally.playDelayMillis = this.#playDelayMillis;
    judge(tally, /** @type {Watched} */ ({ ...snapshot, ...totals }), this.#ageMillis);
    return tally;
  }

  /** @param {Tally} tally */
  #describeNetwork(tally) {
    const { firstChunkMillis, firstPictureMillis, ...arrivals } = this.#arrivals;
    tally.visits = 1;
    tally.crashes = this.#isCrashed ? 1 : 0;
    tally.withoutPicture = firstPictureMillis < 0 && this.#ageMillis >= PICTURE_MILLIS ? 1 : 0;
    tally.faults = this.#network.faults;
    tally.linksOpened = this.#network.linksOpened;
    tally.linksFailed = this.#network.linksFailed;
    tally.routes = { ...this.#network.routes };
    tally.usefulBytes = arrivals.usefulBytes;
    tally.redundantBytes = arrivals.redundantBytes;
    tally.maxHops = arrivals.maxHops;
    tally.arrivalDelayMillis = arrivals.ageMillis;
    tally.interruptionMillis = arrivals.interruptionMillis;
    if (firstChunkMillis >= 0) {
      tally.firstChunkMillis.add(firstChunkMillis);
    }
    if (firstPictureMillis >= 0) {
      tally.firstPictureMillis.add(firstPictureMillis);
    }
  }

  get #ageMillis() {
    return performance.now() - this.#startMillis;
  }
}

/**
 * @param {Tally} tally
 * @param {Watched} watched
 * @param {number} ageMillis
 */
function judge(tally, { stalledMillis = 0, stalls = 0, watchedMillis = 0 }, ageMillis) {
  tally.stalls = stalls;
  tally.stalledMillis = stalledMillis;
  tally.watchedMillis = watchedMillis;
  if (ageMillis < MIN_JUDGED_MILLIS) {
    return;
  }
  tally.judged = 1;
  if (tally.usefulBytes > 0) {
    tally.worstUpload = tally.bytesToViewers / tally.usefulBytes;
  }
  if (watchedMillis >= MIN_JUDGED_MILLIS / 2) {
    tally.worstStall = stalledMillis / watchedMillis;
    tally.stalledViewers = tally.worstStall > STALLED_SHARE ? 1 : 0;
  }
}
