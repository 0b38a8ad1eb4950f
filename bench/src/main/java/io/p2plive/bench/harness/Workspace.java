/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folder in which processes write: one that is kept, or one that goes when it is closed. Confined to its caller. */
public final class Workspace implements AutoCloseable {
    private final Path folder;
    private final boolean isKept;

    /**
     * Makes it.
     *
     * @param kept where it is to stay; null for nowhere
     */
    public Workspace(Path kept) throws IOException {
        isKept = kept != null;
        folder = isKept ? Files.createDirectories(kept) : Files.createTempDirectory("bench");
    }

    /** A file for what a process prints. */
    public Path log(String name) {
        return file(name + ".log");
    }

    /** A file. */
    public Path file(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() throws IOException {
        if (isKept) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            for (Path file : all) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
