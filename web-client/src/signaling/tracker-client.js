import { Backoff } from './backoff.js';
import { parseTrackerMessage, PROTOCOL_VERSION } from './messages.js';

/** @typedef {import('../clock.js').Clock} Clock */
/** @typedef {import('./messages.js').Edge} Edge */
/** @typedef {import('./placement-client.js').Placed} Placed */

/**
 * @typedef {object} TrackerListener
 * @property {(placed: Placed) => void} onPlaced
 * @property {(welcome: import('./messages.js').Welcome) => void} onWelcome
 * @property {(sources: import('./messages.js').Sources) => void} onSources
 * @property {(signal: import('./messages.js').Signal) => void} onSignal
 * @property {(message: string) => void} onWait      the tracker has no source for us just now, and says why
 * @property {(message: string) => void} onTrouble   in plain words; the client goes on by itself
 */

const JOIN_TIMEOUT_MILLIS = 10_000;
const FIRST_RETRY_MILLIS = 500;
const MAX_RETRY_MILLIS = 8_000;
/** After so many failures at one tracker coordinate is asked for another. */
const TRIES_AT_ONE_TRACKER = 3;
/** A tracker that bears with us for so long is a good one: the next loss starts the backoff anew. */
const STEADY_MILLIS = 10_000;
const MAX_MOVE_JITTER_MILLIS = 3_000;
/** More unsent than this means that nobody reads at the other end. */
const MAX_UNSENT_BYTES = 256 * 1024;

/**
 * Our place in the swarm: joins, passes messages both ways, and comes back by itself when the tracker is lost. Links
 * and playing go on meanwhile. docs/protocol.md §3.
 */
export class TrackerClient {
  /** @type {'new'|'locating'|'connecting'|'joining'|'joined'|'pausing'|'closed'} */
  #state = 'new';
  #needs;
  #backoff;
  #share;
  #url = '';
  #joinedAtMillis = 0;
  /** @type {WebSocket|null} */
  #socket = null;
  #cancelTimer = () => {};

  /**
   * @param {object} needs
   * @param {string} needs.stream
   * @param {string} needs.key       32 hexadecimal digits, random, kept for the page's life
   * @param {boolean} needs.share
   * @param {typeof WebSocket} needs.WebSocket
   * @param {Clock} needs.clock
   * @param {() => number} needs.random
   * @param {{locate: () => Promise<Placed>}} needs.placements
   * @param {() => {parents: Edge[], children: Edge[]}} needs.edges what we still have when we join again
   * @param {TrackerListener} needs.listener
   */
  constructor(needs) {
    this.#needs = needs;
    this.#share = needs.share;
    this.#backoff = new Backoff({
      firstMillis: FIRST_RETRY_MILLIS,
      maxMillis: MAX_RETRY_MILLIS,
      random: needs.random,
    });
  }

  get state() {
    return this.#state;
  }

  get url() {
    return this.#url;
  }

  start() {
    if (this.#state === 'new') {
      void this.#locate();
    }
  }

  /** Tells the tracker by joining again: what we share is part of a join. @param {boolean} share */
  setShare(share) {
    if (share !== this.#share && this.#state !== 'closed') {
      this.#share = share;
      if (this.#socket !== null) {
        this.#connect();
      }
    }
  }

  /**
   * Sends, or drops the message while we are not joined: the next join tells the tracker all it must know.
   *
   * @param {object} message
   */
  send(message) {
    if (this.#state !== 'joined' || this.#socket === null) {
      return;
    }
    if (this.#socket.bufferedAmount > MAX_UNSENT_BYTES) {
      this.#retry('The tracker does not listen any more; trying again.');
      return;
    }
    this.#socket.send(JSON.stringify(message));
  }

  destroy() {
    this.send({ type: 'leave', reason: 'leaving' });
    this.#state = 'closed';
    this.#dropSocket();
  }

  async #locate() {
    this.#state = 'locating';
    try {
      const placed = await this.#needs.placements.locate();
      if (this.#state !== 'locating') {
        return;
      }
      this.#url = placed.tracker.url;
      this.#needs.listener.onPlaced(placed);
    } catch {
      return; // only after destroy()
    }
    this.#connect();
  }

  #connect() {
    this.#dropSocket();
    this.#state = 'connecting';
    const url = new URL(this.#url);
    url.searchParams.set('stream', this.#needs.stream);
    try {
      this.#socket = new this.#needs.WebSocket(url.href);
    } catch (error) {
      this.#retry(`The tracker ${this.#url} cannot be used (${error instanceof Error ? error.message : error}).`);
      return;
    }
    this.#socket.onopen = () => this.#join();
    this.#socket.onmessage = (event) => this.#onMessage(event.data);
    this.#socket.onclose = () => this.#retry('The tracker is out of reach; trying again.');
    this.#cancelTimer = this.#needs.clock.after(JOIN_TIMEOUT_MILLIS, () => {
      this.#retry('The tracker does not answer; trying again.');
    });
  }

  #join() {
    this.#state = 'joining';
    const { key } = this.#needs;
    const join = { type: 'join', protocol: PROTOCOL_VERSION, key, share: this.#share, ...this.#needs.edges() };
    this.#socket?.send(JSON.stringify(join));
  }

  /** @param {unknown} data */
  #onMessage(data) {
    let message;
    try {
      message = parseTrackerMessage(String(data));
    } catch (error) {
      console.warn('tracker message ignored:', error instanceof Error ? error.message : error);
      return;
    }
    this.#deliver(message);
  }

  /** @param {import('./messages.js').TrackerMessage} message */
  #deliver(message) {
    const { listener } = this.#needs;
    switch (message.type) {
      case 'welcome':
        return this.#onWelcome(message);
      case 'sources':
        return this.#state === 'joined' ? listener.onSources(message) : undefined;
      case 'offer':
      case 'answer':
      case 'candidate':
        return this.#state === 'joined' ? listener.onSignal(message) : undefined;
      case 'wait':
        return listener.onWait(message.message);
      case 'refused':
        return this.#onRefused(message);
      case 'move':
        return this.#move();
      default:
        return /** @satisfies {never} */ (message);
    }
  }

  /** @param {import('./messages.js').Welcome} welcome */
  #onWelcome(welcome) {
    this.#cancelTimer();
    this.#state = 'joined';
    this.#joinedAtMillis = this.#needs.clock.now();
    this.#needs.listener.onWelcome(welcome);
  }

  /** @param {import('./messages.js').Refused} refused */
  #onRefused({ about, reason, message }) {
    console.warn(`tracker refused ${about}: ${reason} ${message}`);
    if (this.#state !== 'joined') {
      this.#needs.listener.onTrouble(`The tracker refused: ${message}`);
    }
  }

  #move() {
    this.#dropSocket();
    this.#pause(MAX_MOVE_JITTER_MILLIS * this.#needs.random(), () => void this.#locate());
  }

  /** @param {string} trouble */
  #retry(trouble) {
    const wasSteady = this.#state === 'joined'
      && this.#needs.clock.now() - this.#joinedAtMillis >= STEADY_MILLIS;
    if (wasSteady) {
      this.#backoff.reset();
    }
    this.#dropSocket();
    const millis = this.#backoff.next();
    const isLost = this.#backoff.failures % TRIES_AT_ONE_TRACKER === 0;
    this.#pause(millis, () => (isLost ? void this.#locate() : this.#connect()));
    this.#needs.listener.onTrouble(trouble);
  }

  /**
   * @param {number} millis
   * @param {() => void} next
   */
  #pause(millis, next) {
    this.#state = 'pausing';
    this.#cancelTimer = this.#needs.clock.after(millis, next);
  }

  #dropSocket() {
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }
}
