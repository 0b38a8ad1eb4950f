/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
// A WebTorrent tracker that others use, to be measured beside ours: node --expose-gc webtorrent-tracker.mjs PORT
import Server from 'bittorrent-tracker/server';

const tracker = new Server({ http: false, udp: false, ws: true, stats: false });
tracker.on('error', (error) => {
  console.error(error);
  process.exit(1);
});
tracker.on('warning', (warning) => console.error(warning.message));
process.on('SIGUSR2', () => globalThis.gc());
tracker.listen(Number(process.argv[2]), '127.0.0.1');
