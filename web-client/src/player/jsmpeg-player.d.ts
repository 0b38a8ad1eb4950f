/** The parts of JSMpeg that the player uses; the package brings no types of its own. */
declare module '@cycjimmy/jsmpeg-player' {
  /** One WebAssembly instance, which several decoders share. */
  export interface WasmModule {
    instance: WebAssembly.Instance;
    loadFromBuffer(buffer: ArrayBuffer, callback: (module: WasmModule | null) => void): void;
  }

  export interface BitBuffer {
    index: number;
    findNextStartCode(): number;
    findStartCode(code: number): number;
  }

  export interface VideoDestination {
    resize(width: number, height: number): void;
    render(y: Uint8Array, cr: Uint8Array, cb: Uint8Array, clamped: boolean): void;
  }

  export interface AudioDestination {
    play(sampleRate: number, left: Float32Array, right: Float32Array): void;
  }

  export interface Decoder<Destination> {
    /** Only the JavaScript decoders have it. */
    bits?: BitBuffer;
    connect(destination: Destination): void;
    write(pts: number, buffers: Uint8Array[]): void;
    decode(): boolean;
    destroy(): void;
  }

  export interface PesDestination {
    write(pts: number, buffers: Uint8Array[]): void;
  }

  export interface PesPacket {
    currentLength: number;
  }

  export interface TransportStreamDemuxer {
    guessVideoFrameEnd: boolean;
    pesPacketInfo: Record<number, PesPacket>;
    connect(streamId: number, destination: PesDestination): void;
    write(packets: Uint8Array): void;
    packetComplete(packet: PesPacket): void;
  }

  export interface DecoderOptions {
    streaming: boolean;
    decodeFirstFrame?: boolean;
    videoBufferSize?: number;
    audioBufferSize?: number;
    wasmModule?: WasmModule;
  }

  const JSMpeg: {
    Decoder: {
      MPEG1Video: new (options: DecoderOptions) => Decoder<VideoDestination>;
      MPEG1VideoWASM: new (options: DecoderOptions) => Decoder<VideoDestination>;
      MP2Audio: new (options: DecoderOptions) => Decoder<AudioDestination>;
      MP2AudioWASM: new (options: DecoderOptions) => Decoder<AudioDestination>;
    };
    Demuxer: { TS: new () => TransportStreamDemuxer };
    WASMModule: new () => WasmModule;
    WASM_BINARY_INLINED: string;
    Base64ToArrayBuffer(base64: string): ArrayBuffer;
  };
  export default JSMpeg;
}
