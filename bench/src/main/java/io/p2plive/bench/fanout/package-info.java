/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * One stream in, many viewers out: what a forward costs and bears, beside a floor and a peer. The load speaks the relay
 * link and the viewers' side of docs/protocol.md, as cheaply as it can. Does not know about trackers.
 */
package io.p2plive.bench.fanout;
