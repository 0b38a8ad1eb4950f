/**
 * RTCPeerConnection over libdatachannel, as far as a viewer's links use it: negotiated channels, an explicit offer or
 * answer, trickled candidates, statistics. The package's own stand-in for it begins to negotiate by itself, never says
 * that there is no remote description yet, and costs an event object for each message.
 */
import nodeDataChannel from 'node-datachannel';
import { nativeIceServers } from './ice-servers.js';
import { NativeChannel } from './native-channel.js';
import { guarded } from './wire.js';

/** @typedef {import('./wire.js').Wire} Wire */

const CANDIDATE_LINES = /^a=(candidate:.*)\r?\n/gm;
const MAX_EARLY_CANDIDATES = 64;

let made = 0;

/** One end of a link to another viewer. Holds its channels, so that the collector cannot close them. */
export class NativePeer {
  /** @type {((event: {candidate: RTCIceCandidate}) => void)|null} */
  onicecandidate = null;
  /** @type {(() => void)|null} */
  onconnectionstatechange = null;
  connectionState = 'new';
  #wire;
  #native;
  /** @type {NativeChannel[]} */
  #channels = [];
  #isLinked = false;
  /** The library takes candidates only after both descriptions, in whatever order these come. @type {RTCIceCandidateInit[]} */
  #early = [];

  /**
   * @param {Wire} wire
   * @param {{iceServers?: RTCIceServer[]}} configuration
   */
  constructor(wire, { iceServers = [] }) {
    this.#wire = wire;
    this.#native = new nodeDataChannel.PeerConnection(`link-${++made}`, {
      iceServers: iceServers.flatMap(nativeIceServers),
      disableAutoNegotiation: true,
    });
    this.#native.onLocalCandidate((candidate, sdpMid) => this.#emit(() => this.#onCandidate(candidate, sdpMid)));
    this.#native.onStateChange((state) => this.#emit(() => this.#onState(state)));
  }

  /** Whether all channels have ever been open. */
  get isLinked() {
    return this.#isLinked;
  }

  get localDescription() {
    return this.#native.localDescription();
  }

  get remoteDescription() {
    return this.#native.remoteDescription();
  }

  /**
   * @param {string} label
   * @param {RTCDataChannelInit} init
   */
  createDataChannel(label, { negotiated = false, id, ordered = true }) {
    const native = this.#native.createDataChannel(label, { negotiated, id, unordered: !ordered });
    const channel = new NativeChannel(native, this.#wire, () => this.#onChannelOpen());
    this.#channels.push(channel);
    return channel;
  }

  /** An answer to what the other offered, or else an offer. */
  async setLocalDescription() {
    this.#native.setLocalDescription(this.#native.signalingState() === 'have-remote-offer' ? 'answer' : 'offer');
    this.#addEarly();
  }

  /** @param {{type: 'offer'|'answer', sdp: string}} description */
  async setRemoteDescription({ type, sdp }) {
    this.#native.setRemoteDescription(sdp.replace(CANDIDATE_LINES, ''), type);
    const sdpMid = /^a=mid:(\S+)/m.exec(sdp)?.[1];
    for (const [, candidate] of sdp.matchAll(CANDIDATE_LINES)) {
      this.#keepEarly({ candidate, sdpMid });
    }
    this.#addEarly();
  }

  /** @param {RTCIceCandidateInit} init */
  async addIceCandidate(init) {
    this.#keepEarly(init);
    this.#addEarly();
  }

  /** The pair of addresses in use, with the round trip in seconds; empty before. */
  async getStats() {
    const pair = this.#isClosed ? null : this.#native.getSelectedCandidatePair();
    /** @type {Map<string, Record<string, unknown>>} */
    const report = new Map();
    if (pair !== null) {
      const rttMillis = this.#native.rtt();
      report.set('local', { id: 'local', type: 'local-candidate', candidateType: pair.local.type });
      report.set('remote', { id: 'remote', type: 'remote-candidate', candidateType: pair.remote.type });
      report.set('pair', {
        id: 'pair',
        type: 'candidate-pair',
        state: 'succeeded',
        nominated: true,
        localCandidateId: 'local',
        remoteCandidateId: 'remote',
        ...(rttMillis >= 0 ? { currentRoundTripTime: rttMillis / 1000 } : {}),
      });
    }
    return report;
  }

  close() {
    if (!this.#isClosed) {
      this.connectionState = 'closed';
      this.#wire.onClosed(this);
    }
  }

  /** Frees what the library holds; after close(). */
  free() {
    this.connectionState = 'closed';
    this.#channels.forEach((channel) => channel.abandon());
    this.#native.close();
  }

  get #isClosed() {
    return this.connectionState === 'closed';
  }

  /** @param {RTCIceCandidateInit} init */
  #keepEarly(init) {
    if (this.#early.length < MAX_EARLY_CANDIDATES) {
      this.#early.push(init);
    }
  }

  #addEarly() {
    if (this.#isClosed || this.localDescription === null || this.remoteDescription === null) {
      return;
    }
    for (const { candidate, sdpMid } of this.#early.splice(0)) {
      try {
        this.#native.addRemoteCandidate(candidate ?? '', sdpMid ?? '0');
      } catch {
        // One that cannot be used, such as a name that nobody here resolves: there may be others.
      }
    }
  }

  /**
   * @param {string} candidate
   * @param {string} sdpMid
   */
  #onCandidate(candidate, sdpMid) {
    const init = { candidate: candidate.replace(/^a=/, ''), sdpMid, sdpMLineIndex: 0 };
    this.onicecandidate?.({ candidate: /** @type {RTCIceCandidate} */ ({ ...init, toJSON: () => init }) });
  }

  /** @param {string} state */
  #onState(state) {
    if (state !== 'closed') {
      this.connectionState = state;
      this.onconnectionstatechange?.();
    }
  }

  #onChannelOpen() {
    if (!this.#isLinked && this.#channels.every(({ readyState }) => readyState === 'open')) {
      this.#isLinked = true;
      const type = this.#native.getSelectedCandidatePair()?.local.type;
      const route = type === 'prflx' ? 'srflx' : type;
      this.#wire.onLinked(route === 'host' || route === 'srflx' || route === 'relay' ? route : 'unknown');
    }
  }

  /** @param {() => void} deliver */
  #emit(deliver) {
    if (!this.#isClosed && !this.#wire.isCut()) {
      guarded(deliver, this.#wire);
    }
  }
}
