/**
 * What the page knows of itself, in one picture: for the panel, for tests, for the console and for the tracker.
 *
 * @typedef {object} PlayerSnapshot
 * @property {number} picturesDrawn
 * @property {number} picturesSkipped
 * @property {number} [jumps]         how often pictures were given up or jumped over
 * @property {number} decoderRestarts
 * @property {number} delayMillis      ingest to picture, −1 unknown
 * @property {number} bufferMillis
 * @property {'none'|'muted'|'playing'} audio
 * @property {number} width
 * @property {number} height
 * @property {number} framesPerSecond
 *
 * @typedef {object} Parts
 * @property {{state: import('./visit-state.js').VisitState, message: string}} visit
 * @property {{stream: string, coordinate: string}} settings
 * @property {import('./stream-facts.js').StreamFacts} facts
 * @property {string} trackerUrl
 * @property {import('./chunk-path.js').ChunkPath} path
 * @property {import('./media/chunk-buffer.js').ChunkBuffer} buffer
 * @property {import('./swarm/neighbours.js').Neighbours} neighbours
 * @property {import('./media/stall-meter.js').StallMeter} stalls
 * @property {PlayerSnapshot} player
 * @property {number} startedMillis
 *
 * @typedef {ReturnType<typeof buildSnapshot>} Snapshot
 */

const MAX_LIST = 64;

/** Of a page that shows nothing. @type {PlayerSnapshot} */
export const NO_PLAYER = Object.freeze({
  picturesDrawn: 0,
  picturesSkipped: 0,
  jumps: 0,
  decoderRestarts: 0,
  delayMillis: -1,
  bufferMillis: 0,
  audio: 'none',
  width: 0,
  height: 0,
  framesPerSecond: 0,
});

/**
 * @param {Parts} parts
 * @param {number} nowMillis
 */
export function buildSnapshot(parts, nowMillis) {
  const { buffer, player, path, facts, stalls } = parts;
  const { sources, children, peers, upload, linksFailed } = parts.neighbours;
  return {
    state: parts.visit.state,
    message: parts.visit.message,
    stream: parts.settings.stream,
    viewer: facts.viewer,
    tracker: parts.trackerUrl,
    region: facts.region,
    coordinate: parts.settings.coordinate,
    stripes: facts.stripes,
    hops: Array.from({ length: facts.stripes }, (_, stripe) => path.hops.get(stripe) ?? -1),
    delayMillis: Math.round(player.delayMillis),
    bufferMillis: Math.round(player.bufferMillis),
    sources: sources.describe(nowMillis),
    targets: children.entries().map(([viewer, feed]) => describeTarget(viewer, feed, nowMillis)),
    standby: describeStandby(parts),
    waiting: facts.waiting,
    links: [...peers].map(describeLink),
    rttMillis: peers.roundTripMillis,
    ...upload.describe(),
    totals: {
      ...path.totals,
      bytesToViewers: children.bytesSent,
      chunksLost: buffer.chunksLost,
      chunksDropped: children.chunksDropped,
      linksFailed,
      stalledMillis: Math.round(stalls.stalledMillis),
      stalls: stalls.stalls,
      watchedMillis: Math.round(stalls.watchedMillis),
      jumps: player.jumps ?? 0,
    },
    epoch: Math.max(0, buffer.epoch),
    newestSequence: buffer.newest,
    contiguousSequence: buffer.contiguous,
    firstSequence: buffer.first,
    player,
    startedMillis: parts.startedMillis,
  };
}

/**
 * The same for the tracker: docs/protocol.md §3.
 *
 * @param {Snapshot} snapshot
 */
export function statisticsMessage({ state, delayMillis, bufferMillis, hops, sources, targets, totals, player, rttMillis }) {
  const { bytesFromForwards, bytesFromViewers, bytesToViewers, chunksLost, chunksDropped, stalledMillis } = totals;
  return {
    type: 'statistics',
    state: state === 'live' || state === 'reconnecting' || state === 'away' ? state : 'joining',
    delayMillis,
    bufferMillis,
    hops: Math.max(0, ...hops),
    sources: sources.slice(0, MAX_LIST).map(({ stripe, name, kilobitsPerSecond }) => (
      { stripe, from: name, kilobitsPerSecond }
    )),
    targets: targets.slice(0, MAX_LIST).map(({ viewer, stripes, kilobitsPerSecond }) => (
      { viewer, stripes, kilobitsPerSecond }
    )),
    bytesFromForwards,
    bytesFromViewers,
    bytesToViewers,
    chunksLost,
    chunksDropped,
    picturesDrawn: player.picturesDrawn,
    stalledMillis,
    rttMillis,
  };
}

/**
 * @param {string} viewer
 * @param {import('./swarm/child-feed.js').ChildFeed} feed
 * @param {number} nowMillis
 */
function describeTarget(viewer, feed, nowMillis) {
  return {
    viewer,
    stripes: [...feed.stripes],
    kilobitsPerSecond: feed.sent.kilobitsPerSecond(nowMillis),
    chunksSent: feed.chunksSent,
    bytesSent: feed.sent.total,
    queueBytes: feed.queueBytes,
    chunksDropped: feed.chunksDropped,
  };
}

/** @param {import('./swarm/peer-link.js').PeerLink} link */
function describeLink({ name, state, mediaBytesSent, mediaBytesReceived, route, roundTripMillis }) {
  return { viewer: name, state, mediaBytesSent, mediaBytesReceived, route, rttMillis: roundTripMillis };
}

/**
 * @param {Parts} parts
 * @returns {{viewer: string, state: 'connecting'|'silent'|'feeding'|'closed'}|null}
 */
function describeStandby({ facts, neighbours }) {
  const { peers, sources } = neighbours;
  if (facts.standby === null) {
    return null;
  }
  const link = peers.of(facts.standby);
  if (link === undefined || link.state === 'closed') {
    return { viewer: facts.standby, state: 'closed' };
  }
  const openState = sources.uses(link) ? 'feeding' : 'silent';
  return { viewer: facts.standby, state: link.state === 'open' ? openState : 'connecting' };
}
