/**
 * What the page knows of itself, in one picture: for the panel, for tests, for the console and for the tracker.
 *
 * @typedef {object} PlayerSnapshot
 * @property {number} picturesDrawn
 * @property {number} picturesSkipped
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
 * @property {import('./swarm/stripe-sources.js').StripeSources} sources
 * @property {import('./swarm/child-feeds.js').ChildFeeds} children
 * @property {Iterable<import('./swarm/peer-link.js').PeerLink>} peers
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
  const { buffer, player, path, children, facts } = parts;
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
    sources: parts.sources.describe(nowMillis),
    targets: children.entries().map(([viewer, feed]) => describeTarget(viewer, feed, nowMillis)),
    links: [...parts.peers].map(describeLink),
    totals: {
      ...path.totals,
      bytesToViewers: children.bytesSent,
      chunksLost: buffer.chunksLost,
      chunksDropped: children.chunksDropped,
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
export function statisticsMessage({ state, delayMillis, bufferMillis, hops, sources, targets, totals, player }) {
  const { bytesFromForwards, bytesFromViewers, bytesToViewers, chunksLost, chunksDropped } = totals;
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
function describeLink({ name, state, mediaBytesSent, mediaBytesReceived, route }) {
  return { viewer: name, state, mediaBytesSent, mediaBytesReceived, route };
}
