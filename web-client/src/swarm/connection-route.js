/** @typedef {'host'|'srflx'|'relay'|'unknown'} RouteKind */

/** By which kind of address two viewers reached each other, and how long a word takes there and back. */
export class ConnectionRoute {
  /** @type {RouteKind} */
  kind = 'unknown';
  /** −1: not known. */
  roundTripMillis = -1;
  #connection;
  #isLooking = false;

  /** @param {RTCPeerConnection} connection */
  constructor(connection) {
    this.#connection = connection;
  }

  /** Looks anew, unless a look is under way. Where the browser does not tell, what was known stays. */
  async look() {
    if (this.#isLooking) {
      return;
    }
    this.#isLooking = true;
    try {
      this.#read(await this.#connection.getStats());
    } catch {
      // Only shown to people, and a hint for the tracker.
    } finally {
      this.#isLooking = false;
    }
  }

  /** @param {RTCStatsReport} report */
  #read(report) {
    for (const pair of report.values()) {
      if (pair.type === 'candidate-pair' && pair.nominated && pair.state === 'succeeded') {
        this.kind = kindOf(report.get(pair.localCandidateId)?.candidateType);
        const { currentRoundTripTime } = pair;
        if (Number.isFinite(currentRoundTripTime) && currentRoundTripTime >= 0) {
          this.roundTripMillis = Math.round(currentRoundTripTime * 1000);
        }
      }
    }
  }
}

/**
 * @param {unknown} candidateType
 * @returns {RouteKind}
 */
function kindOf(candidateType) {
  switch (candidateType) {
    case 'host':
    case 'relay':
      return candidateType;
    case 'srflx':
    case 'prflx':
      return 'srflx';
    default:
      return 'unknown';
  }
}

/**
 * An operator may have mistyped a STUN or TURN server: then those on the same network still find each other.
 *
 * @param {{RTCPeerConnection: typeof RTCPeerConnection, iceServers: RTCIceServer[]}} needs
 */
export function createConnection({ RTCPeerConnection, iceServers }) {
  try {
    return new RTCPeerConnection({ iceServers });
  } catch (error) {
    console.warn('ICE servers cannot be used:', error instanceof Error ? error.message : error);
    return new RTCPeerConnection({ iceServers: [] });
  }
}
