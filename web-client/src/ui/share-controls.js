/**
 * The switch by which a person passes the stream on or not, and the limit for it.
 */
import { parseUploadLimit, uploadLimitWords } from '../swarm/upload-limit.js';
import { setText } from './row-list.js';

/** @typedef {import('../swarm/upload-limit.js').UploadLimit} UploadLimit */

const LIMIT_HINT = 'A limit like 800k or 1.5M (bits a second) or 50%. Empty: no limit.';

export class ShareControls {
  #sharing;
  #shareSwitch;
  #limitInput;
  #note;
  #onLimitChange;
  #listening = new AbortController();

  /**
   * @param {object} needs
   * @param {HTMLInputElement} needs.shareSwitch
   * @param {HTMLInputElement} needs.limitInput
   * @param {HTMLElement} needs.note          why it is as it is
   * @param {import('../sharing.js').Sharing} needs.sharing
   * @param {UploadLimit|null} needs.limit    how it stands at first
   * @param {(limit: UploadLimit|null) => void} needs.onLimitChange
   */
  constructor({ shareSwitch, limitInput, note, sharing, limit, onLimitChange }) {
    this.#sharing = sharing;
    this.#shareSwitch = shareSwitch;
    this.#limitInput = limitInput;
    this.#note = note;
    this.#onLimitChange = onLimitChange;
    limitInput.value = uploadLimitWords(limit);
    limitInput.title = LIMIT_HINT;
    const { signal } = this.#listening;
    shareSwitch.addEventListener('change', () => sharing.choose(shareSwitch.checked), { signal });
    limitInput.addEventListener('change', () => this.#takeLimit(), { signal });
    limitInput.addEventListener('input', () => limitInput.setCustomValidity(''), { signal });
  }

  render() {
    const { share, note } = this.#sharing;
    if (this.#shareSwitch.checked !== share) this.#shareSwitch.checked = share;
    if (this.#limitInput.disabled === share) this.#limitInput.disabled = !share;
    setText(this.#note, note);
  }

  destroy() {
    this.#listening.abort();
  }

  #takeLimit() {
    const text = this.#limitInput.value.trim();
    const limit = parseUploadLimit(text);
    if (limit === null && text !== '') {
      this.#limitInput.setCustomValidity(LIMIT_HINT);
      this.#limitInput.reportValidity();
      return;
    }
    this.#limitInput.setCustomValidity('');
    this.#onLimitChange(limit);
  }
}
