/**
 * Puts pictures on the page's canvas.
 */
export class PictureCanvas {
  #canvas;
  #context;

  /** @param {HTMLCanvasElement} canvas takes the stream's size with the first picture */
  constructor(canvas) {
    this.#canvas = canvas;
    // Pixels come from memory and are read back by whoever checks the picture: no use for the graphics card.
    this.#context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  }

  get width() {
    return this.#canvas.width;
  }

  get height() {
    return this.#canvas.height;
  }

  /** @param {import('./worker-messages.js').FrameMessage} frame */
  draw({ width, height, pixels }) {
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    this.#context?.putImageData(new ImageData(new Uint8ClampedArray(pixels), width, height), 0, 0);
  }
}
