/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
// Runs in the viewers' page before its own code: keeps every connection to another viewer that the page ever tries.
(() => {
  const connections = [];

  class LoggedConnection extends RTCPeerConnection {
    constructor(...parameters) {
      super(...parameters);
      connections.push(this);
    }
  }

  /**
   * What a pair of candidates goes through. Between two homes neither end is seen under an address of its own; within one,
   * an end that is asked before it has hidden its address behind a name calls it translated, but not both ends do.
   */
  const routeOf = (own, other) => {
    const kinds = [own.candidateType, other.candidateType];
    return kinds.includes('relay') ? 'relay' : kinds.includes('host') ? 'host' : 'srflx';
  };

  /** @returns {Promise<string[]>} of each connection that stands: host, srflx or relay */
  const routes = async () => {
    const found = [];
    for (const connection of connections.filter(({ connectionState }) => connectionState === 'connected')) {
      const report = await connection.getStats();
      const transport = [...report.values()].find(({ type }) => type === 'transport');
      const pair = report.get(transport?.selectedCandidatePairId);
      if (pair) {
        found.push(routeOf(report.get(pair.localCandidateId), report.get(pair.remoteCandidateId)));
      }
    }
    return found;
  };

  window.RTCPeerConnection = LoggedConnection;
  window.connectionLog = { attempts: () => connections.length, routes };
})();
