import { WebSocket } from 'ws';
import { NativePeer } from './native-peer.js';
import { plainFetch } from './plain-fetch.js';
import { Uplink } from './uplink.js';

/** @typedef {import('../../web-client/src/clock.js').Clock} Clock */
/** @typedef {import('./wire.js').Route} Route */

const SOCKET_OPTIONS = { perMessageDeflate: false, handshakeTimeout: 10_000, maxPayload: 64 * 1024 };
/** A connection that its viewer closes after so long without having opened did not come about; sooner it was not needed. */
const FAILED_MILLIS = 4_000;

/**
 * What a browser offers to one viewer: fetch, WebSocket, RTCPeerConnection. Knows all that the viewer has open, so
 * that the viewer can also vanish as one does whose machine loses power. Counts what becomes of its links.
 */
export class ViewerNetwork {
  linksOpened = 0;
  linksFailed = 0;
  faults = 0;
  /** @type {Record<Route, number>} */
  routes = { host: 0, srflx: 0, relay: 0, unknown: 0 };
  browser;
  #isCut = false;
  /** @type {Set<WebSocket>} */
  #sockets = new Set();
  /** @type {Map<NativePeer, number>} since when */
  #peers = new Map();
  /** Closed by a viewer that had vanished: they fall silent, and say no goodbye. @type {NativePeer[]} */
  #mute = [];
  #clock;
  #uplink;

  /**
   * @param {object} needs
   * @param {Clock} needs.clock
   * @param {number} needs.uplinkBitsPerSecond   how fast the viewer's line sends; 0 = as fast as it will
   * @param {(message: ArrayBuffer) => void} needs.onArrival   a binary message came, over whatever
   * @param {(error: unknown) => void} needs.onFault   the viewer's code threw
   */
  constructor({ clock, uplinkBitsPerSecond, onArrival, onFault }) {
    this.#clock = clock;
    this.#uplink = new Uplink({ bytesPerSecond: uplinkBitsPerSecond / 8, clock });
    this.browser = {
      fetch: plainFetch,
      WebSocket: /** @type {typeof globalThis.WebSocket} */ (this.#socketClass(onArrival, onFault)),
      RTCPeerConnection: /** @type {typeof RTCPeerConnection} */ (
        /** @type {unknown} */ (this.#peerClass(onArrival, onFault))),
    };
  }

  /** From now on nothing passes, and nobody is told: sockets break off, links fall silent. */
  cut() {
    this.#isCut = true;
    this.#sockets.forEach((socket) => socket.terminate());
  }

  /** Frees all that is still held. */
  destroy() {
    this.#isCut = true;
    this.#uplink.destroy();
    this.#sockets.forEach((socket) => socket.terminate());
    [...this.#peers.keys(), ...this.#mute.splice(0)].forEach((peer) => peer.free());
    this.#peers.clear();
  }

  /**
   * @param {(message: ArrayBuffer) => void} onArrival
   * @param {(error: unknown) => void} onFault
   */
  #socketClass(onArrival, onFault) {
    const sockets = this.#sockets;
    const guard = (/** @type {() => void} */ deliver) => this.#guard(deliver, onFault);
    return class extends WebSocket {
      /** @param {string} url */
      constructor(url) {
        super(url, SOCKET_OPTIONS);
        sockets.add(this);
        this.on('error', () => {}); // a close follows; unheard it would end the process
        this.addEventListener('close', () => sockets.delete(this));
      }

      /** @override @param {((event: MessageEvent) => void)|null} listener */
      set onmessage(listener) {
        super.onmessage = listener && ((/** @type {MessageEvent} */ event) => guard(() => {
          if (event.data instanceof ArrayBuffer) {
            onArrival(event.data);
          }
          listener(event);
        }));
      }
    };
  }

  /**
   * @param {(message: ArrayBuffer) => void} onArrival
   * @param {(error: unknown) => void} onFault
   */
  #peerClass(onArrival, onFault) {
    const peers = this.#peers;
    const clock = this.#clock;
    /** @type {import('./wire.js').Wire} */
    const wire = {
      isCut: () => this.#isCut,
      onArrival,
      uplink: (bytes, send) => this.#uplink.send(bytes, send),
      onLinked: (route) => {
        this.linksOpened++;
        this.routes[route]++;
      },
      onFault: (error) => this.#guard(() => { throw error; }, onFault),
      onClosed: (peer) => this.#onPeerClosed(peer),
    };
    return class extends NativePeer {
      /** @param {RTCConfiguration} configuration */
      constructor(configuration) {
        super(wire, configuration);
        peers.set(this, clock.now());
      }
    };
  }

  /** @param {NativePeer} peer */
  #onPeerClosed(peer) {
    const sinceMillis = this.#peers.get(peer) ?? Infinity;
    this.#peers.delete(peer);
    if (this.#isCut) {
      this.#mute.push(peer);
      return;
    }
    if (!peer.isLinked && this.#clock.now() - sinceMillis >= FAILED_MILLIS) {
      this.linksFailed++;
    }
    peer.free();
  }

  /**
   * @param {() => void} deliver
   * @param {(error: unknown) => void} onFault
   */
  #guard(deliver, onFault) {
    if (this.#isCut) {
      return;
    }
    try {
      deliver();
    } catch (error) {
      this.faults++;
      onFault(error);
    }
  }
}
