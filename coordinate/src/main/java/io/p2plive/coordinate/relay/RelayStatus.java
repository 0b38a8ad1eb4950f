/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

/**
 * How one link is, for people. Immutable.
 *
 * @param forward its address
 * @param name what it calls itself; empty before it answered
 * @param state {@code dialling}, {@code greeting}, {@code open} or {@code closed}
 * @param fault why it was lost last; empty when it never was
 */
public record RelayStatus(
        String forward, String name, String state, String fault, long chunksSent, long bytesSent, long chunksDropped) {}
