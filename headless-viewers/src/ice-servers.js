const ICE_ADDRESS = /^(stun|turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/i;
const DEFAULT_PORTS = { stun: 3478, turn: 3478, turns: 5349 };

/**
 * @param {RTCIceServer} server
 * @returns {import('node-datachannel').IceServer[]} with the password apart: it may hold any character
 */
export function nativeIceServers({ urls, username, credential }) {
  return [urls].flat().map((url) => {
    const [, scheme, host, port, transport] = ICE_ADDRESS.exec(url) ?? [];
    if (scheme === undefined) {
      throw new SyntaxError(`${url} is no address of a STUN or TURN server`);
    }
    const kind = /** @type {keyof typeof DEFAULT_PORTS} */ (scheme.toLowerCase());
    const hostname = host.replace(/^\[|\]$/g, '');
    const address = { hostname, port: Number(port ?? DEFAULT_PORTS[kind]) };
    if (kind === 'stun') {
      return address;
    }
    const relayType = kind === 'turns' ? 'TurnTls' : transport === 'tcp' ? 'TurnTcp' : 'TurnUdp';
    return { ...address, username, password: credential, relayType };
  });
}
