/** @typedef {import('./chunk-buffer.js').ChunkBuffer} ChunkBuffer */

/**
 * Whom to ask for a stripe's chunks.
 * @typedef {object} Holder
 * @property {string} name
 * @property {(stripe: number) => boolean} isFeeding  whether it sends this stripe now
 * @property {(stripe: number) => number} newestOf  highest sequence of a stripe that came from it, −1 when none
 */

/** So long a chunk may lag behind later ones of its stripe. */
const REORDER_MILLIS = 100;
/** So many later chunks of the same stripe and the wait is over. */
const REORDER_CHUNKS = 3;
/** A stripe that nobody feeds has holes only; who else holds it is asked after so long. */
const UNFED_MILLIS = 700;
const ANSWER_MILLIS = 250;
/** So often, and at once when one has it not; after that only for a picture that is waited for, and in no hurry. */
const MAX_TRIES = 6;
/** A hole is asked for when its picture is due within that: most are filled by then, for everybody below asks as we do. */
const URGENT_MILLIS = 500;
const MAX_SEQUENCES_AT_ONCE = 64;

/**
 * Which missing sequences to ask of whom, and when: the earliest first, of the parent of the stripe, then of the other
 * parents, then of the forward if it is open. Pure.
 */
export class GapRequests {
  /** What has been asked for. @type {Map<number, {atMillis: number, tries: number, asked: string}>} */
  #asked = new Map();
  #epoch = -1;

  /** Whether this chunk had been asked for; forgets it. @param {number} sequence */
  settle(sequence) {
    return this.#asked.delete(sequence);
  }

  /**
   * A parent does not hold these: whoever is next in line is asked at the next turn.
   *
   * @param {string} holder
   * @param {number[]} sequences
   */
  onMissing(holder, sequences) {
    for (const sequence of sequences) {
      const asked = this.#asked.get(sequence);
      if (asked?.asked === holder && asked.tries < MAX_TRIES) {
        asked.atMillis = -Infinity;
      }
    }
  }

  /**
   * @template {Holder} H
   * @param {ChunkBuffer} buffer
   * @param {number} stripes                     k
   * @param {(stripe: number) => H[]} holdersOf  in the order in which they are to be asked
   * @param {(sequence: number) => number} leftMillis  until the picture of this chunk is due, as far as can be told
   * @param {number} nowMillis
   * @returns {Map<H, number[]>} what to ask of each now
   */
  due(buffer, stripes, holdersOf, leftMillis, nowMillis) {
    this.#forget(buffer);
    const lines = Array.from({ length: stripes }, (_, stripe) => holdersOf(stripe));
    /** @type {Map<H, number[]>} */
    const due = new Map();
    for (const [sequence, sinceMillis] of buffer.gaps) {
      const line = lines[sequence % stripes];
      const holder = this.#nextHolder(sequence, line);
      const millis = { age: nowMillis - sinceMillis, left: leftMillis(sequence), now: nowMillis };
      if (holder === undefined || !this.#isDue(sequence, stripes, line, millis)) {
        continue;
      }
      const sequences = due.get(holder) ?? [];
      if (sequences.length < MAX_SEQUENCES_AT_ONCE) {
        sequences.push(sequence);
        due.set(holder, sequences);
        this.#note(sequence, holder.name, nowMillis);
      }
    }
    return due;
  }

  /** @param {ChunkBuffer} buffer */
  #forget(buffer) {
    if (buffer.epoch !== this.#epoch) {
      this.#epoch = buffer.epoch;
      this.#asked.clear();
    }
    for (const sequence of this.#asked.keys()) {
      if (!buffer.gaps.has(sequence)) {
        this.#asked.delete(sequence);
      }
    }
  }

  /**
   * @template {Holder} H
   * @param {number} sequence
   * @param {H[]} line
   */
  #nextHolder(sequence, line) {
    return line[(this.#asked.get(sequence)?.tries ?? 0) % Math.max(1, line.length)];
  }

  /**
   * @param {number} sequence
   * @param {number} stripes
   * @param {Holder[]} line
   * @param {{age: number, left: number, now: number}} millis
   */
  #isDue(sequence, stripes, line, millis) {
    const asked = this.#asked.get(sequence);
    if (asked === undefined) {
      return millis.left <= URGENT_MILLIS && isLost(sequence, stripes, line, millis.age);
    }
    return (asked.tries < MAX_TRIES || millis.left <= 0) && millis.now - asked.atMillis >= ANSWER_MILLIS;
  }

  /**
   * @param {number} sequence
   * @param {string} holder
   * @param {number} nowMillis
   */
  #note(sequence, holder, nowMillis) {
    const tries = (this.#asked.get(sequence)?.tries ?? 0) + 1;
    this.#asked.set(sequence, { atMillis: nowMillis, tries, asked: holder });
  }
}

/**
 * Whether a hole is a loss, or only something that is still on its way.
 *
 * @param {number} sequence
 * @param {number} stripes
 * @param {Holder[]} line
 * @param {number} ageMillis
 */
function isLost(sequence, stripes, line, ageMillis) {
  const stripe = sequence % stripes;
  const feeding = line.filter((holder) => holder.isFeeding(stripe));
  const later = Math.max(-1, ...feeding.map((holder) => holder.newestOf(stripe)));
  if (later < sequence) {
    // Links lose nothing, so its source will send it: to ask would make a full send queue fuller. Silence is handled elsewhere.
    return feeding.length === 0 && ageMillis >= UNFED_MILLIS;
  }
  return ageMillis >= REORDER_MILLIS || later - sequence >= REORDER_CHUNKS * stripes;
}
