/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pictures that one page drew, in that order, and what can be said of them.
 *
 * <p>Immutable.
 */
public record PictureRun(List<Picture> pictures) {
    public PictureRun {
        pictures = List.copyOf(pictures);
    }

    /** Says where it is not the broadcaster's pictures one after the other; a new epoch may begin with any. */
    public Optional<String> fault(int stream) {
        for (int i = 0; i < pictures.size(); i++) {
            Picture picture = pictures.get(i);
            if (picture.stream() != stream) {
                return Optional.of("not a picture of stream " + stream + ": " + picture);
            }
            Picture before = i == 0 ? null : pictures.get(i - 1);
            if (before != null && before.epoch() == picture.epoch() && !follows(picture, before)) {
                return Optional.of(before + " is followed by " + picture);
            }
            if (before != null && before.epoch() > picture.epoch()) {
                return Optional.of("an epoch that is over: " + picture);
            }
        }
        return Optional.empty();
    }

    /** The longest time that one picture stood. */
    public long longestStallMillis() {
        long longest = 0;
        for (int i = 1; i < pictures.size(); i++) {
            longest = Math.max(
                    longest, pictures.get(i).atMillis() - pictures.get(i - 1).atMillis());
        }
        return longest;
    }

    /** The most that any picture which all have drawn came later to one than to another. */
    public static long largestSpreadMillis(List<PictureRun> runs) {
        Map<List<Long>, long[]> firstAndLast = new LinkedHashMap<>();
        for (PictureRun run : runs) {
            for (Picture picture : run.pictures) {
                long[] times = firstAndLast.computeIfAbsent(
                        List.of(picture.epoch(), (long) picture.number()), key -> new long[] {Long.MAX_VALUE, 0, 0});
                times[0] = Math.min(times[0], picture.atMillis());
                times[1] = Math.max(times[1], picture.atMillis());
                times[2]++;
            }
        }
        return firstAndLast.values().stream()
                .filter(times -> times[2] == runs.size())
                .mapToLong(times -> times[1] - times[0])
                .max()
                .orElseThrow(() -> new AssertionError("there is no picture that all have drawn"));
    }

    private static boolean follows(Picture picture, Picture before) {
        return picture.number() == (before.number() + 1) % FrameCode.NUMBERS;
    }
}
