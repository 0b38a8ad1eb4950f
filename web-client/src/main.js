/** The page: makes its parts, joins them and lets them go when the visitor leaves. */
import { systemClock } from './clock.js';
import { Player } from './player/player.js';
import { parseSettings } from './settings.js';
import { Sharing } from './sharing.js';
import { Panel } from './ui/panel.js';
import { ViewerSession } from './viewer-session.js';

const RENDER_MILLIS = 500;

/** @param {string} selector */
function element(selector) {
  const found = document.querySelector(selector);
  if (!(found instanceof HTMLElement)) {
    throw new Error(`the page has no ${selector}`);
  }
  return found;
}

function randomKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const settings = parseSettings(location.href);
settings.problems.forEach((problem) => console.warn(problem));

const sharing = new Sharing({
  chosen: settings.isShareChosen ? settings.share : null,
  link: /** @type {{connection?: import('./sharing.js').NetworkLink}} */ (navigator).connection,
  onChange: (share) => session.setShare(share),
});
const canvas = /** @type {HTMLCanvasElement} */ (element('#picture'));
const session = new ViewerSession({
  settings: { ...settings, share: sharing.share },
  browser: { fetch: window.fetch.bind(window), WebSocket, RTCPeerConnection: window.RTCPeerConnection },
  clock: systemClock,
  random: Math.random,
  key: randomKey(),
  createPlayer: settings.video
    ? (source, serverNowMicros, stalls) => (
      new Player({ canvas, source, serverNowMicros, bufferMillis: settings.bufferMillis, stalls }))
    : null,
});
session.start();
session.player?.setVisible(!document.hidden);
const panel = new Panel(element('#app'), {
  onMute: (muted) => session.player?.setMuted(muted),
  sharing,
  maxUpload: settings.maxUpload,
  onMaxUploadChange: (limit) => session.setMaxUpload(limit),
});

panel.render(session.snapshot());
setInterval(() => document.hidden || panel.render(session.snapshot()), RENDER_MILLIS);
document.addEventListener('visibilitychange', () => {
  session.player?.setVisible(!document.hidden);
  panel.render(session.snapshot());
});
addEventListener('pagehide', () => session.destroy());
// Back from the browser's cache of pages: everything was taken apart, so begin anew.
addEventListener('pageshow', (event) => event.persisted && location.reload());

/** For tests and the console: `p2plive.snapshot()`. */
Object.assign(window, { p2plive: session });
