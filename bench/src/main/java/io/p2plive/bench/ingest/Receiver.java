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

    /** Read so far. */
    long bytes();
}
