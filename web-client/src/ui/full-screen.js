/**
 * The button that shows the picture on the whole screen, where the browser lets a page do that.
 */
import { setText } from './row-list.js';

export class FullScreen {
  #stage;
  #button;
  #label;
  #listening = new AbortController();

  /**
   * @param {HTMLElement} stage what fills the screen
   * @param {HTMLElement} button hidden where there is no full screen
   * @param {HTMLElement} label the words on the button
   */
  constructor(stage, button, label) {
    this.#stage = stage;
    this.#button = button;
    this.#label = label;
    const { signal } = this.#listening;
    button.hidden = !stage.ownerDocument.fullscreenEnabled;
    button.addEventListener('click', () => this.#toggle(), { signal });
    stage.ownerDocument.addEventListener('fullscreenchange', () => this.#showState(), { signal });
  }

  destroy() {
    this.#listening.abort();
    this.#button.hidden = true;
  }

  #isFull() {
    return this.#stage.ownerDocument.fullscreenElement === this.#stage;
  }

  #toggle() {
    const changed = this.#isFull() ? this.#stage.ownerDocument.exitFullscreen() : this.#stage.requestFullscreen();
    // A browser may refuse; then the picture stays where it is.
    changed.catch(() => {});
  }

  #showState() {
    setText(this.#label, this.#isFull() ? 'Leave full screen' : 'Full screen');
  }
}
