import { decodeChunk, InvalidChunkError, raiseHops } from './media/chunk-codec.js';
import { RateMeter } from './rate-meter.js';

/** @typedef {import('./media/chunk-codec.js').Chunk} Chunk */
/** @typedef {import('./swarm/parent-link.js').ParentLink} ParentLink */

/**
 * The way of a chunk through the page, driven by its message event alone, so that it works in a hidden tab too:
 *
 *   link ─ codec ─ gate ─ buffer ┬ children
 *                                └ player, which pulls
 */
export class ChunkPath {
  totals = {
    bytesFromForwards: 0,
    bytesFromViewers: 0,
    chunksReceived: 0,
    chunksDuplicate: 0,
    chunksInvalid: 0,
    chunksRepaired: 0,
  };
  lastProgressMillis = -Infinity;
  /** Of what is new. */
  rate = new RateMeter();
  /** Relays that the newest chunk of each stripe had passed. @type {Map<number, number>} */
  hops = new Map();
  #parts;

  /**
   * @param {object} parts
   * @param {() => number} parts.stripeCount   k
   * @param {import('./media/arrival-gate.js').ArrivalGate} parts.gate
   * @param {import('./media/chunk-buffer.js').ChunkBuffer} parts.buffer
   * @param {import('./media/gap-requests.js').GapRequests} parts.gaps
   * @param {import('./swarm/stripe-sources.js').StripeSources} parts.sources
   * @param {import('./swarm/child-feeds.js').ChildFeeds} parts.children
   * @param {(link: ParentLink, fault: string) => void} parts.onInvalid   this parent sends what is no chunk
   */
  constructor(parts) {
    this.#parts = parts;
  }

  /**
   * @param {ParentLink} link
   * @param {Uint8Array} wire
   * @param {number} nowMillis
   */
  take(link, wire, nowMillis) {
    const { sources, gate } = this.#parts;
    const chunk = this.#decode(link, wire);
    if (chunk === null) {
      return;
    }
    this.#count(link, chunk);
    sources.onChunk(link, chunk, nowMillis);
    for (const admitted of gate.admit(chunk, link, nowMillis)) {
      this.#accept(admitted, nowMillis);
    }
  }

  /**
   * @param {Chunk} chunk
   * @param {number} nowMillis
   */
  #accept(chunk, nowMillis) {
    const { buffer, gaps, sources, children } = this.#parts;
    if (buffer.insert(chunk, nowMillis) !== 'new') {
      this.totals.chunksDuplicate++;
      return;
    }
    this.totals.chunksRepaired += gaps.settle(chunk.sequence) ? 1 : 0;
    this.lastProgressMillis = nowMillis;
    this.rate.add(chunk.wire.length, nowMillis);
    this.hops.set(chunk.stripe, chunk.hops);
    sources.onProgress(chunk.stripe, nowMillis);
    raiseHops(chunk);
    children.relay(chunk, nowMillis);
  }

  /**
   * @param {ParentLink} link
   * @param {Uint8Array} wire
   * @returns {Chunk|null} null for what is no chunk, and for what nobody asked for
   */
  #decode(link, wire) {
    try {
      if (!this.#parts.sources.isParent(link)) {
        throw new InvalidChunkError('nobody asked for one');
      }
      return decodeChunk(wire, this.#parts.stripeCount());
    } catch (error) {
      if (!(error instanceof InvalidChunkError)) {
        throw error;
      }
      this.totals.chunksInvalid++;
      this.#parts.onInvalid(link, error.message);
      return null;
    }
  }

  /**
   * @param {ParentLink} link
   * @param {Chunk} chunk
   */
  #count(link, chunk) {
    this.totals.chunksReceived++;
    if (link.kind === 'forward') {
      this.totals.bytesFromForwards += chunk.wire.length;
    } else {
      this.totals.bytesFromViewers += chunk.wire.length;
    }
  }
}
