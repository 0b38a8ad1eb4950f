/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
// What many put between a broadcaster and browsers, on the npm package ws: each message to each client. The stream comes
// in over our relay link, so that all candidates are fed alike: node --expose-gc ws-relay.mjs RELAY_PORT VIEWER_PORT
import { createServer } from 'node:net';
import { WebSocketServer } from 'ws';

const CONTROL = 1;
const LENGTH_BYTES = 4;
/** Kind and channel. */
const PREFIX_BYTES = 3;
const [relayPort, viewerPort] = process.argv.slice(2).map(Number);

const viewers = new WebSocketServer({ host: '127.0.0.1', port: viewerPort, perMessageDeflate: false, backlog: 1024 });

/** @param {Buffer} chunk */
function broadcast(chunk) {
  for (const viewer of viewers.clients) {
    if (viewer.readyState === viewer.OPEN) {
      viewer.send(chunk);
    }
  }
}

/** @param {import('node:net').Socket} link @param {object} message */
function answer(link, message) {
  const json = Buffer.from(JSON.stringify(message));
  const head = Buffer.alloc(LENGTH_BYTES + 1, CONTROL);
  head.writeUInt32BE(json.length + 1);
  link.write(Buffer.concat([head, json]));
}

/** @param {import('node:net').Socket} link @param {Buffer} frame */
function onFrame(link, frame) {
  if (frame[0] !== CONTROL) {
    broadcast(frame.subarray(PREFIX_BYTES));
    return;
  }
  const { type, id } = JSON.parse(frame.subarray(1).toString());
  if (type === 'hello') {
    answer(link, { type: 'welcome', protocol: 1, forward: 'ws' });
  } else if (type === 'ping') {
    // coordinate closes a link on which nothing comes.
    answer(link, { type: 'pong', id });
  }
}

createServer((link) => {
  let held = Buffer.alloc(0);
  link.on('error', () => link.destroy());
  link.on('data', (bytes) => {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    while (held.length >= LENGTH_BYTES && held.length >= LENGTH_BYTES + held.readUInt32BE()) {
      const end = LENGTH_BYTES + held.readUInt32BE();
      onFrame(link, held.subarray(LENGTH_BYTES, end));
      held = held.subarray(end);
    }
  });
}).listen(relayPort, '127.0.0.1');

process.on('SIGUSR2', () => globalThis.gc());
