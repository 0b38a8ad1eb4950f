/**
 * Everything on the page but the picture: the stream's name and state, the controls, and in plain words from whom this
 * viewer pulls and to whom it pushes.
 */
import { FullScreen } from './full-screen.js';
import { RowList, setText } from './row-list.js';
import { ShareControls } from './share-controls.js';
import { whyFromForwards, whyToNobody } from './why.js';
import {
  byteWords,
  countWords,
  durationWords,
  hopWords,
  pictureWords,
  rateWords,
  shortId,
  standbyWords,
  stateWords,
  stripeWords,
  viewerShare,
} from './words.js';

/** @typedef {{stripe: number, kind: 'forward'|'viewer', name: string, kilobitsPerSecond: number, hops: number}} Source */
/** @typedef {{viewer: string, state: 'connecting'|'silent'|'feeding'|'closed'}} Standby */
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
 * @property {Standby|null} standby
 * @property {unknown[]} links
 * @property {string} waiting
 * @property {number} rttMillis −1 unknown
 * @property {boolean} share
 * @property {{slots: number, isCongested: boolean}} capacity
 * @property {number} maxUploadKilobits −1 no limit
 * @property {{bytesFromForwards: number, bytesFromViewers: number, bytesToViewers: number, chunksLost: number,
 *   linksFailed: number, stalledMillis: number}} totals
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
  #shareControls;
  #muted = true;

  /**
   * @param {HTMLElement} root the page's `#app`
   * @param {object} controls
   * @param {(muted: boolean) => void} controls.onMute called within the person's gesture
   * @param {import('../sharing.js').Sharing} controls.sharing
   * @param {import('../swarm/upload-limit.js').UploadLimit|null} controls.maxUpload how the limit stands at first
   * @param {(limit: import('../swarm/upload-limit.js').UploadLimit|null) => void} controls.onMaxUploadChange
   */
  constructor(root, { onMute, sharing, maxUpload, onMaxUploadChange }) {
    this.#root = root;
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
    this.#shareControls = new ShareControls({
      shareSwitch: /** @type {HTMLInputElement} */ (find(root, '[data-part="share"]')),
      limitInput: /** @type {HTMLInputElement} */ (find(root, '[data-part="max-upload"]')),
      note: find(root, '[data-show="share-note"]'),
      sharing,
      limit: maxUpload,
      onLimitChange: onMaxUploadChange,
    });
  }

  /** @param {PanelSnapshot} snapshot called each second or so; writes only what changed */
  render(snapshot) {
    this.#renderState(snapshot);
    this.#renderSound(snapshot.player.audio);
    this.#renderFacts(snapshot);
    this.#renderSources(snapshot);
    this.#renderTargets(snapshot);
    this.#renderTotals(snapshot);
    this.#shareControls.render();
    this.#show('origin', originWords(snapshot));
  }

  destroy() {
    this.#listening.abort();
    this.#shareControls.destroy();
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
  #renderSources({ sources, standby, state }) {
    const rows = sources.map(({ stripe, kind, name, kilobitsPerSecond, hops }) => ({
      key: `${stripe} ${kind} ${name}`,
      name: kind === 'viewer' ? `Viewer ${shortId(name)}` : `Forward ${name}`,
      rate: rateWords(kilobitsPerSecond),
      detail: hops < 0 ? stripeWords([stripe]) : `${stripeWords([stripe])}, ${countWords(hops, 'hop')}`,
    }));
    this.#sources.render([...rows, ...standbyRows(standby)]);
    const searching = state === 'failed' ? 'From nobody.' : 'Looking for somebody to pull from.';
    this.#show('no-sources', sources.length > 0 ? '' : searching);
  }

  /** @param {PanelSnapshot} snapshot */
  #renderTargets(snapshot) {
    const { targets } = snapshot;
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
    this.#show('no-targets', targets.length > 0 ? '' : whyToNobody(snapshot));
  }

  /** @param {PanelSnapshot} snapshot */
  #renderTotals(snapshot) {
    const { bytesFromForwards, bytesFromViewers, bytesToViewers, chunksLost, stalledMillis } = snapshot.totals;
    const percent = `${Math.round(100 * viewerShare(bytesFromViewers, bytesFromForwards))}%`;
    const bar = this.#find('[data-part="share-bar"]');
    if (bar.style.width !== percent) bar.style.width = percent;
    this.#show('viewer-share', `${percent} of what you watch came from other viewers`);
    this.#show('why', whyFromForwards(snapshot));
    this.#show('from-viewers', byteWords(bytesFromViewers));
    this.#show('from-forwards', byteWords(bytesFromForwards));
    this.#show('to-viewers', byteWords(bytesToViewers));
    this.#show('lost', countWords(chunksLost, 'chunk'));
    this.#show('stalled', durationWords(stalledMillis));
    this.#show('round-trip', durationWords(snapshot.rttMillis));
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

/** Its stripes are listed once it feeds some. @param {Standby|null} standby */
function standbyRows(standby) {
  if (standby === null || standby.state === 'feeding') return [];
  const { viewer, state } = standby;
  return [{ key: `standby ${viewer}`, name: `Viewer ${shortId(viewer)}`, rate: '', detail: standbyWords(state) }];
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
