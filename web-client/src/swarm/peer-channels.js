import { MAX_CHUNK_BYTES } from '../media/chunk-codec.js';
import { MAX_LINK_MESSAGE_CHARS, parseLinkMessage } from '../signaling/messages.js';
import { Budget } from './budget.js';

/** @typedef {import('../signaling/messages.js').LinkMessage} LinkMessage */

/**
 * What comes over the two channels, and what becomes of them.
 *
 * @typedef {object} ChannelListener
 * @property {() => void} onOpen                       both are open
 * @property {(wire: Uint8Array) => void} onChunk      not checked yet
 * @property {(message: LinkMessage) => void} onMessage
 * @property {() => void} onDrain                      the send queue is short again
 * @property {(reason: 'closed'|'invalid-data') => void} onFault  they are of no more use; may be said more than once
 */

/** More than this waits on neither channel; the feed of a child stops far below. */
const MAX_UNSENT_BYTES = 4 * 1024 * 1024;
/** What one viewer may say on the control channel; the rest is ignored. */
const MAX_MESSAGES_PER_SECOND = 100;
/** So little waits that more may be sent. */
const SEND_LOW_BYTES = 16 * 1024;

/** The two negotiated channels between two viewers, docs/protocol.md §2, and the bounds of what goes over them. */
export class PeerChannels {
  mediaBytesSent = 0;
  mediaBytesReceived = 0;
  #name;
  #clock;
  #listener;
  #control;
  #media;
  #messages = new Budget(MAX_MESSAGES_PER_SECOND);

  /**
   * @param {object} needs
   * @param {RTCPeerConnection} needs.connection
   * @param {string} needs.name   the other viewer's id
   * @param {import('../clock.js').Clock} needs.clock
   * @param {ChannelListener} needs.listener
   */
  constructor({ connection, name, clock, listener }) {
    this.#name = name;
    this.#clock = clock;
    this.#listener = listener;
    this.#control = connection.createDataChannel('control', { negotiated: true, id: 0 });
    this.#media = connection.createDataChannel('media', { negotiated: true, id: 1, ordered: false });
    this.#media.binaryType = 'arraybuffer';
    this.#media.bufferedAmountLowThreshold = SEND_LOW_BYTES;
  }

  /** What waits in the send queue. */
  get queueBytes() {
    return this.#media.bufferedAmount;
  }

  start() {
    this.#control.onmessage = (event) => this.#onControl(event.data);
    this.#media.onmessage = (event) => this.#onMedia(event.data);
    this.#media.onbufferedamountlow = () => this.#listener.onDrain();
    for (const channel of [this.#control, this.#media]) {
      channel.onopen = () => this.#onChannelOpen();
      channel.onclose = () => this.#listener.onFault('closed');
    }
  }

  /** @param {Uint8Array} wire  shared by all to whom it goes, so never changed */
  sendChunk(wire) {
    if (this.#send(this.#media, /** @type {Uint8Array<ArrayBuffer>} */ (wire))) {
      this.mediaBytesSent += wire.length;
    }
  }

  /** @param {object} message */
  sendMessage(message) {
    const text = JSON.stringify(message);
    if (text.length <= MAX_LINK_MESSAGE_CHARS) {
      this.#send(this.#control, text);
    }
  }

  /** Nothing comes any more; the connection closes them. */
  destroy() {
    for (const channel of [this.#control, this.#media]) {
      channel.onopen = null;
      channel.onmessage = null;
      channel.onclose = null;
      channel.onbufferedamountlow = null;
    }
  }

  #onChannelOpen() {
    if (this.#control.readyState === 'open' && this.#media.readyState === 'open') {
      this.#listener.onOpen();
    }
  }

  /** @param {unknown} data */
  #onMedia(data) {
    if (!(data instanceof ArrayBuffer) || data.byteLength > MAX_CHUNK_BYTES) {
      this.#listener.onFault('invalid-data');
      return;
    }
    this.mediaBytesReceived += data.byteLength;
    this.#listener.onChunk(new Uint8Array(data));
  }

  /** @param {unknown} data */
  #onControl(data) {
    if (!this.#messages.spend(this.#clock.now())) {
      return;
    }
    let message;
    try {
      message = parseLinkMessage(typeof data === 'string' ? data : '');
    } catch (error) {
      console.warn(`message of viewer ${this.#name} ignored:`, error instanceof Error ? error.message : error);
      return;
    }
    this.#listener.onMessage(message);
  }

  /**
   * The other end decides how large a message it takes, and may read none at all: that is no concern of those to whom
   * we send the same.
   *
   * @param {RTCDataChannel} channel
   * @param {string|Uint8Array<ArrayBuffer>} data
   * @returns {boolean} whether it went
   */
  #send(channel, data) {
    if (channel.readyState !== 'open') {
      return false;
    }
    try {
      if (channel.bufferedAmount > MAX_UNSENT_BYTES) {
        throw new RangeError('nobody reads at the other end');
      }
      channel.send(/** @type {Uint8Array<ArrayBuffer>} */ (data));
      return true;
    } catch (error) {
      console.warn(`cannot send to viewer ${this.#name}:`, error instanceof Error ? error.message : error);
      this.#clock.after(0, () => this.#listener.onFault('closed')); // not within what sends to others too
      return false;
    }
  }
}
