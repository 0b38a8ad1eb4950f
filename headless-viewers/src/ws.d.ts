/** What we use of the package: the browser's WebSocket, and a little more. */
declare module 'ws' {
  export class WebSocket extends globalThis.WebSocket {
    constructor(url: string, options: { perMessageDeflate: boolean; handshakeTimeout: number; maxPayload: number });
    on(event: 'error', listener: (error: Error) => void): this;
    terminate(): void;
  }
}
