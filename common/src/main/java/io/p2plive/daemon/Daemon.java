/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import java.io.IOException;

/** What runs: started once, stopped once. Its settings are a record of type {@code S}. */
public interface Daemon extends AutoCloseable {
    /**
     * Starts everything; returns when it listens.
     *
     * @throws IOException when a port cannot be had
     */
    void start() throws IOException;

    /** Tells its peers, and stops everything, within five seconds. */
    @Override
    void close();

    /** Makes a daemon of its settings. */
    @FunctionalInterface
    interface Factory<S> {
        /**
         * Makes one that is not started.
         *
         * @throws ConfigurationException when settings that look well do not fit together
         */
        Daemon create(S settings) throws ConfigurationException;
    }
}
