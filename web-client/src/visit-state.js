/**
 * What a person is told about the visit. Pure.
 *
 * @typedef {'starting'|'joining'|'live'|'reconnecting'|'away'|'waiting'|'failed'} VisitState
 *
 * @typedef {object} VisitFacts
 * @property {string} fault            why the page cannot work at all, '' when it can
 * @property {boolean} isPlaced        coordinate has named a tracker
 * @property {boolean} hasChunks       something of the stream has ever come
 * @property {boolean} isEnded         the broadcaster ended the push, and everything up to there is played
 * @property {boolean} isEnding        the end has come, but not everything before it
 * @property {number} silentMillis     since the last new chunk
 * @property {import('./signaling/messages.js').StreamState} streamState  as the forward, or else coordinate, last said
 * @property {string} trouble          what keeps us from joining, in plain words, or ''
 */

/** So long without a chunk and the stream has stopped. */
const STOPPED_MILLIS = 2_500;

/**
 * @param {VisitFacts} facts
 * @returns {{state: VisitState, message: string}}
 */
export function visitState(facts) {
  if (facts.fault !== '') {
    return { state: 'failed', message: facts.fault };
  }
  return facts.hasChunks ? stateOfWatched(facts) : stateOfNewcomer(facts);
}

/**
 * @param {VisitFacts} facts
 * @returns {{state: VisitState, message: string}}
 */
function stateOfWatched({ isEnded, isEnding, silentMillis, streamState, trouble }) {
  const hasStopped = silentMillis > STOPPED_MILLIS;
  if (isEnded || (hasStopped && (isEnding || streamState === 'away'))) {
    return { state: 'away', message: 'The broadcaster has left. The picture comes back by itself.' };
  }
  if (hasStopped) {
    return { state: 'reconnecting', message: trouble || 'The stream has stopped. Waiting for it to come back.' };
  }
  return { state: 'live', message: '' };
}

/**
 * @param {VisitFacts} facts
 * @returns {{state: VisitState, message: string}}
 */
function stateOfNewcomer({ isPlaced, streamState, trouble }) {
  if (!isPlaced) {
    return { state: 'starting', message: trouble || 'Looking for a tracker near you.' };
  }
  if (streamState === 'away') {
    return { state: 'away', message: 'The broadcaster has left. The picture comes by itself.' };
  }
  if (streamState === 'waiting') {
    return { state: 'waiting', message: 'Nobody broadcasts this stream yet. The picture comes by itself.' };
  }
  return { state: 'joining', message: trouble || 'Looking for somebody to pull from.' };
}
