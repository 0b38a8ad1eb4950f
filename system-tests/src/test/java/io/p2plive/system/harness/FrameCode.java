/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import java.util.StringJoiner;

/**
 * A picture's number and its stream's, drawn into the picture so that a program reads them off the screen. Twenty cells
 * of 32 by 32 pixels in the top row: white, black, sixteen bits of the number, two bits of the stream, lowest first;
 * below it the same inverted, so that a picture that is not ours, or not whole, does not read as one. The reader is
 * {@code page/picture-log.js}.
 */
public final class FrameCode {
    /** Numbers count up to here and start anew. */
    public static final int NUMBERS = 1 << 16;

    private static final int CELL = 32;
    private static final int NUMBER_BITS = 16;
    private static final int STREAM_BITS = 2;
    private static final int CELLS = 2 + NUMBER_BITS + STREAM_BITS;

    private FrameCode() {}

    /**
     * The ffmpeg filter that draws the code.
     *
     * @param stream 0 … 3
     * @param firstNumber the number of the first picture
     */
    public static String filter(int stream, int firstNumber) {
        if (stream < 0 || stream >= 1 << STREAM_BITS) {
            throw new IllegalArgumentException("stream " + stream);
        }
        StringJoiner filter = new StringJoiner(",");
        filter.add(box(0, 0, CELLS * CELL, 2 * CELL, "black"));
        filter.add(cell(0, 0, "")).add(cell(1, 1, ""));
        for (int bit = 0; bit < NUMBER_BITS; bit++) {
            String low = "mod(n+" + firstNumber + "," + (2 << bit) + ")," + (1 << bit);
            filter.add(cell(2 + bit, 0, "gte(" + low + ")")).add(cell(2 + bit, 1, "lt(" + low + ")"));
        }
        for (int bit = 0; bit < STREAM_BITS; bit++) {
            boolean isSet = (stream >> bit & 1) == 1;
            filter.add(cell(2 + NUMBER_BITS + bit, isSet ? 0 : 1, ""));
        }
        return filter.toString();
    }

    private static String cell(int column, int row, String enable) {
        String box = box(column * CELL, row * CELL, CELL, CELL, "white");
        return enable.isEmpty() ? box : box + ":enable='" + enable + "'";
    }

    private static String box(int x, int y, int width, int height, String color) {
        return "drawbox=" + x + ":" + y + ":" + width + ":" + height + ":" + color + ":fill";
    }
}
