/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** What ffmpeg really sends, kept as files: see src/test/resources/media/README.md. */
public final class Captures {
    private Captures() {}

    /** A file of {@code /media}. */
    public static byte[] read(String name) {
        try (InputStream in = Captures.class.getResourceAsStream("/media/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How often a start code with this last byte occurs. */
    static int countStartCodes(String bytes, int code) {
        String startCode = "\0\0\1" + (char) code;
        int count = 0;
        for (int at = bytes.indexOf(startCode); at >= 0; at = bytes.indexOf(startCode, at + 4)) {
            count++;
        }
        return count;
    }
}
