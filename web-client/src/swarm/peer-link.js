import { ConnectionRoute, createConnection } from './connection-route.js';
import { PeerChannels } from './peer-channels.js';
import { PeerSignaling } from './peer-signaling.js';

/** @typedef {import('../clock.js').Clock} Clock */
/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('../signaling/messages.js').Position} Position */
/** @typedef {import('../signaling/messages.js').LossReason} LossReason */
/** @typedef {import('../signaling/messages.js').SignalType} SignalType */
/** @typedef {import('../signaling/messages.js').LinkMessage} LinkMessage */

/**
 * What comes from a viewer that we are linked with: as a parent, and as a child.
 *
 * @typedef {object} ChildListener
 * @property {(link: PeerLink, wait: import('../signaling/messages.js').LinkWait) => void} onWait
 * @property {(link: PeerLink) => void} onPong
 * @property {(link: PeerLink, subscribe: import('../signaling/messages.js').Subscribe) => void} onSubscribe
 * @property {(link: PeerLink, request: import('../signaling/messages.js').Request) => void} onRequest
 * @property {(link: PeerLink) => void} onDrain   the send queue is short again
 *
 * @typedef {import('./parent-link.js').ParentListener & ChildListener} PeerListener
 */

/** TURN included: a new parent that takes longer is no help. */
const CONNECT_TIMEOUT_MILLIS = 5_000;
/** The network says that the other end does not answer; often it comes back, but a stream cannot wait for long. */
const UNREACHABLE_MILLIS = 2_000;

/**
 * The link to one viewer, whatever it carries in either direction: one RTCPeerConnection with two negotiated channels,
 * docs/protocol.md §2. After bye() or destroy() nothing comes from it.
 *
 * @implements {ParentLink}
 */
export class PeerLink {
  /** @type {'viewer'} */
  kind = 'viewer';
  /** @type {'new'|'connecting'|'open'|'closed'} */
  #state = 'new';
  #needs;
  #connection;
  #signaling;
  #route;
  #channels;
  #cancelTimer = () => {};

  /**
   * @param {object} needs
   * @param {string} needs.ownId
   * @param {string} needs.viewer       the other's id
   * @param {RTCIceServer[]} needs.iceServers
   * @param {typeof RTCPeerConnection} needs.RTCPeerConnection
   * @param {Clock} needs.clock
   * @param {(type: SignalType, payload: string) => void} needs.sendSignal
   * @param {PeerListener} needs.listener
   */
  constructor(needs) {
    this.#needs = needs;
    this.name = needs.viewer;
    this.#connection = createConnection(needs);
    this.#route = new ConnectionRoute(this.#connection);
    this.#channels = new PeerChannels({
      connection: this.#connection, name: needs.viewer, clock: needs.clock, listener: this.#createChannelListener(),
    });
    this.#signaling = new PeerSignaling({
      connection: this.#connection,
      isOfferer: needs.ownId < needs.viewer,
      send: needs.sendSignal,
      onFailure: () => this.#close('connect-failed'),
    });
  }

  get state() {
    return this.#state;
  }

  /** Whether the first signal of this pair has come or gone: a second offer then means a new link. */
  get isNegotiated() {
    return this.#signaling.isNegotiated;
  }

  /** By which kind of address the two reached each other. */
  get route() {
    return this.#route.kind;
  }

  /** As last measured while open, −1 when not known. */
  get roundTripMillis() {
    return this.#state === 'open' ? this.#route.roundTripMillis : -1;
  }

  get mediaBytesSent() {
    return this.#channels.mediaBytesSent;
  }

  get mediaBytesReceived() {
    return this.#channels.mediaBytesReceived;
  }

  /** What waits in the send queue. */
  get queueBytes() {
    return this.#channels.queueBytes;
  }

  start() {
    if (this.#state !== 'new') {
      return;
    }
    this.#state = 'connecting';
    this.#cancelTimer = this.#needs.clock.after(CONNECT_TIMEOUT_MILLIS, () => this.#close('connect-failed'));
    this.#connection.onconnectionstatechange = () => this.#onConnectionState();
    this.#channels.start();
    this.#signaling.start();
  }

  /** @param {SignalType} type @param {string} payload */
  onSignal(type, payload) {
    if (this.#state === 'connecting') {
      this.#signaling.onSignal(type, payload);
    }
  }

  // ---- the other one as our parent

  /** @param {number[]} stripes @param {Position|null} from */
  subscribe(stripes, from) {
    this.#send({ type: 'subscribe', stripes, ...(from === null ? {} : { from }) });
  }

  /** @param {number} epoch @param {number[]} sequences */
  request(epoch, sequences) {
    this.#send({ type: 'request', epoch, sequences });
  }

  /** Asks whether it is still there. */
  ping() {
    this.#send({ type: 'ping' });
  }

  // ---- the other one as our child

  /** @param {Uint8Array} wire */
  sendChunk(wire) {
    if (this.#state === 'open') {
      this.#channels.sendChunk(wire);
    }
  }

  /** @param {number} epoch @param {number[]} sequences */
  sendMissing(epoch, sequences) {
    this.#send({ type: 'missing', epoch, sequences });
  }

  /** @param {number[]} stripes that come late */
  sendWait(stripes) {
    this.#send({ type: 'wait', stripes });
  }

  // ---- both

  /** @param {import('../signaling/messages.js').ByeReason} reason */
  bye(reason) {
    this.#send({ type: 'bye', reason });
    this.destroy();
  }

  destroy() {
    if (this.#state === 'closed') {
      return;
    }
    this.#state = 'closed';
    this.#cancelTimer();
    this.#signaling.destroy();
    this.#connection.onconnectionstatechange = null;
    this.#channels.destroy();
    this.#connection.close();
  }

  /** Looks at the way to the other one and at its round trip. Never fails. */
  async measure() {
    if (this.#state === 'open') {
      await this.#route.look();
    }
  }

  /** @returns {import('./peer-channels.js').ChannelListener} */
  #createChannelListener() {
    const { listener } = this.#needs;
    return {
      onOpen: () => this.#onOpen(),
      onChunk: (wire) => listener.onChunk(this, wire),
      onMessage: (message) => this.#deliver(message),
      onDrain: () => listener.onDrain(this),
      onFault: (reason) => this.#close(reason),
    };
  }

  #onOpen() {
    if (this.#state === 'connecting') {
      this.#cancelTimer();
      this.#state = 'open';
      this.#needs.listener.onOpen(this);
      void this.measure();
    }
  }

  #onConnectionState() {
    const { connectionState } = this.#connection;
    if (connectionState === 'failed') {
      this.#close(this.#state === 'open' ? 'closed' : 'connect-failed');
    } else if (connectionState === 'disconnected') {
      this.#cancelTimer();
      this.#cancelTimer = this.#needs.clock.after(UNREACHABLE_MILLIS, () => this.#close('closed'));
    } else if (connectionState === 'connected' && this.#state === 'open') {
      this.#cancelTimer();
    }
  }

  /** @param {LinkMessage} message */
  #deliver(message) {
    const { listener } = this.#needs;
    switch (message.type) {
      case 'subscribe':
        return listener.onSubscribe(this, message);
      case 'request':
        return listener.onRequest(this, message);
      case 'missing':
        return listener.onMissing(this, message);
      case 'wait':
        return listener.onWait(this, message);
      case 'ping':
        return this.#send({ type: 'pong' });
      case 'pong':
        return listener.onPong(this);
      case 'bye':
        return this.#close('bye');
      case 'refused':
        console.warn(`viewer ${this.name} refused: ${message.reason} ${message.message}`);
        return undefined;
      case 'stream':
        return undefined; // only forwards know
      default:
        return /** @satisfies {never} */ (message);
    }
  }

  /** @param {LossReason} reason */
  #close(reason) {
    if (this.#state !== 'closed') {
      this.destroy();
      this.#needs.listener.onClose(this, reason);
    }
  }

  /** @param {object} message */
  #send(message) {
    if (this.#state === 'open') {
      this.#channels.sendMessage(message);
    }
  }
}
