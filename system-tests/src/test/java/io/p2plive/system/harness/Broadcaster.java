/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * ffmpeg that pushes a numbered test picture, as a broadcaster would.
 *
 * <p>Confined to the test's thread.
 */
public final class Broadcaster implements AutoCloseable {
    /** Pictures a second. */
    public static final int RATE = 30;

    private final String url;
    private final int stream;
    private final Format format;
    private final Path log;
    private RunningProcess process;

    /** What is pushed. */
    public enum Format {
        /** Only pictures. */
        MPEG1(List.of("-f", "mpeg1video")),
        /** With a tone. */
        MPEG_TS(List.of("-c:a", "mp2", "-b:a", "128k", "-f", "mpegts", "-muxdelay", "0.001"));

        private final List<String> options;

        Format(List<String> options) {
            this.options = options;
        }
    }

    /**
     * One that does not push yet.
     *
     * @param stream the number drawn into its pictures, 0 … 3
     */
    public Broadcaster(String url, int stream, Format format, Path log) {
        this.url = url;
        this.stream = stream;
        this.format = format;
        this.log = log;
    }

    /** Starts to push; the pictures are numbered from 0. */
    public Broadcaster start() {
        process = RunningProcess.start("ffmpeg to " + url, command(), Map.of(), log);
        return this;
    }

    /** Whether it pushes. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Drops it as a broken line would. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(ffmpeg(), "-hide_banner", "-nostats", "-loglevel", "warning"));
        command.addAll(List.of("-re", "-f", "lavfi", "-i", "testsrc2=size=640x480:rate=" + RATE));
        if (format == Format.MPEG_TS) {
            command.addAll(List.of("-re", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100"));
        }
        command.addAll(List.of("-vf", FrameCode.filter(stream, 0), "-c:v", "mpeg1video", "-b:v", "1000k"));
        command.addAll(List.of("-bf", "0", "-g", "15", "-threads", "1"));
        command.addAll(format.options);
        command.add(url);
        return command;
    }

    /** The ffmpeg to run. */
    public static String ffmpeg() {
        return System.getenv().getOrDefault("P2PLIVE_FFMPEG", "ffmpeg");
    }
}
