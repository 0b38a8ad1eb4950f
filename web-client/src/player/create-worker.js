/** @type {string|undefined} */
let workerUrl;

/**
 * Starts the decoder's worker from the string that the build put into the page: a page opened from disk may not load
 * a worker from a file.
 *
 * @returns {Worker}
 */
export function createWorker() {
  workerUrl ??= URL.createObjectURL(new Blob([DECODER_WORKER_SOURCE], { type: 'text/javascript' }));
  return new Worker(workerUrl, { name: 'decoder' });
}
