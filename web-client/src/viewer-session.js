import { missingAbility } from './browser.js';
import { ChunkPath } from './chunk-path.js';
import { ArrivalGate } from './media/arrival-gate.js';
import { ChunkBuffer } from './media/chunk-buffer.js';
import { GapRequests } from './media/gap-requests.js';
import { StallMeter } from './media/stall-meter.js';
import { UnwatchedPlayhead } from './player/unwatched-playhead.js';
import { Pulse } from './pulse.js';
import { Reports } from './reports.js';
import { PlacementClient } from './signaling/placement-client.js';
import { TrackerClient } from './signaling/tracker-client.js';
import { buildSnapshot, NO_PLAYER } from './stats.js';
import { StreamFacts } from './stream-facts.js';
import { Neighbours } from './swarm/neighbours.js';
import { visitState } from './visit-state.js';

/** @typedef {import('./swarm/parent-link.js').ParentLink} ParentLink */

/**
 * What the page needs of its player.
 * @typedef {EventTarget & {start: () => void, destroy: () => void, setVisible: (visible: boolean) => void,
 *   setMuted: (muted: boolean) => void, snapshot: () => import('./stats.js').PlayerSnapshot}} SessionPlayer
 *
 * @typedef {object} SessionNeeds
 * @property {import('./settings.js').Settings} settings
 * @property {import('./browser.js').SessionBrowser} browser
 * @property {import('./clock.js').Clock} clock      its now() counts from the page's start
 * @property {() => number} random
 * @property {string} key       32 random hexadecimal digits
 * @property {((source: ChunkBuffer, serverNowMicros: () => number, stalls: StallMeter) => SessionPlayer)|null} createPlayer
 */

/**
 * One visit to one stream, from the search for a tracker to the goodbye. Owns every part and destroys it.
 *
 *   media      Neighbours ─ ChunkPath ─ ChunkBuffer ┬ player
 *                                                   └ Neighbours
 *   signaling  PlacementClient ─ TrackerClient ─ sources, offer, answer, candidate ─ Neighbours
 */
export class ViewerSession {
  /** Null where nothing is shown. @type {SessionPlayer|null} */
  player = null;
  /** @type {'new'|'running'|'closed'} */
  #state = 'new';
  #needs;
  #clock;
  #facts;
  #buffer = new ChunkBuffer();
  #gaps = new GapRequests();
  #stalls = new StallMeter();
  #unwatched;
  #neighbours;
  #path;
  #placement;
  #tracker;
  #pulse;
  #reports;
  /** Why the page cannot work at all, or ''. */
  #fault = '';
  #startedMillis = -1;

  /** @param {SessionNeeds} needs */
  constructor(needs) {
    const { settings, browser, clock, random } = needs;
    const buffer = this.#buffer;
    const facts = new StreamFacts({ stream: settings.stream, clock });
    const serverNowMicros = () => facts.serverNowMicros();
    const send = (/** @type {object} */ message) => this.#tracker.send(message);
    this.#needs = needs;
    this.#clock = clock;
    this.#facts = facts;
    this.player = needs.createPlayer?.(buffer, serverNowMicros, this.#stalls) ?? null;
    this.#unwatched = new UnwatchedPlayhead({ source: buffer, bufferMillis: settings.bufferMillis, stalls: this.#stalls });
    this.#neighbours = new Neighbours({
      settings, browser, clock, random, facts, buffer, send, listener: this.#createListener(),
    });
    this.#path = new ChunkPath({
      stripeCount: () => facts.stripes,
      gate: new ArrivalGate({ buffer, serverNowMicros }),
      buffer,
      gaps: this.#gaps,
      sources: this.#neighbours.sources,
      children: this.#neighbours.children,
      onInvalid: (link, fault) => this.#onInvalid(link, fault),
    });
    this.#placement = this.#createPlacement();
    this.#tracker = this.#createTracker();
    this.#pulse = new Pulse({ clock, onBeat: (nowMillis) => this.#onBeat(nowMillis) });
    this.#reports = new Reports({
      measure: () => this.#neighbours.peers.measure(), snapshot: () => this.snapshot(), send,
    });
  }

  start() {
    if (this.#state !== 'new') {
      return;
    }
    this.#state = 'running';
    this.#fault = missingAbility(this.#needs.browser);
    if (this.#fault !== '') {
      return;
    }
    this.#tracker.start();
    this.player?.addEventListener('picture', () => this.#onPicture(), { once: true });
    this.player?.start();
    this.#pulse.start();
  }

  /** Whether we pass the stream on from now on. @param {boolean} share */
  setShare(share) {
    this.#neighbours.upload.share = share;
    this.#tracker.setShare(share);
  }

  /** How much we upload at most from now on; null: as much as we can. @param {import('./swarm/upload-limit.js').UploadLimit|null} limit */
  setMaxUpload(limit) {
    this.#neighbours.upload.limit = limit;
  }

  snapshot() {
    const nowMillis = this.#clock.now();
    return buildSnapshot({
      visit: this.#visit(nowMillis),
      settings: this.#needs.settings,
      facts: this.#facts,
      trackerUrl: this.#tracker.url,
      path: this.#path,
      buffer: this.#buffer,
      neighbours: this.#neighbours,
      stalls: this.#stalls,
      player: this.player?.snapshot() ?? { ...NO_PLAYER, ...this.#unwatched.snapshot() },
      startedMillis: this.#startedMillis,
    }, nowMillis);
  }

  destroy() {
    if (this.#state === 'closed') {
      return;
    }
    this.#state = 'closed';
    this.#pulse.destroy();
    this.#tracker.destroy();
    this.#placement.destroy();
    this.#neighbours.destroy();
    this.player?.destroy();
  }

  // ---- what comes

  /** @returns {import('./swarm/neighbours.js').NeighbourListener} */
  #createListener() {
    return {
      onChunk: (link, wire) => {
        this.#path.take(link, wire, this.#clock.now());
        this.#pulse.nudge();
      },
      onMissing: (link, { sequences }) => this.#gaps.onMissing(link.name, sequences),
      onStream: (stream) => this.#facts.onStream(stream),
    };
  }

  /** @param {ParentLink} link @param {string} fault */
  #onInvalid(link, fault) {
    console.warn(`${link.kind} ${link.name} sends what is no chunk (${fault}); left`);
    this.#neighbours.expel(link);
  }

  #onPicture() {
    this.#startedMillis = this.#startedMillis < 0 ? Math.round(this.#clock.now()) : this.#startedMillis;
  }

  // ---- what is due

  /** @param {number} nowMillis */
  #onBeat(nowMillis) {
    this.#neighbours.tick(this.#path.rate.kilobitsPerSecond(nowMillis) / this.#facts.stripes, nowMillis);
    this.#requestGaps(nowMillis);
    this.#play(nowMillis);
    this.#reports.tick(nowMillis);
  }

  /** @param {number} nowMillis */
  #requestGaps(nowMillis) {
    const holdersOf = (/** @type {number} */ stripe) => this.#neighbours.sources.holdersOf(stripe);
    const serverNowMillis = this.#facts.serverNowMicros() / 1000;
    const leftMillis = (/** @type {number} */ sequence) => this.#dueMillis(sequence) - serverNowMillis;
    const due = this.#gaps.due(this.#buffer, this.#facts.stripes, holdersOf, leftMillis, nowMillis);
    for (const [feeder, sequences] of due) {
      feeder.link.request(this.#buffer.epoch, sequences);
    }
  }

  /** When a missing chunk's picture is due, coordinate's clock: as that of the next chunk that is here. @param {number} sequence */
  #dueMillis(sequence) {
    let next = this.#buffer.get(sequence);
    for (let later = sequence + 1; next === undefined && later <= this.#buffer.newest; later++) {
      next = this.#buffer.get(later);
    }
    return (next?.ingestMicros ?? 0) / 1000 + this.#needs.settings.bufferMillis;
  }

  /** @param {number} nowMillis */
  #play(nowMillis) {
    const { state } = this.#visit(nowMillis);
    this.#stalls.isPaused = state !== 'live' && state !== 'reconnecting';
    if (this.player === null) {
      this.#unwatched.tick(this.#facts.serverNowMicros() / 1000);
      if (this.#unwatched.picturesPassed > 0) {
        this.#onPicture();
      }
    }
  }

  /** @param {number} nowMillis */
  #visit(nowMillis) {
    const { lastProgressMillis } = this.#path;
    return visitState({
      fault: this.#fault,
      isPlaced: this.#facts.isPlaced,
      hasChunks: this.#buffer.epoch >= 0,
      isEnded: this.#buffer.ended,
      isEnding: this.#buffer.endReceived,
      silentMillis: nowMillis - lastProgressMillis,
      streamState: this.#facts.stateSince(lastProgressMillis),
      trouble: [...this.#needs.settings.problems, this.#facts.trouble].join(' ').trim(),
    });
  }

  // ---- the way to the tracker

  #createPlacement() {
    const { settings, browser, random } = this.#needs;
    return new PlacementClient({
      coordinate: settings.coordinate,
      stream: settings.stream,
      fetch: browser.fetch,
      clock: this.#clock,
      random,
      onTrouble: (message) => this.#onTrouble(message),
    });
  }

  #createTracker() {
    const { settings, browser, random, key } = this.#needs;
    return new TrackerClient({
      key,
      stream: settings.stream,
      share: settings.share,
      WebSocket: browser.WebSocket,
      clock: this.#clock,
      random,
      placements: this.#placement,
      edges: () => this.#neighbours.edges(),
      listener: {
        onPlaced: (placed) => this.#facts.onPlaced(placed),
        onWelcome: (welcome) => {
          this.#facts.onWelcome(welcome);
          this.#neighbours.onJoin();
        },
        onSources: (sources) => {
          this.#facts.onSources(sources);
          this.#neighbours.apply(sources);
        },
        onSignal: (signal) => this.#neighbours.peers.onSignal(signal),
        onWait: (message) => this.#facts.onWait(message),
        onTrouble: (message) => this.#onTrouble(message),
      },
    });
  }

  /** @param {string} message */
  #onTrouble(message) {
    this.#facts.trouble = message;
  }
}
