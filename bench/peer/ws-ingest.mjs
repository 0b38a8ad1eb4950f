/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
// What many push to with ffmpeg, on the npm package ws: each piece of a POST to each client, as it comes:
// node ws-ingest.mjs PUSH_PORT CLIENT_PORT
import { createServer } from 'node:http';
import { WebSocketServer } from 'ws';

const [pushPort, clientPort] = process.argv.slice(2).map(Number);
const clients = new WebSocketServer({ host: '127.0.0.1', port: clientPort, perMessageDeflate: false });

createServer((request) => {
  request.on('data', (bytes) => {
    for (const client of clients.clients) {
      if (client.readyState === client.OPEN) {
        client.send(bytes);
      }
    }
  });
}).listen(pushPort, '127.0.0.1');
