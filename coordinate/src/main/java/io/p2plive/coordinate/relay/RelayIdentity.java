/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

/**
 * How this coordinate shows itself to forwards. Immutable.
 *
 * @param name for their logs
 * @param secret null where none is set
 * @param maxWaitingBytes what may wait for one forward before its streams skip to their next keyframes
 */
public record RelayIdentity(String name, String secret, int maxWaitingBytes) {
    @Override
    public String toString() {
        return name;
    }
}
