import { RateMeter } from '../rate-meter.js';
import { LifeSign } from './life-sign.js';

/** @typedef {import('./parent-link.js').ParentLink} ParentLink */
/** @typedef {import('../media/chunk-codec.js').Chunk} Chunk */
/** @typedef {import('../media/gap-requests.js').Holder} Holder */
/** @typedef {import('../signaling/messages.js').Position} Position */

/** So many chunks from where we asked it to begin prove that a parent delivers. */
const PROOF_CHUNKS = 3;
/** A stripe is silent when so many chunks of others came since its last one … */
const SILENCE_CHUNKS = 3;
/** … and so long nothing of it: then a viewer is asked whether it is still there. If it is, it has longer … */
const DOUBT_MILLIS = 120;
const SILENCE_MILLIS = 350;
/** … the longer the deeper we are, so that whoever is nearest to the break mends it and those below never notice. */
const SILENCE_MILLIS_PER_HOP = 100;
const MAX_HOPS_COUNTED = 5;
/** Slow streams have long pauses between the chunks of a stripe. */
const PAUSES_OF_SILENCE = 2;
const PAUSE_DECAY = 0.9;
const MAX_PAUSE_MILLIS = 1_000;
/** A parent that says that it is late is waited for so much longer … */
const WAIT_MILLIS = 700;
/** … but it cannot say so for ever. */
const MAX_WAIT_MILLIS = 2_000;
/** A parent that never began is given so long. */
const FIRST_CHUNK_MILLIS = 5_000;

/** One stripe as one parent delivers it. */
class Flow {
  meter = new RateMeter();
  chunks = 0;
  hops = -1;
  newest = -1;
  /** Chunks that prove that the parent delivers, since it was last subscribed or suspected. */
  proven = 0;
  lastMillis = -Infinity;
  longestPauseMillis = 0;
  /** It said that it is late: since when it has done so without a chunk, and how long that is believed. */
  lateSinceMillis = Infinity;
  patientUntilMillis = -Infinity;
  /** Chunks of other stripes that came since. */
  overtakenBy = 0;
  subscribedMillis = 0;
  /** @type {Position|null} */
  from = null;
}

/**
 * A parent, and what it delivers of each stripe. Pure but for its link.
 *
 * @implements {Holder}
 */
export class Feeder {
  /** What it is asked to send now. @type {ReadonlySet<number>} */
  subscribed = new Set();
  /** @type {Map<number, Flow>} */
  #flows = new Map();
  #epoch = -1;
  #life;
  #isGone = false;

  /** @param {ParentLink} link */
  constructor(link) {
    this.link = link;
    this.name = link.name;
    this.#life = new LifeSign(() => link.ping?.());
  }

  /** Whether anything was ever asked of it: only then anything may come. */
  get isParent() {
    return this.#flows.size > 0;
  }

  /**
   * Changes what it shall send; `from` counts for the stripes that are new. `isSaid`: the link has told it already.
   *
   * @param {number[]} stripes
   * @param {(stripes: number[]) => Position|null} from  where the new ones begin
   * @param {number} nowMillis
   * @param {boolean} [isSaid]
   */
  subscribe(stripes, from, nowMillis, isSaid = false) {
    const added = stripes.filter((stripe) => !this.subscribed.has(stripe));
    if (added.length === 0 && stripes.length === this.subscribed.size) {
      return;
    }
    const position = added.length === 0 ? null : from(added);
    for (const stripe of added) {
      const flow = this.#flow(stripe);
      flow.proven = 0;
      flow.overtakenBy = 0;
      flow.from = position;
      flow.subscribedMillis = nowMillis;
    }
    this.subscribed = new Set(stripes);
    if (!isSaid) {
      this.link.subscribe(stripes, position);
    }
  }

  /**
   * A well-formed chunk came from it.
   *
   * @param {Chunk} chunk
   * @param {number} nowMillis
   */
  onChunk(chunk, nowMillis) {
    this.onSign();
    this.#followEpoch(chunk.epoch);
    const flow = this.#flow(chunk.stripe);
    const pauseMillis = Math.min(nowMillis - flow.lastMillis, MAX_PAUSE_MILLIS);
    flow.longestPauseMillis = flow.chunks === 0 ? 0 : Math.max(pauseMillis, flow.longestPauseMillis * PAUSE_DECAY);
    flow.lastMillis = nowMillis;
    flow.lateSinceMillis = Infinity;
    flow.overtakenBy = 0;
    flow.chunks++;
    flow.meter.add(chunk.wire.length, nowMillis);
    flow.hops = chunk.hops;
    flow.newest = Math.max(flow.newest, chunk.sequence);
    flow.proven += isFrom(chunk, flow.from) ? 1 : 0;
  }

  /** Something came from it: it lives. */
  onSign() {
    this.#isGone = false;
    this.#life.onSign();
  }

  /**
   * Asks a viewer that pauses whether it is there; a forward's connection says itself when it is gone. Call it often.
   *
   * @param {number} nowMillis
   */
  look(nowMillis) {
    const isInDoubt = [...this.subscribed].some((stripe) => this.#isInDoubt(this.#flow(stripe), nowMillis));
    if (isInDoubt && this.link.ping !== undefined) {
      this.#isGone = this.#life.doubt(this.link.roundTripMillis ?? -1, nowMillis);
    }
  }

  /** A chunk of this stripe came from whomever. @param {number} stripe */
  onProgress(stripe) {
    for (const [other, flow] of this.#flows) {
      flow.overtakenBy += other === stripe ? 0 : 1;
    }
  }

  /** @param {number} stripe */
  isFeeding(stripe) {
    return this.subscribed.has(stripe);
  }

  /** Whether it has proven to deliver the stripe. @param {number} stripe */
  delivers(stripe) {
    return this.subscribed.has(stripe) && this.#flow(stripe).proven >= PROOF_CHUNKS;
  }

  /** Whether the stripe comes from it, just now, from where we asked it to begin. @param {number} stripe @param {number} nowMillis */
  isServing(stripe, nowMillis) {
    return this.subscribed.has(stripe) && this.#flow(stripe).proven > 0 && !this.isSilent(stripe, nowMillis);
  }

  /** Whether it delivers anything at all, just now. @param {number} nowMillis */
  isRunning(nowMillis) {
    return [...this.subscribed].some((stripe) => this.delivers(stripe) && !this.isSilent(stripe, nowMillis));
  }

  /**
   * Whether the stripe has stopped while the others run on. That everything stops is not silence: then the source of
   * all is gone, and changing parents would not help.
   *
   * @param {number} stripe
   * @param {number} nowMillis
   */
  isSilent(stripe, nowMillis) {
    const flow = this.#flow(stripe);
    if (this.#isGone && this.#isInDoubt(flow, nowMillis)) {
      return true;
    }
    const since = Math.max(flow.lastMillis, flow.subscribedMillis);
    return flow.overtakenBy >= SILENCE_CHUNKS && nowMillis - since >= this.#patienceMillis(flow)
      && nowMillis >= flow.patientUntilMillis;
  }

  /**
   * It says that the stripe comes late: so it lives, and whoever is above it mends what is broken.
   *
   * @param {number} stripe
   * @param {number} nowMillis
   */
  onWait(stripe, nowMillis) {
    this.onSign();
    const flow = this.#flow(stripe);
    flow.lateSinceMillis = Math.min(flow.lateSinceMillis, nowMillis);
    if (nowMillis - flow.lateSinceMillis < MAX_WAIT_MILLIS) {
      flow.patientUntilMillis = nowMillis + WAIT_MILLIS;
    }
  }

  /** It has to prove again that it delivers. @param {number} stripe */
  suspect(stripe) {
    this.#flow(stripe).proven = 0;
  }

  /** Relays that the newest chunk of a stripe had passed, −1 when none came. @param {number} stripe */
  hopsOf(stripe) {
    return this.#flows.get(stripe)?.hops ?? -1;
  }

  /** @param {number} stripe */
  newestOf(stripe) {
    return this.#flows.get(stripe)?.newest ?? -1;
  }

  /**
   * @param {number} stripe
   * @param {number} nowMillis
   */
  describe(stripe, nowMillis) {
    const flow = this.#flow(stripe);
    return {
      stripe,
      kind: this.link.kind,
      name: this.name,
      kilobitsPerSecond: flow.meter.kilobitsPerSecond(nowMillis),
      hops: flow.hops,
      chunks: flow.chunks,
    };
  }

  /** Whether what came until now comes no more, while the others run on. @param {Flow} flow @param {number} nowMillis */
  #isInDoubt(flow, nowMillis) {
    return flow.overtakenBy >= SILENCE_CHUNKS && flow.lastMillis >= flow.subscribedMillis
      && nowMillis - flow.lastMillis >= Math.max(DOUBT_MILLIS, PAUSES_OF_SILENCE * flow.longestPauseMillis);
  }

  /** @param {Flow} flow */
  #patienceMillis(flow) {
    if (flow.lastMillis < flow.subscribedMillis) {
      return FIRST_CHUNK_MILLIS;
    }
    const depthMillis = SILENCE_MILLIS_PER_HOP * Math.min(flow.hops, MAX_HOPS_COUNTED);
    return Math.max(SILENCE_MILLIS + depthMillis, PAUSES_OF_SILENCE * flow.longestPauseMillis);
  }

  /** @param {number} epoch */
  #followEpoch(epoch) {
    if (epoch > this.#epoch) {
      this.#epoch = epoch;
      for (const flow of this.#flows.values()) {
        flow.newest = -1;
      }
    }
  }

  /** @param {number} stripe */
  #flow(stripe) {
    let flow = this.#flows.get(stripe);
    if (flow === undefined) {
      flow = new Flow();
      this.#flows.set(stripe, flow);
    }
    return flow;
  }
}

/**
 * Whether a chunk lies at or after a position.
 *
 * @param {Chunk} chunk
 * @param {Position|null} from
 */
function isFrom(chunk, from) {
  return from === null || chunk.epoch > from.epoch || (chunk.epoch === from.epoch && chunk.sequence >= from.sequence);
}
