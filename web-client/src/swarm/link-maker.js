import { EdgeLink } from './edge-link.js';
import { PeerLink } from './peer-link.js';

/** @typedef {import('../signaling/messages.js').Position} Position */

/** Makes the links to forwards and to viewers: all that they need of the page, but for whom they lead to. */
export class LinkMaker {
  #needs;

  /**
   * @param {object} needs
   * @param {string} needs.stream
   * @param {import('../browser.js').SessionBrowser} needs.browser
   * @param {import('../clock.js').Clock} needs.clock
   * @param {import('../stream-facts.js').StreamFacts} needs.facts
   * @param {import('./peer-link.js').PeerListener} needs.listener
   * @param {(signal: {type: import('../signaling/messages.js').SignalType, to: string, payload: string}) => void} needs.sendSignal
   */
  constructor(needs) {
    this.#needs = needs;
  }

  /**
   * A link to a forward, started.
   *
   * @param {import('../signaling/messages.js').ForwardSource} forward
   * @param {number[]} stripes      the first subscription
   * @param {Position|null} from
   */
  toForward({ name, url }, stripes, from) {
    const { stream, browser, clock, listener } = this.#needs;
    const link = new EdgeLink({ name, url, stripes, from, stream, WebSocket: browser.WebSocket, clock, listener });
    link.start();
    return link;
  }

  /** A link to a viewer, not started yet. @param {string} viewer */
  toViewer(viewer) {
    const { facts, browser, clock, listener, sendSignal } = this.#needs;
    return new PeerLink({
      viewer,
      ownId: facts.viewer,
      iceServers: facts.iceServers,
      RTCPeerConnection: browser.RTCPeerConnection,
      clock,
      sendSignal: (type, payload) => sendSignal({ type, to: viewer, payload }),
      listener,
    });
  }
}
