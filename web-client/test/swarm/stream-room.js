import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { ForwardLease } from '../../src/swarm/forward-lease.js';
import { StripeSources } from '../../src/swarm/stripe-sources.js';
import { picture } from '../test-chunks.js';
import { FakeParent } from './fake-parent.js';

const FORWARD = { name: 'f', url: 'ws://f:9998' };

/** A stream at 30 pictures a second, two stripes, fed by fake parents. */
export class StreamRoom {
  nowMillis = 0;
  sequence = 0;
  periodMillis = 33;
  /** What the tracker hears. @type {string[]} */
  reports = [];
  buffer = new ChunkBuffer();
  /** Each link to the forward that was ever made. @type {FakeParent[]} */
  forwards = [];
  /** @type {FakeParent[]} */
  viewers = [];
  /** How late each link's chunks come. @type {Map<FakeParent, number>} */
  delayMillis = new Map();
  /** @type {{link: FakeParent, chunk: import('../../src/media/chunk-codec.js').Chunk, atMillis: number}[]} */
  #underWay = [];

  /** @param {(link: {name: string}, stripe: number) => boolean} [feedsFrom] */
  constructor(feedsFrom = () => false) {
    this.lease = new ForwardLease({
      random: () => 0.5,
      connect: (forward, stripes, from) => {
        const link = new FakeParent('forward', forward.name);
        link.subscribe(stripes, from);
        this.forwards.push(link);
        return link;
      },
    });
    this.sources = new StripeSources({
      buffer: this.buffer,
      stripeCount: () => 2,
      lease: this.lease,
      random: () => 0,
      feedsFrom,
      report: (report) => this.reports.push(
        `${report.type} ${report.stripe} ${'viewer' in report ? report.viewer?.[0] : report.forward}`
        + `${report.type === 'lost' ? ` ${report.reason}` : ''}`,
      ),
    });
  }

  /** @param {string} name */
  open(name) {
    const link = new FakeParent('viewer', name);
    this.viewers.push(link);
    this.sources.onOpen(link, this.nowMillis);
    return link;
  }

  /** @param {FakeParent} link @param {import('../../src/signaling/messages.js').LossReason} reason */
  close(link, reason = 'closed') {
    link.state = 'closed';
    link.stripes = [];
    this.sources.onClose(link, reason, this.nowMillis);
  }

  /** @param {number[]} leased @param {[string|null, string|null]} parents @param {string|null} [standby] */
  tell(leased, parents, standby = null) {
    this.sources.apply({
      type: 'sources',
      revision: 1,
      forward: leased.length === 0 ? null : { ...FORWARD, stripes: leased },
      parents: parents.flatMap((viewer, stripe) => (viewer === null ? [] : [{ stripe, viewer }])),
      children: [],
      standby,
      spares: [],
    }, this.nowMillis);
  }

  /**
   * Lets the stream run: every source sends what it was asked for, but for those that are silent.
   *
   * @param {number} millis
   * @param {FakeParent[]} [silent]
   */
  run(millis, silent = []) {
    for (const endMillis = this.nowMillis + millis; this.nowMillis < endMillis;) {
      this.nowMillis += this.periodMillis;
      this.#catchUp(silent);
      const chunk = picture(this.sequence++);
      for (const link of [...this.forwards, ...this.viewers]) {
        if (link.state === 'open' && link.stripes.includes(chunk.stripe) && !silent.includes(link)) {
          this.#underWay.push({ link, chunk, atMillis: this.nowMillis + (this.delayMillis.get(link) ?? 0) });
        }
      }
      this.#arrive();
      this.sources.tick(this.nowMillis);
    }
  }

  #arrive() {
    const arrived = this.#underWay.filter(({ atMillis }) => atMillis <= this.nowMillis);
    this.#underWay = this.#underWay.filter(({ atMillis }) => atMillis > this.nowMillis);
    arrived.forEach(({ link, chunk }) => this.deliver(link, chunk));
  }

  /** Sends what was asked for of the past. @param {FakeParent[]} silent */
  #catchUp(silent) {
    for (const link of [...this.forwards, ...this.viewers].filter((each) => !silent.includes(each))) {
      for (const { stripe, from } of link.takeAsked()) {
        for (let sequence = from; sequence < this.sequence; sequence++) {
          if (sequence % 2 === stripe) {
            this.deliver(link, picture(sequence));
          }
        }
      }
    }
  }

  /** Nothing comes from anyone. @param {number} millis */
  pause(millis) {
    for (const endMillis = this.nowMillis + millis; this.nowMillis < endMillis;) {
      this.nowMillis += 100;
      this.sources.tick(this.nowMillis);
    }
  }

  /** @param {FakeParent} link @param {import('../../src/media/chunk-codec.js').Chunk} chunk */
  deliver(link, chunk) {
    this.sources.onChunk(link, chunk, this.nowMillis);
    if (this.buffer.insert(chunk, this.nowMillis) === 'new') {
      this.sources.onProgress(chunk.stripe, this.nowMillis);
    }
  }
}
