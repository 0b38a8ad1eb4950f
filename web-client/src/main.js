/** The page: makes its parts, joins them and lets them go when the visitor leaves. */
import { systemClock } from './clock.js';
import { Player } from './player/player.js';
import { parseSettings } from './settings.js';
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

const canvas = /** @type {HTMLCanvasElement} */ (element('#picture'));
const session = new ViewerSession({
  settings,
  browser: { fetch: window.fetch.bind(window), WebSocket, RTCPeerConnection: window.RTCPeerConnection },
  clock: systemClock,
  random: Math.random,
  key: randomKey(),
  createPlayer: settings.video
    ? (source, serverNowMicros) => (
      new Player({ canvas, source, serverNowMicros, bufferMillis: settings.bufferMillis }))
    : null,
});
const panel = new Panel(element('#app'), {
  share: settings.share,
  onMute: (muted) => session.player?.setMuted(muted),
  onShareChange: (share) => session.setShare(share),
});

session.start();
session.player?.setVisible(!document.hidden);
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
