import { parsePlacement, readHttpRefusal } from './messages.js';
import { Backoff } from './backoff.js';

/** @typedef {import('../clock.js').Clock} Clock */
/** @typedef {import('./messages.js').Placement} Placement */
/** @typedef {Placement & {atWallMillis: number}} Placed `atWallMillis`: our wall clock at the moment of `nowMicros` */

const TIMEOUT_MILLIS = 5_000;
const FIRST_RETRY_MILLIS = 500;
const MAX_RETRY_MILLIS = 5_000;

/** Asks coordinate which tracker suits us, until it answers: docs/protocol.md §4. */
export class PlacementClient {
  #url;
  #coordinate;
  #fetch;
  #clock;
  #backoff;
  #onTrouble;
  #stop = new AbortController();

  /**
   * @param {object} needs
   * @param {string} needs.coordinate                  its origin
   * @param {string} needs.stream
   * @param {typeof fetch} needs.fetch
   * @param {Clock} needs.clock
   * @param {() => number} needs.random
   * @param {(message: string) => void} needs.onTrouble why it takes longer, in plain words
   */
  constructor({ coordinate, stream, fetch, clock, random, onTrouble }) {
    this.#url = `${coordinate}/tracker?stream=${encodeURIComponent(stream)}`;
    this.#coordinate = coordinate;
    this.#fetch = fetch;
    this.#clock = clock;
    this.#onTrouble = onTrouble;
    this.#backoff = new Backoff({ firstMillis: FIRST_RETRY_MILLIS, maxMillis: MAX_RETRY_MILLIS, random });
  }

  /**
   * Tries until it succeeds.
   *
   * @returns {Promise<Placed>} rejects only after destroy()
   */
  async locate() {
    this.#backoff.reset();
    for (;;) {
      const answer = await this.#ask();
      this.#stop.signal.throwIfAborted();
      if (typeof answer !== 'string') {
        return answer;
      }
      this.#onTrouble(answer);
      await this.#pause(this.#backoff.next());
    }
  }

  destroy() {
    this.#stop.abort();
  }

  /** @returns {Promise<Placed|string>} or, in plain words, why not */
  async #ask() {
    const cancel = new AbortController();
    const cancelTimeout = this.#clock.after(TIMEOUT_MILLIS, () => cancel.abort());
    const startWallMillis = this.#clock.wallMillis();
    try {
      const signal = AbortSignal.any([cancel.signal, this.#stop.signal]);
      const response = await this.#fetch(this.#url, { headers: { Accept: 'application/json' }, signal });
      const body = await response.text();
      const atWallMillis = (startWallMillis + this.#clock.wallMillis()) / 2;
      return response.ok ? { ...parsePlacement(body), atWallMillis } : this.#explain(response.status, body);
    } catch (error) {
      return cancel.signal.aborted
        ? `${this.#coordinate} does not answer; trying again.`
        : `${this.#coordinate} cannot be reached (${error instanceof Error ? error.message : error}); trying again.`;
    } finally {
      cancelTimeout();
    }
  }

  /**
   * @param {number} status
   * @param {string} body
   */
  #explain(status, body) {
    const why = readHttpRefusal(body, status);
    return status === 404
      ? `No tracker is there for you yet (${why}); trying again.`
      : `${this.#coordinate} refused (${why}); trying again.`;
  }

  /** @param {number} millis */
  #pause(millis) {
    const { signal } = this.#stop;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        cancel();
        reject(signal.reason);
      };
      const cancel = this.#clock.after(millis, () => {
        signal.removeEventListener('abort', onAbort);
        resolve(undefined);
      });
      signal.addEventListener('abort', onAbort);
    });
  }
}
