/**
 * As much of the browser's NetworkInformation as is looked at; browsers have all, some or none of it.
 *
 * @typedef {{saveData?: boolean, metered?: boolean, type?: string, addEventListener?: EventTarget['addEventListener']}} NetworkLink
 */

/**
 * Whether we pass the stream on: as the page's address or the person says; where neither does, only on a connection
 * that nobody pays for by the byte.
 */
export class Sharing {
  /** What was chosen; null: nothing was. @type {boolean|null} */
  #chosen;
  #link;
  #share;
  #onChange;

  /**
   * @param {object} needs
   * @param {boolean|null} needs.chosen                  by the address
   * @param {NetworkLink|undefined} needs.link           `navigator.connection`
   * @param {(share: boolean) => void} needs.onChange    not called for what holds at first
   */
  constructor({ chosen, link, onChange }) {
    this.#chosen = chosen;
    this.#link = link;
    this.#onChange = onChange;
    this.#share = this.#decide();
    link?.addEventListener?.('change', () => this.#update());
  }

  get share() {
    return this.#share;
  }

  /** Why it is as it is, in plain words, where nobody has chosen it; else ''. */
  get note() {
    const why = meteredWords(this.#link);
    if (why === '' || this.#chosen === false) {
      return '';
    }
    return this.#share ? `${why} You pass the stream on all the same.` : `${why} So you pass nothing on unless you turn it on here.`;
  }

  /** The person has chosen. @param {boolean} share */
  choose(share) {
    this.#chosen = share;
    this.#update();
  }

  #update() {
    const share = this.#decide();
    if (share !== this.#share) {
      this.#share = share;
      this.#onChange(share);
    }
  }

  #decide() {
    return this.#chosen ?? meteredWords(this.#link) === '';
  }
}

/** @param {NetworkLink|undefined} link */
function meteredWords(link) {
  if (link?.saveData === true) {
    return 'Your browser is set to save data.';
  }
  if (link?.metered === true) {
    return 'Your connection is metered.';
  }
  return link?.type === 'cellular' ? 'You are on a mobile network.' : '';
}
