import { guarded } from './wire.js';

/** @typedef {import('./wire.js').Wire} Wire */
/** @typedef {import('node-datachannel').DataChannel} LibraryChannel */

/** One data channel; the media one waits for the viewer's uplink, the control one passes by. */
export class NativeChannel {
  binaryType = 'arraybuffer';
  /** @type {(() => void)|null} */
  onopen = null;
  /** @type {(() => void)|null} */
  onclose = null;
  /** @type {(() => void)|null} */
  onbufferedamountlow = null;
  /** @type {((event: {data: string|ArrayBuffer}) => void)|null} */
  onmessage = null;
  #native;
  #wire;
  #lowThreshold = 0;
  /** Bytes that wait for the uplink. */
  #waitingBytes = 0;
  #isClosed = false;

  /**
   * @param {LibraryChannel} native
   * @param {Wire} wire
   * @param {() => void} onOpen
   */
  constructor(native, wire, onOpen) {
    this.#native = native;
    this.#wire = wire;
    native.onOpen(() => this.#emit(() => {
      onOpen();
      this.onopen?.();
    }));
    native.onClosed(() => this.#emit(() => {
      this.#isClosed = true;
      this.onclose?.();
    }));
    native.onBufferedAmountLow(() => this.#emit(() => this.#onLow()));
    native.onMessage((message) => this.#emit(() => this.#onMessage(message)));
  }

  get readyState() {
    return this.#isClosed ? 'closed' : this.#native.isOpen() ? 'open' : 'connecting';
  }

  get bufferedAmount() {
    return this.#waitingBytes + (this.readyState === 'open' ? this.#native.bufferedAmount() : 0);
  }

  get bufferedAmountLowThreshold() {
    return this.#lowThreshold;
  }

  set bufferedAmountLowThreshold(bytes) {
    this.#lowThreshold = bytes;
    this.#native.setBufferedAmountLowThreshold(bytes);
  }

  /** @param {string|Uint8Array} data */
  send(data) {
    if (this.readyState !== 'open') {
      throw new DOMException(`the channel is ${this.readyState}`, 'InvalidStateError');
    }
    if (this.#wire.isCut()) {
      return;
    }
    if (typeof data === 'string') {
      this.#native.sendMessage(data);
      return;
    }
    this.#waitingBytes += data.length;
    this.#wire.uplink(data.length, () => this.#sendNow(data));
  }

  /** The connection is gone: the library's channel is not to be asked any more. */
  abandon() {
    this.#isClosed = true;
  }

  /** @param {Uint8Array} data */
  #sendNow(data) {
    const wasHigh = this.bufferedAmount > this.#lowThreshold;
    this.#waitingBytes -= data.length;
    if (this.readyState === 'open' && !this.#wire.isCut()) {
      this.#native.sendMessageBinary(data);
    }
    if (wasHigh) {
      this.#onLow();
    }
  }

  #onLow() {
    if (this.readyState === 'open' && this.bufferedAmount <= this.#lowThreshold) {
      this.onbufferedamountlow?.();
    }
  }

  /** @param {string|Buffer|ArrayBuffer} message */
  #onMessage(message) {
    if (typeof message === 'string') {
      this.onmessage?.({ data: message });
      return;
    }
    const data = message instanceof ArrayBuffer ? message : exactBuffer(message);
    this.#wire.onArrival(data);
    this.onmessage?.({ data });
  }

  /** @param {() => void} deliver */
  #emit(deliver) {
    if (!this.#isClosed && !this.#wire.isCut()) {
      guarded(deliver, this.#wire);
    }
  }
}

/** @param {Buffer} bytes @returns {ArrayBuffer} */
function exactBuffer({ buffer, byteOffset, byteLength }) {
  const isExact = byteOffset === 0 && byteLength === buffer.byteLength;
  return /** @type {ArrayBuffer} */ (isExact ? buffer : buffer.slice(byteOffset, byteOffset + byteLength));
}
