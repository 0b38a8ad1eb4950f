/**
 * fetch, whose errors say what happened: Node's own says "fetch failed" and hides why.
 *
 * @param {Parameters<typeof fetch>[0]} input
 * @param {RequestInit} [init]
 */
export async function plainFetch(input, init) {
  try {
    return await fetch(input, init);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const { message, code } = /** @type {NodeJS.ErrnoException} */ (cause);
    throw new Error(message || code || String(error), { cause: error });
  }
}

// Node 18 has it not, and the page's code uses it.
AbortSignal.any ??= (signals) => {
  const either = new AbortController();
  for (const signal of signals) {
    if (signal.aborted) {
      either.abort(signal.reason);
    }
    signal.addEventListener('abort', () => either.abort(signal.reason), { once: true, signal: either.signal });
  }
  return either.signal;
};
