/**
 * JSMpeg's decoders outside of a page: the one place that imports the package.
 */
import JSMpeg from '@cycjimmy/jsmpeg-player';

/** @typedef {import('@cycjimmy/jsmpeg-player').WasmModule} WasmModule */

// The package looks for the clock and for atob in `window`, which a worker and Node do not have.
const scope = /** @type {{window?: unknown}} */ (globalThis);
scope.window ??= globalThis;

/**
 * Loads JSMpeg's WebAssembly.
 *
 * @returns {Promise<WasmModule|null>} null where WebAssembly is missing or forbidden
 */
export async function loadWasm() {
  try {
    const binary = JSMpeg.Base64ToArrayBuffer(JSMpeg.WASM_BINARY_INLINED);
    // The package never answers when compiling fails: find that out first.
    await WebAssembly.compile(binary);
    return await new Promise((resolve) => {
      new JSMpeg.WASMModule().loadFromBuffer(binary, resolve);
    });
  } catch {
    return null;
  }
}

export { JSMpeg };
