/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The real ffmpeg, which must be on the path. */
final class Ffmpeg {
    private static final long TIMEOUT_SECONDS = 20;
    /** A second of pictures with bars, the same bytes each time. */
    private static final List<String> PICTURES =
            List.of("-f", "lavfi", "-i", "testsrc=s=160x120:r=25:d=1.2", "-c:v", "mpeg1video", "-g", "8", "-bf", "0");

    private static final List<String> SOUND =
            List.of("-f", "lavfi", "-i", "sine=d=1.2", "-c:a", "mp2", "-b:a", "64k", "-ac", "1");

    private Ffmpeg() {}

    /** How it ended. */
    record Result(int exitCode, String words) {}

    /** Arguments that make an elementary stream. */
    static List<String> elementary() {
        return arguments(PICTURES, "mpeg1video");
    }

    /** Arguments that make a transport stream with sound. */
    static List<String> transport() {
        List<String> both = new ArrayList<>(PICTURES.subList(0, 4));
        both.addAll(SOUND.subList(0, 4));
        both.addAll(PICTURES.subList(4, PICTURES.size()));
        both.addAll(SOUND.subList(4, SOUND.size()));
        return arguments(both, "mpegts");
    }

    private static List<String> arguments(List<String> media, String format) {
        List<String> arguments = new ArrayList<>(media);
        arguments.addAll(List.of("-flags", "+bitexact", "-fflags", "+bitexact", "-f", format));
        return arguments;
    }

    /** Runs it to its end. */
    static Result run(List<String> arguments, String... more) {
        List<String> command =
                new ArrayList<>(List.of("ffmpeg", "-hide_banner", "-nostdin", "-loglevel", "error", "-y"));
        command.addAll(arguments);
        command.addAll(List.of(more));
        try {
            Path words = Files.createTempFile("ffmpeg", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(words.toFile());
            builder.environment().keySet().removeIf(name -> name.equalsIgnoreCase("http_proxy"));
            Process process = builder.start();
            boolean hasEnded = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            process.destroyForcibly();
            String said = Files.readString(words);
            Files.delete(words);
            if (!hasEnded) {
                throw new AssertionError("ffmpeg did not end: " + said);
            }
            return new Result(process.exitValue(), said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
