/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.micro;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A few seconds of a real stream, made by ffmpeg. */
final class TestStream {
    private static final int SECONDS = 4;
    private static final long PATIENCE_SECONDS = 60;

    private TestStream() {}

    /**
     * A test picture of 640×480 at 30 pictures and 2 Mbit a second, as a broadcaster pushes it.
     *
     * @param format as ffmpeg names it: mpeg1video or mpegts
     * @throws IOException when there is no ffmpeg, or it fails
     */
    static byte[] of(String format) throws IOException, InterruptedException {
        List<String> command = List.of(("ffmpeg -v error -f lavfi -i testsrc2=size=640x480:rate=30:duration=" + SECONDS
                        + " -c:v mpeg1video -b:v 2000k -minrate 2000k -maxrate 2000k -bufsize 400k"
                        + " -bf 0 -g 15 -f " + format + " pipe:1")
                .split(" "));
        Process ffmpeg = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (InputStream out = ffmpeg.getInputStream()) {
            byte[] stream = out.readAllBytes();
            if (!ffmpeg.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || ffmpeg.exitValue() != 0) {
                throw new IOException("ffmpeg made no " + format);
            }
            return stream;
        } finally {
            ffmpeg.destroyForcibly();
        }
    }
}
