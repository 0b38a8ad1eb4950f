/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import io.p2plive.tracker.journal.LogEntry.Doubt;
import io.p2plive.tracker.journal.LogEntry.Flaw;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A journal in a file, a JSON object a line, written by a thread of its own. Who writes events never waits: a run whose
 * events come faster than the file takes them ends there, and the file says so.
 *
 * <p>Safe from any thread.
 */
public final class JournalFile implements Journal, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JournalFile.class);
    private static final int MAX_WAITING_LINES = 65_536;
    private static final long FLUSH_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 3_000;

    private final Path file;
    private final BlockingQueue<LogLine> waiting;
    private final Thread writer;
    private final Set<FileRun> open = ConcurrentHashMap.newKeySet();
    /** Runs that lost an event, and whose last line is to say so. */
    private final Queue<FileRun> cut = new ConcurrentLinkedQueue<>();

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean isClosing;

    private JournalFile(Path file, BlockingQueue<LogLine> waiting, BoundedFile out) {
        this.file = file;
        this.waiting = waiting;
        this.writer = new Thread(() -> writeAll(out), "journal");
    }

    /**
     * Begins a file; one that is there already is kept beside it, with {@code .1} at the end of its name.
     *
     * @param maxBytes beyond which nothing more is written
     * @throws IOException when it cannot be written
     */
    public static JournalFile open(Path file, long maxBytes) throws IOException {
        return open(file, maxBytes, MAX_WAITING_LINES).start();
    }

    /** A file into which nothing is written before {@link #start}. */
    static JournalFile open(Path file, long maxBytes, int maxWaitingLines) throws IOException {
        if (Files.isRegularFile(file)) {
            Files.move(file, file.resolveSibling(file.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return new JournalFile(file, new ArrayBlockingQueue<>(maxWaitingLines), BoundedFile.create(file, maxBytes));
    }

    JournalFile start() {
        writer.setDaemon(true);
        writer.start();
        return this;
    }

    /** How many events were not written because they came too fast. */
    public long dropped() {
        return dropped.get();
    }

    @Override
    public Run begin(MeshStart start, long atMillis) {
        FileRun run = new FileRun(runs.incrementAndGet());
        run.offer(atMillis, start);
        open.add(run);
        if (open.size() > 1) {
            open.forEach(FileRun::share);
        }
        return run;
    }

    private void writeAll(BoundedFile out) {
        long flushNanos = System.nanoTime();
        try {
            while (!isClosing || !waiting.isEmpty()) {
                LogLine line = waiting.poll(FLUSH_MILLIS / 4, TimeUnit.MILLISECONDS);
                if (line != null) {
                    out.write(line);
                } else {
                    writeFlaws(out);
                }
                if (System.nanoTime() - flushNanos > TimeUnit.MILLISECONDS.toNanos(FLUSH_MILLIS)) {
                    flushNanos = System.nanoTime();
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writeFlaws(out);
        out.close();
    }

    /** To be called when nothing waits: a run that was cut adds nothing more, so that this is its last line. */
    private void writeFlaws(BoundedFile out) {
        for (FileRun run = cut.poll(); run != null; run = cut.poll()) {
            out.write(new LogLine(run.number, run.lastMillis, new Flaw(Doubt.DROPPED)));
        }
    }

    /** Writes what waits, and ends the file; what comes later is dropped. */
    @Override
    public void close() {
        isClosing = true;
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (dropped() > 0) {
            log.warn("event log closed file={} dropped={}", file, dropped());
        }
    }

    /** One mesh's lines. Safe from any thread, so that a run can be told of another one. */
    private final class FileRun implements Run {
        private final int number;
        private final AtomicBoolean isShared = new AtomicBoolean();
        private final AtomicBoolean isCut = new AtomicBoolean();
        private volatile long lastMillis;

        private FileRun(int number) {
            this.number = number;
        }

        @Override
        public void write(long atMillis, MeshEvent event) {
            offer(atMillis, event);
        }

        @Override
        public void end(long atMillis) {
            open.remove(this);
            offer(atMillis, new LogEntry.End());
        }

        private void share() {
            if (!isShared.getAndSet(true)) {
                offer(lastMillis, new Flaw(Doubt.SHARED));
            }
        }

        private void offer(long atMillis, LogEntry entry) {
            if (isCut.get() || isClosing || !waiting.offer(new LogLine(number, atMillis, entry))) {
                drop();
            } else {
                lastMillis = atMillis;
            }
        }

        private void drop() {
            if (dropped.getAndIncrement() == 0 && !isClosing) {
                log.warn("event log is incomplete file={} reason=too-slow waiting={}", file, waiting.size());
            }
            if (!isCut.getAndSet(true)) {
                cut.add(this);
            }
        }
    }
}
