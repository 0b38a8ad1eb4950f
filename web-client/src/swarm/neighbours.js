import { ChildFeeds } from './child-feeds.js';
import { ForwardLease } from './forward-lease.js';
import { LinkMaker } from './link-maker.js';
import { PeerLink } from './peer-link.js';
import { PeerLinks } from './peer-links.js';
import { StripeSources } from './stripe-sources.js';
import { Upload } from './upload.js';

/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('../signaling/messages.js').LossReason} LossReason */

/**
 * What comes from those above us that is not about the links themselves.
 *
 * @typedef {object} NeighbourListener
 * @property {(link: ParentLink, wire: Uint8Array) => void} onChunk   not checked yet
 * @property {(link: ParentLink, missing: import('../signaling/messages.js').Missing) => void} onMissing
 * @property {(stream: import('../signaling/messages.js').Stream) => void} onStream
 */

/**
 * All those we are linked with, above and below us, and what goes to and fro: does what the tracker says, and mends
 * what breaks meanwhile.
 *
 *   forward ═ EdgeLink ┐
 *   viewer  ═ PeerLink ┴ StripeSources … ChildFeeds ─ PeerLink ═ viewer
 */
export class Neighbours {
  children;
  upload;
  sources;
  peers;
  /** Pairs that could not connect. */
  linksFailed = 0;
  #clock;
  #listener;
  #lease;
  #isDestroyed = false;

  /**
   * @param {object} needs
   * @param {import('../settings.js').Settings} needs.settings
   * @param {import('../browser.js').SessionBrowser} needs.browser
   * @param {import('../clock.js').Clock} needs.clock
   * @param {() => number} needs.random
   * @param {import('../stream-facts.js').StreamFacts} needs.facts
   * @param {import('../media/chunk-buffer.js').ChunkBuffer} needs.buffer
   * @param {(message: object) => void} needs.send   to the tracker
   * @param {NeighbourListener} needs.listener
   */
  constructor({ settings, browser, clock, random, facts, buffer, send, listener }) {
    const stripeCount = () => facts.stripes;
    this.#clock = clock;
    this.#listener = listener;
    const links = new LinkMaker({
      stream: settings.stream, browser, clock, facts, listener: this.#linkListener, sendSignal: send,
    });
    this.children = new ChildFeeds({ buffer, stripeCount });
    this.upload = new Upload({
      children: this.children, share: settings.share, limit: settings.maxUpload ?? null, report: send,
    });
    this.#lease = new ForwardLease({
      random, connect: (forward, stripes, from) => links.toForward(forward, stripes, from),
    });
    this.sources = new StripeSources({
      buffer,
      stripeCount,
      random,
      lease: this.#lease,
      report: send,
      feedsFrom: (link, stripe) => this.children.feedsStripe(link, stripe),
    });
    this.peers = new PeerLinks({
      create: (viewer) => links.toViewer(viewer),
      isOfferer: (viewer) => facts.viewer < viewer,
      isUsed: (link) => this.sources.uses(link) || this.children.feeds(link),
      onClosed: (link) => this.#forget(link, 'closed'),
    });
  }

  /** The tracker's whole word. @param {import('../signaling/messages.js').Sources} sources */
  apply(sources) {
    this.upload.apply(sources);
    this.peers.apply(sources);
    this.sources.apply(sources, this.#clock.now());
  }

  /** We have joined, perhaps for another time. */
  onJoin() {
    this.sources.onJoin();
    this.upload.onJoin(this.#clock.now());
  }

  /** What we have, as the tracker wants to hear it when we join again. */
  edges() {
    return { parents: this.sources.edges(), children: this.children.edges() };
  }

  /** Who sends one bad chunk would send more. @param {ParentLink} link */
  expel(link) {
    link.bye('invalid-data');
    this.#forget(link, 'invalid-data');
  }

  /**
   * Call it each 100 ms or so.
   *
   * @param {number} stripeKilobits  the measured rate of one stripe, 0 when not known
   * @param {number} nowMillis
   */
  tick(stripeKilobits, nowMillis) {
    this.sources.tick(nowMillis);
    this.peers.tick(nowMillis);
    this.upload.tick(stripeKilobits, nowMillis);
    this.children.tick((stripe) => this.sources.isLate(stripe, nowMillis), stripeKilobits, nowMillis);
  }

  /** Says goodbye to everyone. */
  destroy() {
    this.#isDestroyed = true;
    this.peers.destroy();
    this.#lease.release('leaving');
  }

  /** @type {import('./peer-link.js').PeerListener} */
  get #linkListener() {
    const now = () => this.#clock.now();
    return {
      onChunk: (link, wire) => this.#listener.onChunk(link, wire),
      onMissing: (link, missing) => this.#listener.onMissing(link, missing),
      onStream: (_, stream) => this.#listener.onStream(stream),
      onWait: (link, { stripes }) => this.sources.onWait(link, stripes, now()),
      onPong: (link) => this.sources.onPong(link),
      onOpen: (link) => this.sources.onOpen(link, now()),
      onClose: (link, reason) => this.#forget(link, reason),
      onSubscribe: (link, subscribe) => this.children.subscribe(link, subscribe, now()),
      onRequest: (link, request) => this.children.repeat(link, request, now()),
      onDrain: (link) => this.children.drain(link, now()),
    };
  }

  /**
   * @param {ParentLink} link
   * @param {LossReason} reason
   */
  #forget(link, reason) {
    if (this.#isDestroyed) {
      return;
    }
    if (link instanceof PeerLink) {
      this.linksFailed += reason === 'connect-failed' ? 1 : 0;
      this.children.remove(link);
      this.peers.onClose(link, reason);
    }
    this.sources.onClose(link, reason, this.#clock.now());
  }
}
