/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import io.p2plive.media.Chunk;
import java.util.List;
import java.util.function.Function;

/**
 * Chunks on their way to all outlets. What the first outlet makes of them, in a form of its own, is there for the others.
 *
 * <p>Confined to {@code loop}: the stream's, and only for the call that hands it over.
 */
public final class Parcel {
    private final List<Chunk> chunks;
    private Form form;

    /** What outlets make of the chunks; the parcel lets go of it when all outlets have been called. */
    public interface Form {
        /** It is needed no more by the parcel. */
        void release();
    }

    Parcel(List<Chunk> chunks) {
        this.chunks = chunks;
    }

    /** In their order; never empty. */
    public List<Chunk> chunks() {
        return chunks;
    }

    /** The form, made when nobody has made it yet; all outlets of a stream use the same type. */
    public <F extends Form> F form(Class<F> type, Function<List<Chunk>, F> maker) {
        if (form == null) {
            form = maker.apply(chunks);
        }
        return type.cast(form);
    }

    void close() {
        if (form != null) {
            form.release();
        }
    }
}
