import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyFromForwards, whyToNobody } from '../../src/ui/why.js';

/** @type {import('../../src/ui/why.js').WhyFacts} */
const ROOT = {
  sources: [{ kind: 'forward' }],
  targets: [],
  links: [],
  waiting: '',
  share: true,
  capacity: { slots: 1, isCongested: false },
  maxUploadKilobits: -1,
  totals: { bytesFromForwards: 1000, bytesFromViewers: 0, linksFailed: 0 },
};

test('says nothing when much comes from viewers, or all does by now', () => {
  assert.equal(whyFromForwards({ ...ROOT, totals: { ...ROOT.totals, bytesFromViewers: 1000 } }), '');
  assert.equal(whyFromForwards({ ...ROOT, sources: [{ kind: 'viewer' }] }), '');
});

for (const [what, facts, words] of /** @type {[string, Partial<import('../../src/ui/why.js').WhyFacts>, RegExp][]} */ ([
  ['alone', {}, /alone/],
  ['one of the first', { links: [1], targets: [1] }, /one of the first/],
  ['still connecting', { links: [1] }, /Connecting/],
  ['waiting, in the words of the tracker', { waiting: 'All places are taken.' }, /The tracker says: All places are taken\./],
  ['not sharing', { links: [1], share: false }, /turned off/],
  ['too slow', { links: [1], targets: [1], capacity: { slots: 0, isCongested: true } }, /too slow/],
  ['unable to connect', { totals: { ...ROOT.totals, linksFailed: 2 } }, /^2 connections .* failed/],
])) {
  test(`says that the viewer is ${what}`, () => assert.match(whyFromForwards({ ...ROOT, ...facts }), words));
}

test('says why nobody pulls from us', () => {
  assert.match(whyToNobody({ ...ROOT, share: false }), /do not pass/);
  assert.match(whyToNobody(ROOT), /Nobody/);
  const none = { slots: 0, isCongested: false };
  assert.match(whyToNobody({ ...ROOT, capacity: none }), /too slow/);
  assert.match(whyToNobody({ ...ROOT, capacity: none, maxUploadKilobits: 100 }), /limit/);
});
