/** @typedef {import('./clock.js').Clock} Clock */
/** @typedef {import('./signaling/messages.js').StreamState} StreamState */

const DEFAULT_STRIPES = 2;

/** What coordinate, the tracker and the forward have told us about the stream and about us: each the newest word. */
export class StreamFacts {
  /** Our id, '' before the tracker gave it. */
  viewer = '';
  region = '';
  /** k. */
  stripes = DEFAULT_STRIPES;
  /** Whether coordinate has named a tracker. */
  isPlaced = false;
  /** @type {RTCIceServer[]} */
  iceServers = [];
  /** Why it does not go on just now, in plain words, or ''. */
  trouble = '';
  /** Why the tracker has no source for us just now, in its words, or ''. */
  waiting = '';
  /** The standby that the tracker gave us. @type {string|null} */
  standby = null;
  #stream;
  #clock;
  /** coordinate's clock minus ours. */
  #offsetMillis = 0;
  /** @type {StreamState} */
  #state = 'live';
  #stateMillis = 0;

  /** @param {{stream: string, clock: Clock}} needs */
  constructor({ stream, clock }) {
    this.#stream = stream;
    this.#clock = clock;
  }

  /** @param {import('./signaling/placement-client.js').Placed} placed */
  onPlaced({ tracker, stream, iceServers, nowMicros, atWallMillis }) {
    this.isPlaced = true;
    this.region = tracker.region;
    this.iceServers = iceServers;
    this.#offsetMillis = nowMicros / 1000 - atWallMillis;
    this.onStream(stream);
  }

  /** @param {import('./signaling/messages.js').Welcome} welcome */
  onWelcome({ viewer, stripes }) {
    this.viewer = viewer;
    this.stripes = stripes || this.stripes;
    this.trouble = '';
    this.waiting = '';
  }

  /** @param {import('./signaling/messages.js').Sources} sources */
  onSources({ standby }) {
    this.trouble = '';
    this.waiting = '';
    this.standby = standby;
  }

  /** @param {string} message the tracker's */
  onWait(message) {
    this.trouble = message;
    this.waiting = message;
  }

  /** @param {{name: string, state: StreamState, stripes: number}} stream as coordinate or a forward describes it */
  onStream({ name, state, stripes }) {
    if (name === this.#stream) {
      this.#state = state;
      this.#stateMillis = this.#clock.now();
      this.stripes = stripes || this.stripes;
    }
  }

  /** How the stream is: chunks that came after the last word say more than it. @param {number} lastChunkMillis */
  stateSince(lastChunkMillis) {
    return lastChunkMillis > this.#stateMillis ? 'live' : this.#state;
  }

  /** coordinate's clock now. */
  serverNowMicros() {
    return (this.#clock.wallMillis() + this.#offsetMillis) * 1000;
  }
}
