#!/usr/bin/env node
/** The command: reads what is asked for, runs it, prints how it went. */
import { writeFileSync } from 'node:fs';
import { missedGoals } from './goals.js';
import { HELP, parseOptions, UsageError } from './options.js';
import { findPlacement, Run, Unreachable } from './run.js';
import { figures, table } from './table.js';

const EXIT = { ran: 0, failed: 1, usage: 2, missed: 3 };

/** @param {string} line for people, beside the table */
const say = (line) => process.stderr.write(`${line}\n`);

/** @param {import('./options.js').Options} options */
async function main(options) {
  const { tracker, stream, nowMicros, atWallMillis } = await findPlacement(options);
  say(`${options.count} viewers in ${options.processes} processes; tracker ${tracker.name} at ${tracker.url}`);
  if (stream.state !== 'live') {
    say(`Nobody broadcasts ${options.stream} just now (${stream.state}); the viewers wait for it.`);
  }
  const run = new Run(options, options.quiet ? () => {} : say);
  endOnSignal(run);
  const outcome = await run.play(nowMicros / 1000 - atWallMillis);
  const missed = missedGoals(options, outcome.tally);
  process.stdout.write(`${[table(outcome), ...missed].join('\n')}\n`);
  if (options.json !== '') {
    writeFileSync(options.json, `${JSON.stringify({ options, ...figures(outcome), missed }, null, 2)}\n`);
  }
  return outcome.losses.length > 0 ? EXIT.failed : missed.length > 0 ? EXIT.missed : EXIT.ran;
}

/** The first one: all say goodbye. The second: enough. @param {Run} run */
function endOnSignal(run) {
  let count = 0;
  for (const [signal, code] of /** @type {[NodeJS.Signals, number][]} */ ([['SIGINT', 130], ['SIGTERM', 143]])) {
    process.on(signal, () => {
      if (++count > 1) {
        process.exit(code);
      }
      say('All leave ...');
      run.end();
    });
  }
}

/** @param {unknown} error @returns {number} */
function explain(error) {
  if (error instanceof UsageError) {
    say(`headless-viewers: ${error.message}\nheadless-viewers --help says what there is.`);
    return EXIT.usage;
  }
  const isOurs = !(error instanceof Unreachable) && error instanceof Error && !('code' in error);
  say(`headless-viewers: ${isOurs ? error.stack : error instanceof Error ? error.message : error}`);
  return EXIT.failed;
}

try {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) {
    process.stdout.write(HELP);
  } else {
    process.exitCode = await main(options);
  }
} catch (error) {
  process.exitCode = explain(error);
}
