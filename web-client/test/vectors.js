import { readFileSync } from 'node:fs';

/**
 * Reads golden vectors, the ones that the Java side reads too.
 *
 * @param {string} path below common/src/test/resources/vectors
 */
export function readVectors(path) {
  const url = new URL(`../../common/src/test/resources/vectors/${path}`, import.meta.url);
  return JSON.parse(readFileSync(url, 'utf8'));
}
