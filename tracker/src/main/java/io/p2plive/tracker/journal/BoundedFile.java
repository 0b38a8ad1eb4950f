/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import io.p2plive.net.MessageCodec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log's file. It ends when it has its size, or when it cannot be written: that is said once, and what comes later is
 * thrown away. Confined to the thread that writes.
 */
final class BoundedFile {
    private static final Logger log = LoggerFactory.getLogger(BoundedFile.class);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final OutputStream out;
    private final long maxBytes;
    private long bytes;
    private boolean isOver;

    private BoundedFile(Path file, OutputStream out, long maxBytes) {
        this.file = file;
        this.out = out;
        this.maxBytes = maxBytes;
    }

    static BoundedFile create(Path file, long maxBytes) throws IOException {
        return new BoundedFile(file, new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES), maxBytes);
    }

    void write(LogLine line) {
        if (isOver) {
            return;
        }
        byte[] json = MessageCodec.writeBytes(line);
        if (bytes + json.length + 1 > maxBytes) {
            log.warn("event log ends file={} reason=full bytes={}", file, bytes);
            close();
            return;
        }
        try {
            out.write(json);
            out.write('\n');
            bytes += json.length + 1;
        } catch (IOException e) {
            onFault(e);
        }
    }

    void flush() {
        try {
            if (!isOver) {
                out.flush();
            }
        } catch (IOException e) {
            onFault(e);
        }
    }

    private void onFault(IOException e) {
        log.warn("event log ends file={} reason=cannot-write message=\"{}\"", file, e.getMessage());
        close();
    }

    void close() {
        isOver = true;
        try {
            out.close();
        } catch (IOException e) {
            log.debug("event log not closed cleanly file={}", file, e);
        }
    }
}
