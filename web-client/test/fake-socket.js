/** A WebSocket whose other end is the test. */
export class FakeSocket {
  /** Those made since the test began. @type {FakeSocket[]} */
  static made = [];
  /** @type {(() => void)|null} */
  onopen = null;
  /** @type {((event: {data: unknown}) => void)|null} */
  onmessage = null;
  /** @type {(() => void)|null} */
  onclose = null;
  binaryType = 'blob';
  bufferedAmount = 0;
  isClosed = false;
  /** @type {Record<string, unknown>[]} */
  sent = [];

  /** @param {string} url */
  constructor(url) {
    this.url = url;
    FakeSocket.made.push(this);
  }

  static get last() {
    return FakeSocket.made[FakeSocket.made.length - 1];
  }

  /** @returns {typeof WebSocket} */
  static get asWebSocket() {
    return /** @type {typeof WebSocket} */ (/** @type {unknown} */ (FakeSocket));
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.isClosed = true;
  }

  // ---- what the other end does

  open() {
    this.onopen?.();
  }

  /** @param {unknown} message an object travels as JSON, bytes and text as they are */
  receive(message) {
    const isRaw = typeof message === 'string' || message instanceof ArrayBuffer;
    this.onmessage?.({ data: isRaw ? message : JSON.stringify(message) });
  }

  drop() {
    this.onclose?.();
  }
}
