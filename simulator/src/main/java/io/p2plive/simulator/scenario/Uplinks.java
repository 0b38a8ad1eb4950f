/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

import java.util.ArrayList;
import java.util.List;

/** Which part of the viewers can send how many times the stream's rate. Immutable. */
public record Uplinks(List<Part> parts) {
    /** So many streams' worth, for that part of all. Immutable. */
    public record Part(double streams, double share) {}

    /** Checks the parts. */
    public Uplinks {
        parts = List.copyOf(parts);
        double sum = 0;
        for (Part part : parts) {
            Range.check("uplink", part.streams, 0, 1000);
            Range.check("share of an uplink", part.share, 0, 1);
            sum += part.share;
        }
        if (Math.abs(sum - 1) > 0.001) {
            throw new IllegalArgumentException("the shares of the uplinks sum to " + sum + ", not to 1");
        }
    }

    /**
     * Reads {@code 0:0.2,1:0.5,2:0.3}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static Uplinks parse(String text) {
        List<Part> parts = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            String[] numbers = part.split(":", -1);
            if (numbers.length != 2) {
                throw new IllegalArgumentException("'" + part + "' is not streams:share, as in 1:0.5");
            }
            try {
                parts.add(new Part(Double.parseDouble(numbers[0].trim()), Double.parseDouble(numbers[1].trim())));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + part + "' holds something that is no number", e);
            }
        }
        return new Uplinks(parts);
    }

    /** The uplink that falls to a number between 0 and 1. */
    public double at(double dice) {
        double sum = 0;
        for (Part part : parts) {
            sum += part.share;
            if (dice < sum) {
                return part.streams;
            }
        }
        return parts.get(parts.size() - 1).streams;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(number(part.streams))
                    .append(':')
                    .append(number(part.share));
        }
        return text.toString();
    }

    private static String number(double value) {
        return value == Math.rint(value) ? String.valueOf((long) value) : String.valueOf(value);
    }
}
