/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.scenario;

import java.util.random.RandomGenerator;

/**
 * One-way delays. Each viewer draws one, and two of them meet half-way: the mean of both is the pair's. Immutable.
 *
 * @param shape fixed, uniform or lognormal
 * @param first the delay, the least, or the median, in milliseconds
 * @param second unused, the greatest in milliseconds, or the deviation of the logarithm
 */
public record LinkDelay(Shape shape, double first, double second) {
    /** How delays are distributed. */
    public enum Shape {
        FIXED,
        UNIFORM,
        LOGNORMAL
    }

    private static final double MAX_MILLIS = 2_000;

    /** Checks the numbers. */
    public LinkDelay {
        Range.check("link delay", first, 0, MAX_MILLIS);
        Range.check("second number of the link delay", second, 0, MAX_MILLIS);
        if (shape == Shape.UNIFORM && second < first) {
            throw new IllegalArgumentException("the link delay's range ends before it begins");
        }
    }

    /**
     * Reads {@code 50}, {@code uniform:20-80} or {@code lognormal:40:0.5}.
     *
     * @throws IllegalArgumentException saying what is wrong
     */
    public static LinkDelay parse(String text) {
        try {
            String[] parts = text.split("[:-]", -1);
            return switch (parts[0]) {
                case "uniform" -> of(Shape.UNIFORM, text, parts);
                case "lognormal" -> of(Shape.LOGNORMAL, text, parts);
                default -> new LinkDelay(Shape.FIXED, Double.parseDouble(text), 0);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a delay: 50, uniform:20-80 or lognormal:40:0.5 (milliseconds)", e);
        }
    }

    private static LinkDelay of(Shape shape, String text, String... parts) {
        if (parts.length != 3) {
            throw new IllegalArgumentException("'" + text + "' needs two numbers, as in uniform:20-80");
        }
        return new LinkDelay(shape, Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
    }

    /** What one viewer draws, in microseconds. */
    public long drawMicros(RandomGenerator random) {
        double millis =
                switch (shape) {
                    case FIXED -> first;
                    case UNIFORM -> first + (second - first) * random.nextDouble();
                    case LOGNORMAL -> first * Math.exp(second * random.nextGaussian());
                };
        return Math.round(1_000 * Math.min(millis, MAX_MILLIS));
    }

    /** What a server has, in microseconds. */
    public long typicalMicros() {
        return Math.round(1_000 * (shape == Shape.UNIFORM ? (first + second) / 2 : first));
    }

    @Override
    public String toString() {
        return switch (shape) {
            case FIXED -> String.valueOf(first);
            case UNIFORM -> "uniform:" + first + "-" + second;
            case LOGNORMAL -> "lognormal:" + first + ":" + second;
        };
    }
}
