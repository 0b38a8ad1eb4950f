import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { firstJoinMillis, isSharing, planVisit, seatRandom } from '../src/seat-plan.js';

const COMING = { joinPerSecond: 5, churnPercent: 0, crashPercent: 0, shareOffPercent: 0 };

/** @param {Partial<typeof COMING>} coming @param {number} count @param {number} [seed] */
function visits(coming, count, seed = 1) {
  const random = seatRandom(seed, 0);
  return Array.from({ length: count }, () => planVisit({ ...COMING, ...coming }, random));
}

describe('the plan of the seats', () => {
  it('lets viewers come at the rate asked for', () => {
    assert.deepEqual([0, 1, 10].map((seat) => firstJoinMillis(seat, COMING)), [0, 200, 2_000]);
  });

  it('lets everybody stay when there is no churn', () => {
    assert.ok(visits({}, 100).every(({ stayMillis, crashes }) => stayMillis === Infinity && !crashes));
  });

  it('lets so many leave in a minute as asked for', () => {
    const stays = visits({ churnPercent: 30 }, 5_000).map(({ stayMillis }) => stayMillis);
    const perMinute = stays.length / (stays.reduce((sum, stay) => sum + stay, 0) / 60_000);
    assert.ok(perMinute > 0.28 && perMinute < 0.32, `${perMinute} of the viewers leave in a minute`);
  });

  it('lets the asked share of those that leave vanish', () => {
    const crashes = visits({ churnPercent: 30, crashPercent: 25 }, 5_000).filter((visit) => visit.crashes).length;
    assert.ok(crashes > 1_100 && crashes < 1_400, `${crashes} of 5000 vanish`);
    assert.ok(visits({ crashPercent: 100 }, 50).every((visit) => visit.crashes));
  });

  it('is the same for the same seed, and another for another seed or seat', () => {
    const plan = visits({ churnPercent: 30 }, 5);
    assert.deepEqual(visits({ churnPercent: 30 }, 5), plan);
    assert.notDeepEqual(visits({ churnPercent: 30 }, 5, 2), plan);
    assert.notEqual(seatRandom(1, 0)(), seatRandom(1, 1)());
  });

  it('gives a seat back within two seconds', () => {
    assert.ok(visits({ churnPercent: 30 }, 500).every(({ pauseMillis }) => pauseMillis >= 0 && pauseMillis < 2_000));
  });

  it('spreads evenly those that do not share', () => {
    const seats = Array.from({ length: 20 }, (_, seat) => isSharing(seat, { ...COMING, shareOffPercent: 25 }));
    assert.deepEqual(seats.map(Number).join(''), '11101110111011101110');
    assert.ok([0, 1, 2].every((seat) => isSharing(seat, COMING)));
    assert.ok([0, 1, 2].every((seat) => !isSharing(seat, { ...COMING, shareOffPercent: 100 })));
  });
});
