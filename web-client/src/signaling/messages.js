/**
 * What a viewer says and hears: docs/protocol.md §2 to §4. Twin of the Java classes LinkMessage, SwarmMessage and
 * NodeMessage. A parser answers a message that keeps every rule, or throws ProtocolError.
 *
 * @typedef {{epoch: number, sequence: number}} Position
 * @typedef {{stripe: number, viewer: string}} Edge
 * @typedef {'leaving'|'reassigned'|'silent'|'invalid-data'|'shutting-down'} ByeReason
 * @typedef {'closed'|'silent'|'slow'|'bye'|'connect-failed'|'invalid-data'|'refused'} LossReason
 * @typedef {'live'|'away'|'waiting'} StreamState
 * @typedef {'offer'|'answer'|'candidate'} SignalType
 *
 * @typedef {{type: 'subscribe', stripes: number[], from: Position|null}} Subscribe
 * @typedef {{type: 'request', epoch: number, sequences: number[]}} Request
 * @typedef {{type: 'missing', epoch: number, sequences: number[]}} Missing
 * @typedef {{type: 'wait', stripes: number[]}} LinkWait
 * @typedef {{type: 'stream', name: string, state: StreamState, stripes: number}} Stream
 * @typedef {{type: 'bye', reason: string}} Bye
 * @typedef {{type: 'refused', reason: string, message: string, about: string}} Refused
 * @typedef {{type: 'ping'|'pong'}} LifeMessage
 * @typedef {Subscribe|Request|Missing|LinkWait|LifeMessage|Stream|Refused|Bye} LinkMessage
 *
 * @typedef {{name: string, url: string, stripes: number[]}} ForwardSource
 * @typedef {{type: 'welcome', viewer: string, stripes: number}} Welcome
 * @typedef {{type: 'sources', revision: number, forward: ForwardSource|null, parents: Edge[], children: Edge[],
 *   standby: string|null, spares: string[]}} Sources
 * @typedef {{type: SignalType, from: string, payload: string}} Signal
 * @typedef {{type: 'wait', reason: string, message: string, retryMillis: number}} Wait
 * @typedef {{type: 'move', reason: string, message: string}} Move
 * @typedef {Welcome|Sources|Signal|Wait|Refused|Move} TrackerMessage
 *
 * @typedef {{type: 'connected', stripe: number, viewer: string}} Connected
 * @typedef {{type: 'capacity', slots: number}} Capacity
 * @typedef {{type: 'lost', stripe: number, viewer?: string, forward?: string, reason: LossReason}} Lost
 *
 * @typedef {object} Placement
 * @property {{name: string, region: string, url: string}} tracker
 * @property {{name: string, state: StreamState, stripes: number}} stream
 * @property {RTCIceServer[]} iceServers
 * @property {number} nowMicros
 */
import { Fields, ProtocolError } from './fields.js';

export const PROTOCOL_VERSION = 1;
export const MAX_REQUESTED_SEQUENCES = 64;
export const MAX_LINK_MESSAGE_CHARS = 4 * 1024;
export const MAX_SIGNAL_CHARS = 16 * 1024;
const MAX_SWARM_MESSAGE_CHARS = 32 * 1024;
const MAX_PLACEMENT_CHARS = 64 * 1024;
const MAX_MESSAGE_TEXT_CHARS = 4 * 1024;
const MAX_EDGES = 64;
const MAX_ICE_SERVERS = 16;
const MAX_URL_CHARS = 2048;
const MAX_RETRY_MILLIS = 3_600_000;
const MAX_MICROS = Number.MAX_SAFE_INTEGER;
/** @type {readonly StreamState[]} */
const STREAM_STATES = ['live', 'away', 'waiting'];

/**
 * What came over a link, from either end of it.
 *
 * @param {string} text
 * @returns {LinkMessage}
 */
export function parseLinkMessage(text) {
  const fields = Fields.parse(text, MAX_LINK_MESSAGE_CHARS);
  const type = fields.text('type');
  switch (type) {
    case 'subscribe':
      return { type, stripes: fields.stripes('stripes'), from: readPosition(fields) };
    case 'request':
    case 'missing':
      return {
        type,
        epoch: fields.unsigned32('epoch'),
        sequences: fields.sequences('sequences', MAX_REQUESTED_SEQUENCES),
      };
    case 'wait':
      return { type, stripes: fields.stripes('stripes') };
    case 'ping':
    case 'pong':
      return { type };
    case 'stream':
      return {
        type,
        name: fields.text('name'),
        state: fields.word('state', STREAM_STATES),
        stripes: fields.stripeCount('stripes'),
      };
    case 'refused':
      return readRefused(fields);
    case 'bye':
      return { type, reason: fields.text('reason') };
    default:
      throw new ProtocolError('unknown-type', `unknown type ${type}`);
  }
}

/**
 * What came from the tracker.
 *
 * @param {string} text
 * @returns {TrackerMessage}
 */
export function parseTrackerMessage(text) {
  const fields = Fields.parse(text, MAX_SWARM_MESSAGE_CHARS);
  const type = fields.text('type');
  switch (type) {
    case 'welcome':
      checkVersion(fields);
      return { type, viewer: fields.viewer('viewer'), stripes: fields.stripeCount('stripes') };
    case 'sources':
      return readSources(fields);
    case 'offer':
    case 'answer':
    case 'candidate':
      return { type, from: fields.viewer('from'), payload: fields.text('payload', MAX_SIGNAL_CHARS) };
    case 'wait':
      return {
        type,
        reason: fields.text('reason'),
        message: fields.text('message', MAX_MESSAGE_TEXT_CHARS),
        retryMillis: fields.integer('retryMillis', 0, MAX_RETRY_MILLIS),
      };
    case 'refused':
      return readRefused(fields);
    case 'move':
      return { type, reason: fields.text('reason'), message: fields.text('message', MAX_MESSAGE_TEXT_CHARS) };
    default:
      throw new ProtocolError('unknown-type', `unknown type ${type}`);
  }
}

/**
 * coordinate's answer to `GET /tracker`.
 *
 * @param {string} text
 * @returns {Placement}
 */
export function parsePlacement(text) {
  const fields = Fields.parse(text, MAX_PLACEMENT_CHARS);
  checkVersion(fields);
  const tracker = fields.fields('tracker');
  const stream = fields.fields('stream');
  return {
    tracker: {
      name: tracker.text('name'),
      region: tracker.text('region'),
      url: checkWebSocketUrl(tracker.text('url', MAX_URL_CHARS)),
    },
    stream: {
      name: stream.text('name'),
      state: stream.word('state', STREAM_STATES),
      stripes: stream.stripeCount('stripes'),
    },
    iceServers: fields.list('iceServers', MAX_ICE_SERVERS, readIceServer),
    nowMicros: fields.integer('nowMicros', 0, MAX_MICROS),
  };
}

/**
 * A refusal over HTTP, in words; answers the status where the body is none.
 *
 * @param {string} text
 * @param {number} status
 */
export function readHttpRefusal(text, status) {
  try {
    return Fields.parse(text, MAX_PLACEMENT_CHARS).text('message', MAX_MESSAGE_TEXT_CHARS);
  } catch {
    return `status ${status}`;
  }
}

/** @param {Fields} fields */
function checkVersion(fields) {
  if (fields.integer('protocol', 0, 0xffff) !== PROTOCOL_VERSION) {
    throw new ProtocolError('protocol-version', `only protocol version ${PROTOCOL_VERSION} is spoken here`);
  }
}

/**
 * @param {Fields} fields
 * @returns {Position|null}
 */
function readPosition(fields) {
  if (!fields.has('from')) {
    return null;
  }
  const from = fields.fields('from');
  return { epoch: from.unsigned32('epoch'), sequence: from.unsigned32('sequence') };
}

/**
 * @param {Fields} fields
 * @returns {Refused}
 */
function readRefused(fields) {
  return {
    type: 'refused',
    reason: fields.text('reason'),
    message: fields.text('message', MAX_MESSAGE_TEXT_CHARS),
    about: fields.has('about') ? fields.text('about') : '',
  };
}

/**
 * @param {Fields} fields
 * @returns {Sources}
 */
function readSources(fields) {
  return {
    type: 'sources',
    revision: fields.integer('revision', 0, Number.MAX_SAFE_INTEGER),
    forward: fields.has('forward') ? readForward(fields.fields('forward')) : null,
    parents: fields.list('parents', MAX_EDGES, readEdge),
    children: fields.list('children', MAX_EDGES, readEdge),
    standby: fields.has('standby') ? fields.viewer('standby') : null,
    spares: fields.has('spares') ? fields.viewers('spares', MAX_EDGES) : [],
  };
}

/** @param {Fields} fields */
function readForward(fields) {
  return {
    name: fields.text('name'),
    url: checkWebSocketUrl(fields.text('url', MAX_URL_CHARS)),
    stripes: fields.stripes('stripes'),
  };
}

/** @param {unknown} item */
function readEdge(item) {
  const fields = new Fields(item);
  return { stripe: fields.stripe('stripe'), viewer: fields.viewer('viewer') };
}

/**
 * @param {unknown} item
 * @returns {RTCIceServer}
 */
function readIceServer(item) {
  const fields = new Fields(item);
  const urls = fields.list('urls', MAX_ICE_SERVERS, (url) => String(url));
  if (!fields.has('username')) {
    return { urls };
  }
  return { urls, username: fields.text('username'), credential: fields.text('credential', MAX_URL_CHARS) };
}

/** @param {string} url */
function checkWebSocketUrl(url) {
  if (!URL.canParse(url) || !/^wss?:$/.test(new URL(url).protocol)) {
    throw new ProtocolError('malformed', `${url} is no WebSocket address`);
  }
  return url;
}
