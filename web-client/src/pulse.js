/** @typedef {import('./clock.js').Clock} Clock */

const BEAT_MILLIS = 100;
const MIN_BEAT_MILLIS = 50;

/**
 * Does what is due again and again. Timers of a hidden tab come only once a second, while messages keep their pace: so
 * whoever gets a message nudges it.
 */
export class Pulse {
  #clock;
  #onBeat;
  #lastMillis = -Infinity;
  #cancel = () => {};

  /** @param {{clock: Clock, onBeat: (nowMillis: number) => void}} needs */
  constructor({ clock, onBeat }) {
    this.#clock = clock;
    this.#onBeat = onBeat;
  }

  start() {
    this.#cancel = this.#clock.after(BEAT_MILLIS, () => this.start());
    this.nudge();
  }

  nudge() {
    const nowMillis = this.#clock.now();
    if (nowMillis - this.#lastMillis >= MIN_BEAT_MILLIS) {
      this.#lastMillis = nowMillis;
      this.#onBeat(nowMillis);
    }
  }

  destroy() {
    this.#cancel();
    this.#lastMillis = Infinity;
  }
}
