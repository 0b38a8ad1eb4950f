import { ChunkPath } from './chunk-path.js';
import { ArrivalGate } from './media/arrival-gate.js';
import { ChunkBuffer } from './media/chunk-buffer.js';
import { GapRequests } from './media/gap-requests.js';
import { UnwatchedPlayhead } from './media/unwatched-playhead.js';
import { Pulse } from './pulse.js';
import { PlacementClient } from './signaling/placement-client.js';
import { TrackerClient } from './signaling/tracker-client.js';
import { buildSnapshot, NO_PLAYER, statisticsMessage } from './stats.js';
import { StreamFacts } from './stream-facts.js';
import { ChildFeeds } from './swarm/child-feeds.js';
import { EdgeLink } from './swarm/edge-link.js';
import { ForwardLease } from './swarm/forward-lease.js';
import { PeerLink } from './swarm/peer-link.js';
import { PeerLinks } from './swarm/peer-links.js';
import { StripeSources } from './swarm/stripe-sources.js';
import { visitState } from './visit-state.js';

/** @typedef {import('./clock.js').Clock} Clock */
/** @typedef {import('./swarm/parent-link.js').ParentLink} ParentLink */

/**
 * What the page needs of its player.
 * @typedef {EventTarget & {start: () => void, destroy: () => void, setVisible: (visible: boolean) => void,
 *   setMuted: (muted: boolean) => void, snapshot: () => import('./stats.js').PlayerSnapshot}} SessionPlayer
 *
 * @typedef {object} SessionNeeds
 * @property {import('./settings.js').Settings} settings
 * @property {{fetch: typeof fetch, WebSocket: typeof WebSocket, RTCPeerConnection: typeof RTCPeerConnection}} browser
 * @property {Clock} clock      its now() counts from the page's start
 * @property {() => number} random
 * @property {string} key       32 random hexadecimal digits
 * @property {((source: ChunkBuffer, serverNowMicros: () => number) => SessionPlayer)|null} createPlayer
 */

const STATISTICS_MILLIS = 5_000;

/**
 * One visit to one stream, from the search for a tracker to the goodbye. Owns every part and destroys it.
 *
 *   media      EdgeLink, PeerLink ─ ChunkPath ─ ChunkBuffer ┬ player
 *                                                           └ ChildFeeds ─ PeerLink
 *   signaling  PlacementClient ─ TrackerClient ┬ sources ─ StripeSources, PeerLinks
 *                                              └ offer, answer, candidate ─ PeerLink
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
  #unwatched;
  #children;
  #lease;
  #sources;
  #path;
  #peers;
  #placement;
  #tracker;
  #pulse;
  /** Why the page cannot work at all, or ''. */
  #fault = '';
  #startedMillis = -1;
  #reportedMillis = 0;

  /** @param {SessionNeeds} needs */
  constructor(needs) {
    const { settings, clock, random } = needs;
    const buffer = this.#buffer;
    const facts = new StreamFacts({ stream: settings.stream, clock });
    const stripeCount = () => facts.stripes;
    const serverNowMicros = () => facts.serverNowMicros();
    this.#needs = needs;
    this.#clock = clock;
    this.#facts = facts;
    this.player = needs.createPlayer?.(buffer, serverNowMicros) ?? null;
    this.#unwatched = new UnwatchedPlayhead({ source: buffer, bufferMillis: settings.bufferMillis });
    this.#children = new ChildFeeds({ buffer, stripeCount });
    this.#lease = this.#createLease();
    this.#sources = new StripeSources({
      buffer, stripeCount, random, lease: this.#lease, report: (report) => this.#tracker.send(report),
    });
    this.#path = new ChunkPath({
      stripeCount,
      gate: new ArrivalGate({ buffer, serverNowMicros }),
      buffer,
      gaps: this.#gaps,
      sources: this.#sources,
      children: this.#children,
      onInvalid: (link, fault) => this.#onInvalid(link, fault),
    });
    this.#peers = this.#createPeers();
    this.#placement = this.#createPlacement();
    this.#tracker = this.#createTracker();
    this.#pulse = new Pulse({ clock, onBeat: (nowMillis) => this.#onBeat(nowMillis) });
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
    this.player?.addEventListener('picture', () => this.#onFirstPicture(), { once: true });
    this.player?.start();
    this.#tracker.start();
    this.#pulse.start();
  }

  /** Whether we pass the stream on from now on. @param {boolean} share */
  setShare(share) {
    this.#tracker.setShare(share);
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
      sources: this.#sources,
      children: this.#children,
      peers: this.#peers,
      player: this.player?.snapshot() ?? NO_PLAYER,
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
    this.#peers.destroy();
    this.#lease.release('leaving');
    this.player?.destroy();
  }

  // ---- what the links say

  /** @type {import('./swarm/peer-link.js').PeerListener} */
  #listener = {
    onChunk: (link, wire) => {
      this.#path.take(link, wire, this.#clock.now());
      this.#pulse.nudge();
    },
    onOpen: (link) => this.#sources.onOpen(link, this.#clock.now()),
    onMissing: (link, { sequences }) => this.#gaps.onMissing(link.name, sequences),
    onStream: (_, stream) => this.#facts.onStream(stream),
    onClose: (link, reason) => this.#forget(link, reason),
    onSubscribe: (link, subscribe) => this.#children.subscribe(link, subscribe, this.#clock.now()),
    onRequest: (link, request) => this.#children.repeat(link, request, this.#clock.now()),
    onDrain: (link) => this.#children.drain(link, this.#clock.now()),
  };

  /**
   * @param {ParentLink} link
   * @param {import('./signaling/messages.js').LossReason} reason
   */
  #forget(link, reason) {
    if (this.#state === 'closed') {
      return;
    }
    if (link instanceof PeerLink) {
      this.#children.remove(link);
      this.#peers.onClose(link, reason);
    }
    this.#sources.onClose(link, reason, this.#clock.now());
  }

  /** Who sends one bad chunk would send more. @param {ParentLink} link @param {string} fault */
  #onInvalid(link, fault) {
    console.warn(`${link.kind} ${link.name} sends what is no chunk (${fault}); left`);
    link.bye('invalid-data');
    this.#forget(link, 'invalid-data');
  }

  // ---- what is due

  /** @param {number} nowMillis */
  #onBeat(nowMillis) {
    this.#sources.tick(nowMillis);
    this.#peers.tick(nowMillis);
    this.#requestGaps(nowMillis);
    if (this.player === null) {
      this.#unwatched.tick(this.#facts.serverNowMicros(), nowMillis);
    }
    if (nowMillis - this.#reportedMillis >= STATISTICS_MILLIS) {
      this.#reportedMillis = nowMillis;
      this.#tracker.send(statisticsMessage(this.snapshot()));
    }
  }

  /** @param {number} nowMillis */
  #requestGaps(nowMillis) {
    const holdersOf = (/** @type {number} */ stripe) => this.#sources.holdersOf(stripe);
    for (const [feeder, sequences] of this.#gaps.due(this.#buffer, this.#facts.stripes, holdersOf, nowMillis)) {
      feeder.link.request(this.#buffer.epoch, sequences);
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

  #onFirstPicture() {
    this.#startedMillis = Math.round(this.#clock.now());
  }

  // ---- the parts

  #createLease() {
    const { random, settings, browser } = this.#needs;
    return new ForwardLease({
      random,
      connect: ({ name, url }, stripes, from) => {
        const link = new EdgeLink({
          name,
          url,
          stripes,
          from,
          stream: settings.stream,
          WebSocket: browser.WebSocket,
          clock: this.#clock,
          listener: this.#listener,
        });
        link.start();
        return link;
      },
    });
  }

  #createPeers() {
    return new PeerLinks({
      create: (viewer) => new PeerLink({
        viewer,
        ownId: this.#facts.viewer,
        iceServers: this.#facts.iceServers,
        RTCPeerConnection: this.#needs.browser.RTCPeerConnection,
        clock: this.#clock,
        sendSignal: (type, payload) => this.#tracker.send({ type, to: viewer, payload }),
        listener: this.#listener,
      }),
      isOfferer: (viewer) => this.#facts.viewer < viewer,
      isUsed: (link) => this.#sources.uses(link) || this.#children.feeds(link),
      onClosed: (link) => this.#forget(link, 'closed'),
    });
  }

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
      edges: () => ({ parents: this.#sources.edges(), children: this.#children.edges() }),
      listener: {
        onPlaced: (placed) => this.#facts.onPlaced(placed),
        onWelcome: (welcome) => this.#onWelcome(welcome),
        onSources: (sources) => this.#onSources(sources),
        onSignal: (signal) => this.#peers.onSignal(signal),
        onTrouble: (message) => this.#onTrouble(message),
      },
    });
  }

  /** @param {import('./signaling/messages.js').Welcome} welcome */
  #onWelcome(welcome) {
    this.#facts.onWelcome(welcome);
    this.#sources.onJoin();
  }

  /** @param {import('./signaling/messages.js').Sources} sources */
  #onSources(sources) {
    this.#facts.trouble = '';
    this.#peers.apply(sources);
    this.#sources.apply(sources, this.#clock.now());
  }

  /** @param {string} message */
  #onTrouble(message) {
    this.#facts.trouble = message;
  }
}

/**
 * @param {SessionNeeds['browser']} browser
 * @returns {string} what the browser lacks, in plain words; '' when nothing
 */
function missingAbility({ WebSocket, RTCPeerConnection }) {
  if (typeof WebSocket !== 'function') {
    return 'This browser has no WebSocket, without which no stream comes here.';
  }
  if (typeof RTCPeerConnection !== 'function') {
    return 'This browser has no WebRTC, or it is turned off: viewers cannot pass the stream on to each other.';
  }
  return '';
}
