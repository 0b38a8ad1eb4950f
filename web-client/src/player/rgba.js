/**
 * Turns decoded planes into pixels: BT.601 in the limited range that MPEG1 uses (black is 16, white 235).
 *
 * JSMpeg's own conversion takes the range for full, which leaves black grey, and slants pictures of odd width.
 */

/** @typedef {{y: Uint8Array, cr: Uint8Array, cb: Uint8Array}} Planes whole macroblocks: rows are padded to 16 */

/**
 * @param {Planes} planes
 * @param {number} width
 * @param {number} height
 * @param {Uint8ClampedArray} rgba width × height × 4 bytes, overwritten
 */
export function writeRgba({ y, cr, cb }, width, height, rgba) {
  const stride = ((width + 15) >> 4) << 4;
  let out = 0;
  for (let row = 0; row < height; row++) {
    let luma = row * stride;
    const chromaRow = (row >> 1) * (stride >> 1);
    for (let column = 0; column < width; column++, luma++, out += 4) {
      const chroma = chromaRow + (column >> 1);
      const red = cr[chroma] - 128;
      const blue = cb[chroma] - 128;
      const light = 298 * (y[luma] - 16) + 128;
      rgba[out] = (light + 409 * red) >> 8;
      rgba[out + 1] = (light - 208 * red - 100 * blue) >> 8;
      rgba[out + 2] = (light + 516 * blue) >> 8;
      rgba[out + 3] = 255;
    }
  }
}
