import { MAX_CHUNK_BYTES } from '../media/chunk-codec.js';
import { parseLinkMessage } from '../signaling/messages.js';

/** @typedef {import('../clock.js').Clock} Clock */
/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('../signaling/messages.js').Position} Position */
/** @typedef {import('../signaling/messages.js').LossReason} LossReason */

const CONNECT_TIMEOUT_MILLIS = 8_000;

/**
 * The link to a forward, by WebSocket. The first subscription travels in its address, so that the first chunk comes
 * one round trip earlier.
 *
 * @implements {ParentLink}
 */
export class EdgeLink {
  /** @type {'forward'} */
  kind = 'forward';
  /** @type {'new'|'connecting'|'open'|'closed'} */
  #state = 'new';
  /** @type {WebSocket|null} */
  #socket = null;
  #needs;
  #wasRefused = false;
  #cancelTimeout = () => {};

  /**
   * @param {object} needs
   * @param {string} needs.name
   * @param {string} needs.url          the forward's, as the tracker names it
   * @param {string} needs.stream
   * @param {number[]} needs.stripes    the first subscription
   * @param {Position|null} needs.from
   * @param {typeof WebSocket} needs.WebSocket
   * @param {Clock} needs.clock
   * @param {import('./parent-link.js').ParentListener} needs.listener
   */
  constructor(needs) {
    this.#needs = needs;
    this.name = needs.name;
  }

  get state() {
    return this.#state;
  }

  start() {
    if (this.#state !== 'new') {
      return;
    }
    this.#state = 'connecting';
    const { clock, WebSocket } = this.#needs;
    this.#cancelTimeout = clock.after(CONNECT_TIMEOUT_MILLIS, () => this.#close('connect-failed'));
    try {
      this.#socket = new WebSocket(this.#address());
    } catch (error) {
      console.warn(`forward ${this.name} cannot be used:`, error instanceof Error ? error.message : error);
      this.#cancelTimeout();
      this.#cancelTimeout = clock.after(0, () => this.#close('connect-failed'));
      return;
    }
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.onopen = () => this.#onOpen();
    this.#socket.onmessage = (event) => this.#onMessage(event.data);
    this.#socket.onclose = () => this.#onSocketClose();
  }

  /**
   * @param {number[]} stripes
   * @param {Position|null} from
   */
  subscribe(stripes, from) {
    this.#send({ type: 'subscribe', stripes, ...(from === null ? {} : { from }) });
  }

  /**
   * @param {number} epoch
   * @param {number[]} sequences
   */
  request(epoch, sequences) {
    this.#send({ type: 'request', epoch, sequences });
  }

  /** @param {import('../signaling/messages.js').ByeReason} reason */
  bye(reason) {
    this.#send({ type: 'bye', reason });
    this.destroy();
  }

  destroy() {
    this.#state = 'closed';
    this.#cancelTimeout();
    const socket = this.#socket;
    this.#socket = null;
    if (socket !== null) {
      socket.onopen = null;
      socket.onmessage = null;
      socket.onclose = null;
      socket.close();
    }
  }

  #address() {
    const { url, stream, stripes, from } = this.#needs;
    const address = new URL(url);
    address.searchParams.set('stream', stream);
    if (from !== null) {
      address.searchParams.set('epoch', String(from.epoch));
      address.searchParams.set('sequence', String(from.sequence));
    }
    // Not by searchParams, which would write the comma as %2C.
    return `${address.href}&stripes=${stripes.join(',')}`;
  }

  #onOpen() {
    this.#cancelTimeout();
    this.#state = 'open';
    this.#needs.listener.onOpen(this);
  }

  /** @param {unknown} data */
  #onMessage(data) {
    if (data instanceof ArrayBuffer) {
      if (data.byteLength <= MAX_CHUNK_BYTES) {
        this.#needs.listener.onChunk(this, new Uint8Array(data));
      }
      return;
    }
    try {
      this.#deliver(parseLinkMessage(String(data)));
    } catch (error) {
      console.warn(`message of ${this.name} ignored:`, error instanceof Error ? error.message : error);
    }
  }

  /** @param {import('../signaling/messages.js').LinkMessage} message */
  #deliver(message) {
    const { listener } = this.#needs;
    switch (message.type) {
      case 'stream':
        return listener.onStream(this, message);
      case 'missing':
        return listener.onMissing(this, message);
      case 'refused':
        console.warn(`${this.name} refused: ${message.reason} ${message.message}`);
        this.#wasRefused = true;
        return undefined;
      case 'bye':
        return this.#close('bye');
      case 'subscribe':
      case 'request':
      case 'wait':
      case 'ping':
      case 'pong':
        return undefined; // a forward is nobody's child, and nobody is above it
      default:
        return /** @satisfies {never} */ (message);
    }
  }

  #onSocketClose() {
    if (this.#state === 'connecting') {
      this.#close('connect-failed');
    } else {
      this.#close(this.#wasRefused ? 'refused' : 'closed');
    }
  }

  /** @param {LossReason} reason */
  #close(reason) {
    this.destroy();
    this.#needs.listener.onClose(this, reason);
  }

  /** @param {object} message */
  #send(message) {
    if (this.#state === 'open') {
      this.#socket?.send(JSON.stringify(message));
    }
  }
}
