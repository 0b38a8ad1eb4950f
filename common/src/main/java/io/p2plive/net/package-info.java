/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Netty, once for all daemons: event loops, the HTTP and WebSocket server with its limits, and JSON to records and
 * back. Knows the messages, not what they mean.
 */
package io.p2plive.net;
