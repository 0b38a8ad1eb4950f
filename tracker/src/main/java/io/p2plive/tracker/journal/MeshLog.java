/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Reads what a tracker wrote of its meshes. */
public final class MeshLog {
    private MeshLog() {}

    /** A log that is broken; the message names the line. */
    public static final class BrokenLogException extends RuntimeException {
        private static final long serialVersionUID = 1;

        BrokenLogException(Path file, long line, String fault) {
            super(file + ", line " + line + ": " + fault);
        }
    }

    /**
     * Reads the lines in turn, while they are asked for. A last line that was cut off in the middle, as of a tracker that
     * was killed, is left out.
     *
     * @return to be closed; it throws {@link BrokenLogException} at the first line that is none, or not in order
     * @throws IOException when there is no such file
     */
    public static Stream<LogLine> read(Path file) throws IOException {
        boolean isWhole = endsWithLineFeed(file);
        BufferedReader reader = Files.newBufferedReader(file);
        Iterator<LogLine> lines = new Lines(file, reader, isWhole);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(lines, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(() -> close(reader));
    }

    private static void close(BufferedReader reader) {
        try {
            reader.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean endsWithLineFeed(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer last = ByteBuffer.allocate(1);
            return channel.size() > 0 && channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n';
        }
    }

    /** The lines of one file. Confined to whoever reads. */
    private static final class Lines implements Iterator<LogLine> {
        private final Path file;
        private final BufferedReader reader;
        private final boolean isWhole;
        private final RunOrder order = new RunOrder();
        private String next;
        private long number;

        private Lines(Path file, BufferedReader reader, boolean isWhole) {
            this.file = file;
            this.reader = reader;
            this.isWhole = isWhole;
            this.next = readLine();
        }

        /** Null at the end, and for a last line that was cut off. */
        private String readLine() {
            try {
                String line = reader.readLine();
                return line == null || isWhole || !isAtEnd() ? line : null;
            } catch (IOException e) {
                throw new UncheckedIOException(file.toString(), e);
            }
        }

        private boolean isAtEnd() throws IOException {
            reader.mark(1);
            if (reader.read() < 0) {
                return true;
            }
            reader.reset();
            return false;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public LogLine next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            String text = next;
            number++;
            next = readLine();
            return parse(text);
        }

        private LogLine parse(String text) {
            try {
                LogLine line = MessageCodec.read(text, LogLine.class);
                order.check(line);
                return line;
            } catch (ProtocolException | IllegalArgumentException e) {
                throw new BrokenLogException(file, number, e.getMessage());
            }
        }
    }
}
