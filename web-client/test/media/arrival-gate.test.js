import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { ArrivalGate } from '../../src/media/arrival-gate.js';
import { ChunkBuffer } from '../../src/media/chunk-buffer.js';
import { end, EPOCH, INGEST_MICROS, picture } from '../test-chunks.js';

/** @typedef {import('../../src/media/arrival-gate.js').Sender} Sender */

/** @type {Sender} */
const FORWARD = { kind: 'forward', name: 'f' };
/** @type {Sender} */
const PARENT = { kind: 'viewer', name: 'a' };
/** @type {Sender} */
const OTHER = { kind: 'viewer', name: 'b' };
const NEXT = EPOCH + 9;

describe('arrival gate', () => {
  /** @type {ChunkBuffer} */
  let buffer;
  /** @type {ArrivalGate} */
  let gate;

  /**
   * @param {import('../../src/media/chunk-codec.js').Chunk} chunk
   * @param {Sender} sender
   * @param {number} nowMillis
   */
  function pass(chunk, sender, nowMillis) {
    const admitted = gate.admit(chunk, sender, nowMillis);
    admitted.forEach((each) => buffer.insert(each, nowMillis));
    return admitted.length;
  }

  beforeEach(() => {
    buffer = new ChunkBuffer();
    gate = new ArrivalGate({ buffer, serverNowMicros: () => INGEST_MICROS + 10_000_000 });
    pass(picture(0), PARENT, 0);
  });

  it('lets a forward begin a greater epoch at once', () => {
    assert.equal(pass(picture(0, { epoch: NEXT }), FORWARD, 10), 1);
    assert.equal(buffer.epoch, NEXT);
  });

  it('keeps what is held when one viewer speaks of a greater epoch', () => {
    for (let sequence = 0; sequence < 1000; sequence++) {
      pass(picture(sequence, { epoch: NEXT }), OTHER, sequence);
      pass(picture(sequence + 1), PARENT, sequence);
    }
    assert.equal(buffer.epoch, EPOCH);
    assert.equal(buffer.newest, 1000);
  });

  it('lets in all that waited when a second viewer says the same', () => {
    assert.equal(pass(picture(0, { epoch: NEXT }), PARENT, 10), 0);
    assert.equal(pass(picture(2, { epoch: NEXT }), PARENT, 11), 0);
    assert.equal(pass(picture(1, { epoch: NEXT }), OTHER, 12), 3);
    assert.equal(buffer.epoch, NEXT);
    assert.equal(buffer.contiguous, 2);
  });

  it('lets one viewer begin a greater epoch when the one held has ended or fallen silent', () => {
    assert.equal(pass(picture(0, { epoch: NEXT }), PARENT, 600), 1);
    pass(end(1, { epoch: NEXT }), PARENT, 610);
    assert.equal(pass(picture(0, { epoch: NEXT + 1 }), PARENT, 620), 1);
  });

  it('refuses an epoch far in the future, of which none could ever be greater', () => {
    assert.equal(pass(picture(0, { epoch: EPOCH + 10_000 }), PARENT, 60_000), 0);
    assert.equal(buffer.epoch, EPOCH);
  });

  it('refuses a sequence that the stream cannot have reached, but not after a pause', () => {
    const ingestMicros = INGEST_MICROS;
    assert.equal(pass(picture(50_000, { ingestMicros }), PARENT, 10), 0);
    assert.equal(pass(picture(1000, { ingestMicros }), PARENT, 10), 1);
    assert.equal(pass(picture(12_000, { ingestMicros }), PARENT, 30_000), 1);
    assert.equal(pass(picture(50_000, { ingestMicros }), FORWARD, 30_000), 1);
  });

  it('does not follow a viewer that runs away', () => {
    for (let sequence = 1; sequence < 1_000_000; sequence += 1000) {
      pass(picture(sequence, { ingestMicros: INGEST_MICROS }), PARENT, 10);
    }
    assert.equal(buffer.newest < 3000, true);
    assert.equal(buffer.gaps.size < 3000, true);
  });

  it('refuses an ingest time in the future', () => {
    assert.equal(pass(picture(1, { ingestMicros: INGEST_MICROS + 1e12 }), PARENT, 10), 0);
  });
});
