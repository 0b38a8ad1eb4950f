/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

/** Where what happens to meshes is written down. Safe from any thread. */
public interface Journal {
    /** Writes nothing down. */
    Journal NONE = (start, atMillis) -> new Run() {
        @Override
        public void write(long eventMillis, MeshEvent event) {
            // Nobody wants to know.
        }

        @Override
        public void end(long endMillis) {
            // Nobody wants to know.
        }
    };

    /** A mesh begins. */
    Run begin(MeshStart start, long atMillis);

    /** What is written of one mesh. Confined to the mesh's caller. */
    interface Run {
        /** Something is about to happen to it. */
        void write(long atMillis, MeshEvent event);

        /** It is not used any more. */
        void end(long atMillis);
    }
}
