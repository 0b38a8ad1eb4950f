/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import java.util.Locale;

/** What is measured side by side. */
enum PageCandidate {
    /** A bare page, hidden, that does nothing with what comes but send it on: what WebRTC itself takes. */
    FLOOR("hidden"),
    /** Our page, with another tab in front of it. */
    HIDDEN("hidden"),
    /** Our page, in front. */
    VISIBLE("visible");

    /** As the browser calls it. */
    final String visibility;

    PageCandidate(String visibility) {
        this.visibility = visibility;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
