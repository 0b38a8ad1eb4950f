/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The npm packages that are measured beside ours. */
public final class Peers {
    private static final long MINUTES = 3;

    private Peers() {}

    /**
     * Installs them, unless they are.
     *
     * @param folder with their package.json
     * @throws IOException when npm is missing or fails
     */
    public static void install(Path folder) throws IOException, InterruptedException {
        if (Files.isDirectory(folder.resolve("node_modules"))) {
            return;
        }
        Process npm = new ProcessBuilder("npm", "ci")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!npm.waitFor(MINUTES, TimeUnit.MINUTES)) {
            npm.destroyForcibly();
            throw new IOException("npm ci does not end in " + folder);
        }
        if (npm.exitValue() != 0) {
            throw new IOException("npm ci failed with " + npm.exitValue() + " in " + folder);
        }
    }
}
