import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { pageSettings, parseOptions, UsageError } from '../src/options.js';

describe('options', () => {
  it('are the usual ones when none are given', () => {
    const { coordinate, stream, count, durationMillis, processes, expectStall } = parseOptions([]);
    assert.deepEqual({ coordinate, stream, count, durationMillis, processes, expectStall }, {
      coordinate: 'http://localhost:8080', stream: 'live', count: 10, durationMillis: 60_000, processes: 1, expectStall: null,
    });
  });

  it('outlive the way to another process', () => {
    const options = parseOptions(['--duration', '0', '--count', '300', '--processes=3', '--expect-stall', '0']);
    assert.deepEqual(JSON.parse(JSON.stringify(options)), options);
    assert.equal(options.expectStall, 0);
  });

  it('become the page\'s settings', () => {
    const options = parseOptions(['--coordinate', 'http://a:1/', '--stream', 'n_1', '--buffer', '300']);
    const { coordinate, stream, bufferMillis, share, video } = pageSettings(options, false);
    assert.deepEqual({ coordinate, stream, bufferMillis, share, video }, {
      coordinate: 'http://a:1', stream: 'n_1', bufferMillis: 300, share: false, video: false,
    });
  });

  it('never make more processes than viewers', () => {
    assert.equal(parseOptions(['--count', '2', '--processes', '8']).processes, 2);
  });

  for (const wrong of ['--count 0', '--count 1.5', '--count', '--churn -1', '--crash 101', '--nonsense', 'stray',
    '--stream ../x', '--coordinate ftp://a', '--buffer 1', '--duration soon', '--seed 1e99', '--uplink=']) {
    it(`refuse ${wrong}`, () => assert.throws(() => parseOptions(wrong.split(' ')), UsageError));
  }
});
