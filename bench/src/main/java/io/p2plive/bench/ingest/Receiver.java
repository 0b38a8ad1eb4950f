/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import java.io.IOException;

/** The receiving end of a link, which a loop reads. */
interface Receiver {
    /** There is something to read. */
    void onReadable() throws IOException;

    /** Whether the other side has answered, and lets nothing out from then on. */
    boolean isLinked();

    /** Read so far. */
    long bytes();

    /** Of them what was pushed, as far as it can be told from what is written around it. */
    long pushedBytes();
}
