/**
 * What a visit needs of the browser, or of whatever stands in for one.
 *
 * @typedef {{fetch: typeof fetch, WebSocket: typeof WebSocket, RTCPeerConnection: typeof RTCPeerConnection}} SessionBrowser
 */

/**
 * @param {SessionBrowser} browser
 * @returns {string} what it lacks, in plain words; '' when nothing
 */
export function missingAbility({ WebSocket, RTCPeerConnection }) {
  if (typeof WebSocket !== 'function') {
    return 'This browser has no WebSocket, without which no stream comes here.';
  }
  if (typeof RTCPeerConnection !== 'function') {
    return 'This browser has no WebRTC, or it is turned off: viewers cannot pass the stream on to each other.';
  }
  return '';
}
