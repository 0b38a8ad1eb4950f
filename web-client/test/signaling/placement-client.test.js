import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { PlacementClient } from '../../src/signaling/placement-client.js';
import { FakeClock, settle } from '../fake-clock.js';

const PLACEMENT = {
  protocol: 1,
  tracker: { name: 't', region: 'default', url: 'ws://t:9090/resource' },
  stream: { name: 'live', state: 'live', epoch: 1, format: 'mpeg1', stripes: 2 },
  iceServers: [{ urls: ['stun:s'] }, { urls: ['turn:t'], username: 'u', credential: 'c' }],
  publicKey: null,
  nowMicros: 1_790_000_000_500_000,
};
const NO_TRACKER = { status: 404, body: '{"reason":"no-tracker","message":"no tracker lives"}' };

/** @typedef {{status: number, body: string}|'unreachable'|'silent'} Answer */

describe('placement client', () => {
  /** @type {FakeClock} */
  let clock;
  /** @type {Answer[]} */
  let answers;
  /** @type {string[]} */
  let asked;
  /** @type {string[]} */
  let troubles;
  /** @type {PlacementClient} */
  let client;

  /** @type {typeof fetch} */
  const fakeFetch = async (url, init) => {
    asked.push(String(url));
    assert.deepEqual(init?.headers, { Accept: 'application/json' });
    const answer = answers.shift() ?? 'silent';
    if (answer === 'unreachable') {
      throw new TypeError('Failed to fetch');
    }
    if (answer === 'silent') {
      return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    }
    return new Response(answer.body, { status: answer.status });
  };

  beforeEach(() => {
    clock = new FakeClock();
    answers = [];
    asked = [];
    troubles = [];
    client = new PlacementClient({
      coordinate: 'http://c:8080', stream: 'live', fetch: fakeFetch, clock, random: () => 1,
      onTrouble: (message) => troubles.push(message),
    });
  });

  /** @param {number} millis */
  async function pass(millis) {
    await new Promise((resolve) => setImmediate(resolve));
    clock.advance(millis);
    await new Promise((resolve) => setImmediate(resolve));
    await settle();
  }

  it('answers the tracker, the ICE servers and coordinate’s time', async () => {
    answers = [{ status: 200, body: JSON.stringify(PLACEMENT) }];
    const placed = await client.locate();
    assert.deepEqual(asked, ['http://c:8080/tracker?stream=live']);
    assert.equal(placed.tracker.url, 'ws://t:9090/resource');
    assert.deepEqual(placed.iceServers, PLACEMENT.iceServers);
    assert.equal(placed.atWallMillis, clock.wallMillis());
    assert.equal(clock.timerCount, 0);
  });

  it('tries until it succeeds, and says in plain words what it waits for', async () => {
    answers = ['unreachable', NO_TRACKER, { status: 500, body: '' }, { status: 200, body: '{}' }, 'silent',
      { status: 200, body: JSON.stringify(PLACEMENT) }];
    const located = client.locate();
    for (const millis of [500, 1000, 2000, 4000, 5000, 8000]) {
      await pass(millis);
    }
    await located;
    assert.equal(asked.length, 6);
    assert.match(troubles[0], /cannot be reached/);
    assert.match(troubles[1], /No tracker is there for you yet \(no tracker lives\)/);
    assert.match(troubles[2], /refused \(status 500\)/);
    assert.match(troubles[3], /cannot be reached/);
    assert.match(troubles[4], /does not answer/);
  });

  it('waits at most five seconds between tries', async () => {
    answers = Array.from({ length: 20 }, () => NO_TRACKER);
    client.locate().catch(() => {});
    for (let round = 0; round < 12; round++) {
      await pass(5000);
    }
    assert.equal(asked.length >= 12, true);
  });

  it('ends with destroy, whatever it waits for', async () => {
    const located = client.locate();
    await pass(0);
    client.destroy();
    await assert.rejects(located);
    answers = [NO_TRACKER];
    assert.equal(clock.timerCount, 0);
  });
});
