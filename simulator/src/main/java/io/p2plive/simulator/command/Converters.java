/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.scenario.Crowd;
import io.p2plive.simulator.scenario.LinkDelay;
import io.p2plive.simulator.scenario.Uplinks;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the values of options are read. */
final class Converters {
    private Converters() {}

    /** {@code 300k}, {@code 1.6M} or plain bits a second. */
    static final class ToBits implements ITypeConverter<Double> {
        private static final Pattern FORM = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)([kMG]?)");

        @Override
        public Double convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not bits a second, as 800k or 1.6M");
            }
            double unit =
                    switch (matcher.group(2)) {
                        case "k" -> 1e3;
                        case "M" -> 1e6;
                        case "G" -> 1e9;
                        default -> 1;
                    };
            return Double.parseDouble(matcher.group(1)) * unit;
        }
    }

    /** {@code 500:10@60}. */
    static final class ToFlash implements ITypeConverter<Crowd.Flash> {
        private static final Pattern FORM =
                Pattern.compile("([0-9]{1,7}):([0-9]{1,5}(?:\\.[0-9]+)?)(?:@([0-9]{1,5}(?:\\.[0-9]+)?))?");

        @Override
        public Crowd.Flash convert(String text) {
            Matcher matcher = FORM.matcher(text);
            if (!matcher.matches()) {
                throw new TypeConversionException("'" + text + "' is not viewers:seconds[@second], as 500:10@60");
            }
            return refusing(() -> new Crowd.Flash(
                    Integer.parseInt(matcher.group(1)),
                    Double.parseDouble(matcher.group(2)),
                    matcher.group(3) == null ? 0 : Double.parseDouble(matcher.group(3))));
        }
    }

    /** {@code 0:0.2,1:0.8}. */
    static final class ToUplinks implements ITypeConverter<Uplinks> {
        @Override
        public Uplinks convert(String text) {
            return refusing(() -> Uplinks.parse(text));
        }
    }

    /** {@code 50} or {@code uniform:20-80}. */
    static final class ToLinkDelay implements ITypeConverter<LinkDelay> {
        @Override
        public LinkDelay convert(String text) {
            return refusing(() -> LinkDelay.parse(text));
        }
    }

    private static <T> T refusing(java.util.function.Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
