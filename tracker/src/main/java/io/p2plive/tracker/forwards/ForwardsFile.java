/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.forwards;

import io.p2plive.daemon.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every two seconds whether the operator has edited the settings, and takes up the forwards listed there. Compares
 * what is in the file: its time of change is too coarse, and says nothing of a file that was moved into place. An edit
 * that is broken is logged, once, and changes nothing.
 *
 * <p>Confined to {@code control}, once started.
 */
public final class ForwardsFile {
    private static final Logger log = LoggerFactory.getLogger(ForwardsFile.class);
    private static final long PERIOD_MILLIS = 2_000;

    private final Path file;
    private final Source source;
    private final Consumer<List<ForwardAddress>> listener;
    private String seen;
    private List<ForwardAddress> taken;

    /** Reads the settings anew. */
    @FunctionalInterface
    public interface Source {
        /**
         * The forwards as the file lists them now.
         *
         * @throws ConfigurationException when the settings are broken
         */
        List<ForwardAddress> read() throws ConfigurationException;
    }

    /** Watches a file whose forwards are {@code current} so far. */
    public ForwardsFile(
            Path file, Source source, List<ForwardAddress> current, Consumer<List<ForwardAddress>> listener) {
        this.file = file;
        this.source = source;
        this.taken = current;
        this.listener = listener;
        this.seen = content();
    }

    /** Begins to look. */
    public void start(ScheduledExecutorService control) {
        control.scheduleWithFixedDelay(this::look, PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Looks now. */
    void look() {
        String content = content();
        if (content == null || content.equals(seen)) {
            return;
        }
        seen = content;
        try {
            List<ForwardAddress> forwards = source.read();
            if (!forwards.equals(taken)) {
                taken = forwards;
                log.info("forwards taken up file={} forwards={}", file, forwards.size());
                listener.accept(forwards);
            }
        } catch (ConfigurationException e) {
            log.warn(
                    "settings ignored file={} message=\"{}\"",
                    file,
                    e.getMessage().lines().findFirst().orElse(""));
        }
    }

    /** Null while it cannot be read, as in the middle of an edit. */
    private String content() {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return null;
        }
    }
}
