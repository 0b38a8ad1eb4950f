/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.harness;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** A process on its cores, and what it prints in a file; ends when it is closed. Confined to its caller. */
public final class PinnedProcess implements AutoCloseable {
    private static final long START_MILLIS = 20_000;
    private static final long POLL_MILLIS = 50;
    private static final long END_SECONDS = 5;

    private final Process process;
    private final Launch launch;

    private PinnedProcess(Process process, Launch launch) {
        this.process = process;
        this.launch = launch;
    }

    /**
     * Starts it.
     *
     * @throws IOException when there is no such program
     */
    public static PinnedProcess start(Launch launch) throws IOException {
        return new PinnedProcess(launch.builder().start(), launch);
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /**
     * Waits until somebody listens there.
     *
     * @throws IOException when nobody does in time
     */
    public void awaitPort(int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(START_MILLIS);
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
                return;
            } catch (IOException e) {
                process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
        throw new IOException("nobody listens on " + port + ": " + printed());
    }

    /**
     * Waits for its end.
     *
     * @return what it printed
     * @throws IOException when it fails, or does not end in time
     */
    public String awaitEnd(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("not done in " + seconds + " s: " + printed());
        }
        if (process.exitValue() != 0) {
            throw new IOException("ended with " + process.exitValue() + ": " + printed());
        }
        return printed();
    }

    /**
     * Lets it run for so long.
     *
     * @throws IOException when it ends before
     */
    public void runFor(long seconds) throws IOException, InterruptedException {
        if (process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new IOException("ended early with " + process.exitValue() + ": " + printed());
        }
    }

    /** What it printed so far. */
    public String printed() throws IOException {
        return Files.readString(launch.output());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(END_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
