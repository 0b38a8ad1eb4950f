/**
 * Everything on the page but the picture: the stream's name and state, the controls, and in plain words from whom this
 * viewer pulls and to whom it pushes.
 */
import { FullScreen } from './full-screen.js';
import { RowList, setText } from './row-list.js';
import {
  byteWords,
  countWords,
  durationWords,
  hopWords,
  pictureWords,
  rateWords,
  shortId,
  stateWords,
  stripeWords,
  viewerShare,
} from './words.js';

/** @typedef {{stripe: number, kind: 'forward'|'viewer', name: string, kilobitsPerSecond: number, hops: number}} Source */
/** @typedef {{viewer: string, stripes: number[], kilobitsPerSecond: number, queueBytes: number, chunksDropped: number}} Target */

/**
 * What the panel reads of the session's snapshot.
 * @typedef {object} PanelSnapshot
 * @property {import('./words.js').ViewerState} state
 * @property {string} message plain words, '' when live
 * @property {string} stream
 * @property {string} viewer own id or ''
 * @property {string} tracker its URL or ''
 * @property {string} region
 * @property {number[]} hops for each stripe, −1 unknown
 * @property {number} delayMillis −1 unknown
 * @property {number} bufferMillis
 * @property {Source[]} sources
 * @property {Target[]} targets
 * @property {{bytesFromForwards: number, bytesFromViewers: number, bytesToViewers: number, chunksLost: number}} totals
 * @property {{audio: 'none'|'muted'|'playing', width: number, height: number, framesPerSecond: number}} player
 */

export class Panel {
  #root;
  #fullScreen;
  #sources;
  #targets;
  #soundButton;
  /** @type {Map<string, HTMLElement>} */
  #shown = new Map();
  #listening = new AbortController();
  #share;
  #muted = true;

  /**
   * @param {HTMLElement} root the page's `#app`
   * @param {object} controls
   * @param {(muted: boolean) => void} controls.onMute called within the person's gesture
   * @param {(share: boolean) => void} controls.onShareChange
   * @param {boolean} [controls.share] how the switch stands at first
   */
  constructor(root, { onMute, onShareChange, share = true }) {
    this.#root = root;
    this.#share = share;
    this.#sources = new RowList(find(root, '[data-list="sources"]'));
    this.#targets = new RowList(find(root, '[data-list="targets"]'));
    this.#soundButton = find(root, '[data-part="sound"]');
    this.#fullScreen = new FullScreen(
      find(root, '[data-part="stage"]'),
      find(root, '[data-part="full-screen"]'),
      find(root, '[data-show="full-screen"]'),
    );
    const { signal } = this.#listening;
    this.#soundButton.addEventListener('click', () => onMute(!this.#muted), { signal });
    const shareSwitch = /** @type {HTMLInputElement} */ (find(root, '[data-part="share"]'));
    shareSwitch.checked = share;
    shareSwitch.addEventListener(
      'change',
      () => {
        this.#share = shareSwitch.checked;
        onShareChange(this.#share);
      },
      { signal },
    );
  }

  /** @param {PanelSnapshot} snapshot called each second or so; writes only what changed */
  render(snapshot) {
    this.#renderState(snapshot);
    this.#renderSound(snapshot.player.audio);
    this.#renderFacts(snapshot);
    this.#renderSources(snapshot);
    this.#renderTargets(snapshot);
    this.#renderTotals(snapshot.totals);
    this.#show('origin', originWords(snapshot));
  }

  destroy() {
    this.#listening.abort();
    this.#fullScreen.destroy();
  }

  /** @param {PanelSnapshot} snapshot */
  #renderState({ state, message, stream }) {
    if (this.#root.dataset.state !== state) this.#root.dataset.state = state;
    this.#show('stream', stream);
    this.#show('state', stateWords(state));
    this.#show('message', message);
    const title = `${stream} · ${stateWords(state)}`;
    if (this.#root.ownerDocument.title !== title) this.#root.ownerDocument.title = title;
  }

  /** @param {'none'|'muted'|'playing'} audio */
  #renderSound(audio) {
    this.#muted = audio !== 'playing';
    this.#soundButton.hidden = audio === 'none';
    this.#soundButton.dataset.sound = this.#muted ? 'off' : 'on';
    this.#show('sound', this.#muted ? 'Turn sound on' : 'Turn sound off');
  }

  /** @param {PanelSnapshot} snapshot */
  #renderFacts({ delayMillis, hops, bufferMillis, player }) {
    this.#show('delay', durationWords(delayMillis));
    this.#show('hops', hopWords(hops));
    this.#show('buffer', durationWords(bufferMillis));
    this.#show('picture', pictureWords(player));
  }

  /** @param {PanelSnapshot} snapshot */
  #renderSources({ sources, state }) {
    this.#sources.render(
      sources.map(({ stripe, kind, name, kilobitsPerSecond, hops }) => ({
        key: `${stripe} ${kind} ${name}`,
        name: kind === 'viewer' ? `Viewer ${shortId(name)}` : `Forward ${name}`,
        rate: rateWords(kilobitsPerSecond),
        detail: hops < 0 ? stripeWords([stripe]) : `${stripeWords([stripe])}, ${countWords(hops, 'hop')}`,
      })),
    );
    const searching = state === 'failed' ? 'From nobody.' : 'Looking for somebody to pull from.';
    this.#show('no-sources', sources.length > 0 ? '' : searching);
  }

  /** @param {PanelSnapshot} snapshot */
  #renderTargets({ targets }) {
    this.#targets.render(
      targets.map(({ viewer, stripes, kilobitsPerSecond, queueBytes, chunksDropped }) => ({
        key: viewer,
        name: `Viewer ${shortId(viewer)}`,
        rate: rateWords(kilobitsPerSecond),
        detail: [
          stripeWords(stripes),
          queueBytes > 0 ? `${byteWords(queueBytes)} waiting` : '',
          chunksDropped > 0 ? `${countWords(chunksDropped, 'chunk')} dropped` : '',
        ]
          .filter((part) => part !== '')
          .join(', '),
      })),
    );
    const nobody = this.#share ? 'Nobody pulls from you just now.' : 'You do not pass the stream on.';
    this.#show('no-targets', targets.length > 0 ? '' : nobody);
  }

  /** @param {PanelSnapshot['totals']} totals */
  #renderTotals({ bytesFromForwards, bytesFromViewers, bytesToViewers, chunksLost }) {
    const percent = `${Math.round(100 * viewerShare(bytesFromViewers, bytesFromForwards))}%`;
    const bar = this.#find('[data-part="share-bar"]');
    if (bar.style.width !== percent) bar.style.width = percent;
    this.#show('viewer-share', `${percent} of what you watch came from other viewers`);
    this.#show('from-viewers', byteWords(bytesFromViewers));
    this.#show('from-forwards', byteWords(bytesFromForwards));
    this.#show('to-viewers', byteWords(bytesToViewers));
    this.#show('lost', countWords(chunksLost, 'chunk'));
  }

  /**
   * @param {string} what
   * @param {string} text
   */
  #show(what, text) {
    setText(this.#find(`[data-show="${what}"]`), text);
  }

  /** @param {string} selector */
  #find(selector) {
    const known = this.#shown.get(selector);
    if (known) return known;
    const element = find(this.#root, selector);
    this.#shown.set(selector, element);
    return element;
  }
}

/** @param {PanelSnapshot} snapshot */
function originWords({ viewer, tracker, region }) {
  if (viewer === '') return '';
  const place = region === '' ? '' : ` in region ${region}`;
  return `You are viewer ${shortId(viewer)}${place}, introduced by ${tracker}`;
}

/**
 * @param {HTMLElement} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
function find(root, selector) {
  const element = root.querySelector(selector);
  if (!element) throw new Error(`The page has no ${selector}`);
  return /** @type {HTMLElement} */ (element);
}
