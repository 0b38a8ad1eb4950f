/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

/** A setting is wrong; the message names its key and what to do. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A fault that names its key. */
    public ConfigurationException(String message) {
        super(message);
    }
}
