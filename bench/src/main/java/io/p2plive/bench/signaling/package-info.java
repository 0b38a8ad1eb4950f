/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * What a tracker costs: joins, relayed messages and idle viewers, over real sockets, beside a floor that does the least that
 * can be done and a peer that others use.
 */
package io.p2plive.bench.signaling;
