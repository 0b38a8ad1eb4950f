/** @typedef {'host'|'srflx'|'relay'|'unknown'} Route */

/**
 * What a connection tells the viewer's network.
 *
 * @typedef {object} Wire
 * @property {() => boolean} isCut                              nothing passes any more, in either direction
 * @property {(message: ArrayBuffer) => void} onArrival          a binary message came
 * @property {(bytes: number, send: () => void) => void} uplink  sends now, or when the line is free
 * @property {(route: Route) => void} onLinked                   every channel is open
 * @property {(error: unknown) => void} onFault                  a handler threw
 * @property {(connection: import('./native-peer.js').NativePeer) => void} onClosed
 */

/**
 * Whoever throws into the library ends the process, with all its other viewers.
 *
 * @param {() => void} deliver
 * @param {Wire} wire
 */
export function guarded(deliver, wire) {
  try {
    deliver();
  } catch (error) {
    wire.onFault(error);
  }
}
