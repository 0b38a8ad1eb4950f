/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
// Runs in the viewers' page before its own code: reads the frame code of every picture that is drawn, off the canvas.
// The layout is that of FrameCode.java.
(() => {
  const CELL = 32;
  const NUMBER_BITS = 16;
  const STREAM_BITS = 2;
  const CELLS = 2 + NUMBER_BITS + STREAM_BITS;
  const MAX_PICTURES = 50_000;

  /** @param {ImageData} strip */
  const lumaAt = (strip, column, row) => {
    let sum = 0;
    for (let y = 12; y < 20; y += 2) {
      for (let x = 12; x < 20; x += 2) {
        const at = ((row * CELL + y) * strip.width + column * CELL + x) * 4;
        sum += strip.data[at] + strip.data[at + 1] + strip.data[at + 2];
      }
    }
    return sum / 48;
  };

  /** @returns {{number: number, stream: number} | null} null when what is drawn carries no sound code */
  const readFrameCode = (canvas) => {
    if (canvas.width < CELLS * CELL || canvas.height < 2 * CELL) {
      return null;
    }
    const strip = canvas.getContext('2d').getImageData(0, 0, CELLS * CELL, 2 * CELL);
    const white = lumaAt(strip, 0, 0);
    const black = lumaAt(strip, 1, 0);
    if (white - black < 100) {
      return null;
    }
    let code = 0;
    for (let column = 0; column < CELLS; column++) {
      const upper = (lumaAt(strip, column, 0) - black) / (white - black);
      const lower = (lumaAt(strip, column, 1) - black) / (white - black);
      if (Math.abs(upper - 0.5) < 0.2 || Math.abs(lower - 0.5) < 0.2 || upper > 0.5 === lower > 0.5) {
        return null;
      }
      if (column >= 2 && upper > 0.5) {
        code += 2 ** (column - 2);
      }
    }
    return { number: code % 2 ** NUMBER_BITS, stream: Math.floor(code / 2 ** NUMBER_BITS) };
  };

  const pictures = [];
  window.pictureLog = { pictures, readFrameCode };

  const listen = setInterval(() => {
    if (!window.p2plive) {
      return;
    }
    clearInterval(listen);
    // A page that does not decode has no player.
    window.p2plive.player?.addEventListener('picture', (event) => {
      const code = readFrameCode(document.querySelector('canvas'));
      if (pictures.length < MAX_PICTURES) {
        pictures.push([event.detail.epoch, event.detail.sequence, code?.number ?? -1, code?.stream ?? -1, Date.now()]);
      }
    });
  }, 5);
})();
