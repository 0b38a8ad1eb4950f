/**
 * The decoder's worker: a StreamDecoder behind messages. Its first failure is its last word; the page makes a new one.
 */
import { loadWasm } from './jsmpeg.js';
import { StreamDecoder } from './stream-decoder.js';

/** @typedef {import('./worker-messages.js').FromWorker} FromWorker */
/** @typedef {import('./worker-messages.js').ToWorker} ToWorker */

/** What is used of a worker's global scope, which the page's types do not know. */
const scope = /**
  @type {{
    onmessage: ((event: MessageEvent<ToWorker>) => void) | null,
    postMessage: (message: FromWorker, transfer: Transferable[]) => void,
  }}
*/ (/** @type {unknown} */ (globalThis));

const decoder = loadWasm().then(
  (wasmModule) => new StreamDecoder(wasmModule, (message, transfer) => scope.postMessage(message, transfer)),
);

/** @param {unknown} error */
function fail(error) {
  scope.onmessage = null;
  scope.postMessage({ type: 'failed', message: String(error) }, []);
}

scope.onmessage = (/** @type {MessageEvent<ToWorker>} */ { data }) => {
  decoder.then((ready) => ready.onMessage(data)).catch(fail);
};
