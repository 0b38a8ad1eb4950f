/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The messages of docs/protocol.md: one sealed family for each conversation, one sub-interface for each direction. A
 * record that exists is valid. Knows Jackson's annotations only, no sockets.
 */
package io.p2plive.protocol;
