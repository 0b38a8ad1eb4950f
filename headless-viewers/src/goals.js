/**
 * Which expectations were missed, in plain words: what was not measured is missed too. Pure.
 *
 * @param {{expectFromViewers: number|null, expectStall: number|null}} expected in percent
 * @param {import('./tally.js').Tally} tally
 * @returns {string[]}
 */
export function missedGoals({ expectFromViewers, expectStall }, { shareFromViewers, shareStalled }) {
  const missed = [];
  if (expectFromViewers !== null && !(shareFromViewers * 100 >= expectFromViewers)) {
    missed.push(`Viewers sent ${inPercent(shareFromViewers)} of the bytes, less than the ${expectFromViewers} % expected.`);
  }
  if (expectStall !== null && !(shareStalled >= 0 && shareStalled * 100 <= expectStall)) {
    missed.push(shareStalled < 0
      ? 'How long viewers waited was not measured.'
      : `Viewers waited ${inPercent(shareStalled)} of the time, more than the ${expectStall} % expected.`);
  }
  return missed;
}

/** @param {number} share negative = nothing came */
function inPercent(share) {
  return `${(Math.max(0, share) * 100).toFixed(2)} %`;
}
