/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.mesh;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sources to which a viewer is not sent for a while: viewers by their id, forwards by their name. Remembers the latest
 * few.
 *
 * <p>Confined to the mesh's caller.
 */
final class Avoided {
    /** Beyond this the oldest is forgotten: it may be tried again, which costs one more failure. */
    static final int MAX_REMEMBERED = 16;

    private Map<Object, Long> untilMillis = Map.of();

    void add(Object source, long until) {
        if (untilMillis.isEmpty()) {
            untilMillis = new LinkedHashMap<>();
        }
        untilMillis.remove(source);
        untilMillis.put(source, until);
        if (untilMillis.size() > MAX_REMEMBERED) {
            var oldest = untilMillis.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    boolean contains(Object source, long nowMillis) {
        Long until = untilMillis.get(source);
        return until != null && until > nowMillis;
    }
}
