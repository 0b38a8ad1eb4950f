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
    const pair = selectedPair(report);
    if (pair === undefined) {
      return;
    }
    this.kind = kindOf([pair.localCandidateId, pair.remoteCandidateId].map((id) => report.get(id)?.candidateType));
    const { currentRoundTripTime } = pair;
    if (Number.isFinite(currentRoundTripTime) && currentRoundTripTime >= 0) {
      this.roundTripMillis = Math.round(currentRoundTripTime * 1000);
    }
  }
}

/**
 * The pair that carries the connection. Several may have been nominated on the way; where the transport does not say
 * which it chose, any of those.
 *
 * @param {RTCStatsReport} report
 */
function selectedPair(report) {
  const all = [...report.values()];
  const selected = all.find(({ type }) => type === 'transport')?.selectedCandidatePairId;
  return report.get(selected)
    ?? all.find(({ type, nominated, state }) => type === 'candidate-pair' && nominated && state === 'succeeded');
}

/**
 * One relayed end makes a relayed link. A peer that hides its address on our own network is seen under a reflexive one,
 * so one known host makes a link of hosts.
 *
 * @param {unknown[]} candidateTypes of both ends
 * @returns {RouteKind}
 */
function kindOf(candidateTypes) {
  if (candidateTypes.includes('relay')) {
    return 'relay';
  }
  if (candidateTypes.includes('host')) {
    return 'host';
  }
  return candidateTypes.includes('srflx') || candidateTypes.includes('prflx') ? 'srflx' : 'unknown';
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
