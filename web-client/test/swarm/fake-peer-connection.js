/** One data channel of a FakePeerConnection. */
export class FakeDataChannel {
  /** @type {(() => void)|null} */
  onopen = null;
  /** @type {((event: {data: unknown}) => void)|null} */
  onmessage = null;
  /** @type {(() => void)|null} */
  onclose = null;
  /** @type {(() => void)|null} */
  onbufferedamountlow = null;
  readyState = 'connecting';
  binaryType = 'blob';
  bufferedAmount = 0;
  bufferedAmountLowThreshold = 0;
  /** @type {(string|Uint8Array)[]} */
  sent = [];

  /** @param {string} label @param {RTCDataChannelInit} options */
  constructor(label, options) {
    this.label = label;
    this.options = options;
  }

  /** @param {string|Uint8Array} data */
  send(data) {
    this.sent.push(data);
  }

  open() {
    this.readyState = 'open';
    this.onopen?.();
  }

  close() {
    this.readyState = 'closed';
    this.onclose?.();
  }

  /** @param {unknown} message an object travels as JSON, bytes and text as they are */
  receive(message) {
    const isRaw = typeof message === 'string' || message instanceof ArrayBuffer;
    this.onmessage?.({ data: isRaw ? message : JSON.stringify(message) });
  }
}

/** An RTCPeerConnection without a network: it only remembers what it was told. */
export class FakePeerConnection {
  /** @type {FakePeerConnection[]} */
  static made = [];
  /** @type {((event: {candidate: unknown}) => void)|null} */
  onicecandidate = null;
  /** @type {(() => void)|null} */
  onconnectionstatechange = null;
  connectionState = 'new';
  /** @type {RTCSessionDescriptionInit|null} */
  localDescription = null;
  /** @type {RTCSessionDescriptionInit|null} */
  remoteDescription = null;
  /** @type {unknown[]} */
  candidates = [];
  /** @type {FakeDataChannel[]} */
  channels = [];
  isClosed = false;

  /** @param {RTCConfiguration} configuration */
  constructor(configuration) {
    this.configuration = configuration;
    FakePeerConnection.made.push(this);
  }

  static get last() {
    return FakePeerConnection.made[FakePeerConnection.made.length - 1];
  }

  /** @returns {typeof RTCPeerConnection} */
  static get asRTCPeerConnection() {
    return /** @type {typeof RTCPeerConnection} */ (/** @type {unknown} */ (this));
  }

  /** @param {string} label @param {RTCDataChannelInit} options */
  createDataChannel(label, options) {
    const channel = new FakeDataChannel(label, options);
    this.channels.push(channel);
    return channel;
  }

  async setLocalDescription() {
    this.localDescription = this.remoteDescription === null
      ? { type: 'offer', sdp: 'our offer' }
      : { type: 'answer', sdp: 'our answer' };
  }

  /** @param {RTCSessionDescriptionInit} description */
  async setRemoteDescription(description) {
    if (description.sdp === 'nonsense') {
      throw new Error('cannot parse');
    }
    this.remoteDescription = description;
  }

  /** @param {unknown} candidate */
  async addIceCandidate(candidate) {
    if (this.remoteDescription === null) {
      throw new Error('too early');
    }
    this.candidates.push(candidate);
  }

  async getStats() {
    return new Map();
  }

  close() {
    this.isClosed = true;
  }

  // ---- what the network does

  open() {
    this.channels.forEach((channel) => channel.open());
  }

  /** @param {string} state */
  become(state) {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }
}
