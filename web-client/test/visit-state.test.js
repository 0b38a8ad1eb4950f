import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { visitState } from '../src/visit-state.js';

/** @type {import('../src/visit-state.js').VisitFacts} */
const WATCHING = {
  fault: '', isPlaced: true, hasChunks: true, isEnded: false, isEnding: false, silentMillis: 30, streamState: 'live', trouble: '',
};
const NEWCOMER = { ...WATCHING, hasChunks: false, silentMillis: Infinity };

/** @type {[string, string, Partial<import('../src/visit-state.js').VisitFacts>][]} */
const CASES = [
  ['live', 'chunks come', {}],
  ['live', 'a short pause', { silentMillis: 2000 }],
  ['live', 'the tracker is out of reach while chunks come', { trouble: 'The tracker is out of reach.' }],
  ['reconnecting', 'chunks stop without an end', { silentMillis: 3000 }],
  ['reconnecting', 'the forward lost its coordinate', { silentMillis: 3000, streamState: 'waiting' }],
  ['away', 'the push has ended and is played', { isEnded: true }],
  ['live', 'the push has ended and is still being played', { isEnding: true }],
  ['away', 'the push has ended and its last chunks never came', { isEnding: true, silentMillis: 3000 }],
  ['away', 'the forward says so and chunks stop', { streamState: 'away', silentMillis: 3000 }],
  ['starting', 'coordinate has not answered', { ...NEWCOMER, isPlaced: false }],
  ['joining', 'no chunk has come yet', NEWCOMER],
  ['waiting', 'the stream was never pushed', { ...NEWCOMER, streamState: 'waiting' }],
  ['away', 'the broadcaster left before we came', { ...NEWCOMER, streamState: 'away' }],
  ['failed', 'the browser cannot do it', { ...NEWCOMER, fault: 'This browser has no WebRTC.' }],
];

describe('visit state', () => {
  for (const [state, when, facts] of CASES) {
    it(`is ${state} when ${when}`, () => {
      const visit = visitState({ ...WATCHING, ...facts });
      assert.equal(visit.state, state);
      assert.equal(visit.message === '', state === 'live');
    });
  }
});
