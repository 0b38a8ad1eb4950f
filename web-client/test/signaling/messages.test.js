import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ProtocolError } from '../../src/signaling/fields.js';
import { parseLinkMessage, parsePlacement, parseTrackerMessage, readHttpRefusal } from '../../src/signaling/messages.js';
import { readVectors } from '../vectors.js';

/** What a viewer hears: of each family the parser that reads it. @type {Record<string, (text: string) => object>} */
const PARSERS = {
  'link/from-child': parseLinkMessage,
  'link/to-child': parseLinkMessage,
  'swarm/to-viewer': parseTrackerMessage,
  'node/placement': parsePlacement,
};
const VECTORS = ['link', 'swarm', 'node'].flatMap((name) => readVectors(`messages/${name}.json`))
  .filter(({ family }) => family in PARSERS);

/** @param {() => unknown} action @param {string} reason */
function assertRefused(action, reason) {
  assert.throws(action, (error) => error instanceof ProtocolError && error.reason === reason);
}

describe('messages', () => {
  it('have golden vectors', () => assert.equal(VECTORS.length > 25, true));

  for (const { name, family, json, valid, reason } of VECTORS) {
    it(`${valid ? 'reads' : 'refuses'} ${family} ${name}`, () => {
      if (!valid) {
        assertRefused(() => PARSERS[family](json), reason);
        return;
      }
      const message = PARSERS[family](json);
      assert.equal(/** @type {{type?: string}} */ (message).type, JSON.parse(json).type);
    });
  }

  it('keep every field that is used', () => {
    const parsed = parseTrackerMessage(JSON.stringify({
      type: 'sources', revision: 3, children: [], parents: [{ stripe: 1, viewer: 'a'.repeat(32) }], future: true,
      forward: { name: 'f', url: 'ws://f:9998', stripes: [0] }, standby: 'b'.repeat(32), spares: ['c'.repeat(32)],
    }));
    assert.deepEqual(parsed, {
      type: 'sources', revision: 3, children: [], parents: [{ stripe: 1, viewer: 'a'.repeat(32) }],
      forward: { name: 'f', url: 'ws://f:9998', stripes: [0] }, standby: 'b'.repeat(32), spares: ['c'.repeat(32)],
    });
  });

  it('do without standby and spares, which older trackers do not send', () => {
    const parsed = parseTrackerMessage('{"type":"sources","revision":1,"forward":null,"parents":[],"children":[]}');
    assert.deepEqual(parsed, {
      type: 'sources', revision: 1, forward: null, parents: [], children: [], standby: null, spares: [],
    });
  });

  /** @type {[string, (text: string) => unknown, string, string][]} */
  const bad = [
    ['what is no JSON', parseTrackerMessage, 'x', 'malformed'],
    ['a list', parseTrackerMessage, '[]', 'malformed'],
    ['null', parseLinkMessage, 'null', 'malformed'],
    ['nothing', parseLinkMessage, '', 'malformed'],
    ['a key that comes twice', parseTrackerMessage, '{"type":"move","reason":"a","reason":"b","message":""}', 'malformed'],
    ['a key that comes twice in disguise', parseLinkMessage, '{"type":"bye","reason":"a","re\\u0061son":"b"}', 'malformed'],
    ['a link message over 4 KiB', parseLinkMessage, JSON.stringify({ type: 'bye', reason: 'x'.repeat(5000) }), 'too-large'],
    ['a tracker message over 32 KiB', parseTrackerMessage, JSON.stringify({ type: 'move', x: 'x'.repeat(33_000) }), 'too-large'],
    ['a payload over 16 KiB', parseTrackerMessage,
      JSON.stringify({ type: 'offer', from: 'a'.repeat(32), payload: 'x'.repeat(17_000) }), 'malformed'],
    ['a viewer id in capitals', parseTrackerMessage,
      JSON.stringify({ type: 'welcome', protocol: 1, viewer: 'A'.repeat(32), stripes: 2 }), 'malformed'],
    ['another protocol', parseTrackerMessage,
      JSON.stringify({ type: 'welcome', protocol: 2, viewer: 'a'.repeat(32), stripes: 2 }), 'protocol-version'],
    ['more than 64 parents', parseTrackerMessage, JSON.stringify({
      type: 'sources', revision: 0, forward: null, children: [],
      parents: Array.from({ length: 65 }, () => ({ stripe: 0, viewer: 'a'.repeat(32) })),
    }), 'malformed'],
    ['a forward that is no WebSocket', parseTrackerMessage, JSON.stringify({
      type: 'sources', revision: 0, parents: [], children: [], forward: { name: 'f', url: 'javascript:1', stripes: [0] },
    }), 'malformed'],
    ['a sequence that is a fraction', parseLinkMessage, '{"type":"request","epoch":1,"sequences":[1.5]}', 'malformed'],
    ['an epoch beyond 32 bits', parseLinkMessage, '{"type":"request","epoch":4294967296,"sequences":[1]}', 'malformed'],
    ['more spares than anyone has', parseTrackerMessage, JSON.stringify({
      type: 'sources', revision: 1, forward: null, parents: [], children: [], spares: Array(65).fill('a'.repeat(32)),
    }), 'malformed'],
    ['a type of the prototype', parseLinkMessage, '{"type":"constructor"}', 'unknown-type'],
  ];
  for (const [name, parse, text, reason] of bad) {
    it(`refuse ${name}`, () => assertRefused(() => parse(text), reason));
  }

  it('let equal keys of different objects be', () => {
    const text = '{"type":"subscribe","stripes":[0],"from":{"epoch":1,"sequence":2},"x":{"epoch":"type\\":"}}';
    assert.equal(parseLinkMessage(text).type, 'subscribe');
  });

  it('read a refusal over HTTP, or name its status', () => {
    assert.equal(readHttpRefusal('{"reason":"no-tracker","message":"no tracker lives"}', 404), 'no tracker lives');
    assert.equal(readHttpRefusal('<html>', 502), 'status 502');
  });
});
