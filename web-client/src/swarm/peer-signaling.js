import { MAX_SIGNAL_CHARS } from '../signaling/messages.js';

/** @typedef {import('../signaling/messages.js').SignalType} SignalType */

const MAX_EARLY_CANDIDATES = 64;

/**
 * Offer, answer and candidates of one pair. One of the two offers, once; candidates trickle both ways, and those that
 * come before the description that they belong to wait for it.
 */
export class PeerSignaling {
  #connection;
  #isOfferer;
  #send;
  #onFailure;
  #isDestroyed = false;
  #hasRemote = false;
  #isNegotiated = false;
  /** @type {RTCIceCandidateInit[]} */
  #early = [];

  /**
   * @param {object} needs
   * @param {RTCPeerConnection} needs.connection
   * @param {boolean} needs.isOfferer
   * @param {(type: SignalType, payload: string) => void} needs.send
   * @param {() => void} needs.onFailure
   */
  constructor({ connection, isOfferer, send, onFailure }) {
    this.#connection = connection;
    this.#isOfferer = isOfferer;
    this.#send = send;
    this.#onFailure = onFailure;
  }

  /** Whether an offer has been made or taken. */
  get isNegotiated() {
    return this.#isNegotiated;
  }

  start() {
    this.#connection.onicecandidate = ({ candidate }) => {
      if (candidate !== null && candidate.candidate !== '') {
        this.#send('candidate', JSON.stringify(candidate.toJSON()));
      }
    };
    if (this.#isOfferer) {
      this.#isNegotiated = true;
      this.#run(() => this.#describe('offer'));
    }
  }

  /**
   * @param {SignalType} type
   * @param {string} payload written by another viewer: anything may be in it
   */
  onSignal(type, payload) {
    if (payload.length > MAX_SIGNAL_CHARS) {
      return;
    }
    if (type === 'candidate') {
      this.#takeCandidate(payload);
    } else if ((type === 'answer') === this.#isOfferer && !this.#hasRemote) {
      this.#isNegotiated = true;
      this.#run(() => this.#takeDescription(type, payload));
    }
  }

  destroy() {
    this.#isDestroyed = true;
    this.#connection.onicecandidate = null;
    this.#early = [];
  }

  /**
   * @param {'offer'|'answer'} type
   * @param {string} payload
   */
  async #takeDescription(type, payload) {
    const { sdp } = JSON.parse(payload);
    this.#hasRemote = true;
    await this.#connection.setRemoteDescription({ type, sdp: String(sdp) });
    for (const candidate of this.#early.splice(0)) {
      this.#addCandidate(candidate);
    }
    if (type === 'offer' && !this.#isDestroyed) {
      await this.#describe('answer');
    }
  }

  /** @param {'offer'|'answer'} type */
  async #describe(type) {
    await this.#connection.setLocalDescription();
    if (!this.#isDestroyed) {
      this.#send(type, JSON.stringify({ type, sdp: this.#connection.localDescription?.sdp }));
    }
  }

  /** @param {string} payload */
  #takeCandidate(payload) {
    const candidate = readCandidate(payload);
    if (candidate === null || this.#isDestroyed) {
      return;
    }
    if (this.#connection.remoteDescription !== null) {
      this.#addCandidate(candidate);
    } else if (this.#early.length < MAX_EARLY_CANDIDATES) {
      this.#early.push(candidate);
    }
  }

  /** A candidate that cannot be used is no failure: there may be others. @param {RTCIceCandidateInit} candidate */
  #addCandidate(candidate) {
    this.#connection.addIceCandidate(candidate).catch(() => {});
  }

  /** @param {() => Promise<void>} step */
  #run(step) {
    step().catch((error) => {
      if (!this.#isDestroyed) {
        console.warn('cannot agree with a viewer:', error instanceof Error ? error.message : error);
        this.#onFailure();
      }
    });
  }
}

/**
 * @param {string} payload
 * @returns {RTCIceCandidateInit|null}
 */
function readCandidate(payload) {
  try {
    const value = JSON.parse(payload);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
