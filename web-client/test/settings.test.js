import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSettings } from '../src/settings.js';

describe('settings', () => {
  it('take the origin of the page as coordinate', () => {
    assert.deepEqual(parseSettings('http://live.example:8080/stream.html'), {
      coordinate: 'http://live.example:8080', stream: 'live', share: true, isShareChosen: false, maxUpload: null, video: true,
      bufferMillis: 1000, problems: [],
    });
  });

  it('take localhost when the page was opened from disk', () => {
    assert.equal(parseSettings('file:///home/x/stream.html').coordinate, 'http://localhost:8080');
  });

  it('follow the address of the page', () => {
    const address = 'http://a/stream.html?coordinate=https://b:1/p/&stream=n_1&share=off&video=off&buffer=300&maxUpload=1.5M';
    assert.deepEqual(parseSettings(address), {
      coordinate: 'https://b:1/p', stream: 'n_1', share: false, isShareChosen: true, maxUpload: { kilobitsPerSecond: 1500 },
      video: false, bufferMillis: 300, problems: [],
    });
  });

  it('read a percentage as people type it and as browsers escape it', () => {
    for (const address of ['http://a/?maxUpload=50%', 'http://a/?maxUpload=50%25']) {
      assert.deepEqual(parseSettings(address).maxUpload, { percent: 50 });
    }
  });

  for (const wrong of ['coordinate=nonsense', 'coordinate=javascript:alert(1)', 'stream=../x', 'share=maybe', 'video=1',
    'maxUpload=fast', 'maxUpload=', 'maxUpload=-1', 'maxUpload=200%', 'buffer=-5', 'buffer=', 'buffer=1e9', 'buffer=soon']) {
    it(`say in plain words that ${wrong} is wrong, and take the default`, () => {
      const { problems, ...settings } = parseSettings(`http://a/?${wrong}`);
      assert.equal(problems.length, 1);
      assert.match(problems[0], /[a-z]+=.* (is|are) .*; /);
      const { problems: none, ...defaults } = parseSettings('http://a/');
      assert.deepEqual(settings, defaults);
      assert.deepEqual(none, []);
    });
  }
});
