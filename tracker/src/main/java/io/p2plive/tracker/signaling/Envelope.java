/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import io.netty.buffer.ByteBuf;
import io.p2plive.id.ViewerId;
import io.p2plive.protocol.Limits;
import io.p2plive.tracker.swarm.PassedOn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds in a message's bytes what it is and for whom, where it is an offer, answer or candidate written as every page
 * writes it: {@code {"type":"offer","to":"ID","payload":"…"}}. The payload is looked through for where it ends, and copied as
 * it stands. Whatever is written in any other way is nobody's fault, only slower: it is read like all other messages.
 *
 * <p>Immutable.
 */
public final class Envelope {
    private static final byte[] OPENING = ascii("{\"type\":\"");
    private static final byte[] TO = ascii("\",\"to\":\"");
    private static final byte[] FROM = ascii("\",\"from\":\"");
    private static final byte[] PAYLOAD = ascii("\",\"payload\":\"");
    private static final byte[] ENDING = ascii("\"}");
    private static final int ID_BYTES = 32;

    private static final List<Envelope> ALL =
            List.of(new Envelope("candidate"), new Envelope("offer"), new Envelope("answer"));

    private static final VarHandle EIGHT_BYTES =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST = ONES << 7;
    /** Seven plain characters, above the place of one more. */
    private static final long PLAIN = (ONES * 'a') & ~0xffL;

    private final String type;
    /** All up to the receiver's id, and all up to the sender's. */
    private final byte[] told;

    private final byte[] passed;

    private Envelope(String type) {
        this.type = type;
        this.told = joined(OPENING, ascii(type), TO);
        this.passed = joined(OPENING, ascii(type), FROM);
    }

    /** The message as it is to be passed on; null where it has to be read. */
    public static PassedOn open(ByteBuf message, ViewerId sender) {
        for (Envelope envelope : ALL) {
            if (has(message, 0, envelope.told)) {
                return envelope.passOn(message, sender);
            }
        }
        return null;
    }

    private PassedOn passOn(ByteBuf message, ViewerId sender) {
        int atPayload = told.length + ID_BYTES + PAYLOAD.length;
        int payloadBytes = message.readableBytes() - atPayload - ENDING.length;
        if (payloadBytes < 0
                || payloadBytes > Limits.MAX_SIGNAL_CHARS
                || !has(message, told.length + ID_BYTES, PAYLOAD)
                || !has(message, atPayload + payloadBytes, ENDING)) {
            return null;
        }
        int head = passed.length + ID_BYTES + PAYLOAD.length;
        byte[] json = new byte[head + payloadBytes + ENDING.length];
        message.getBytes(message.readerIndex() + atPayload, json, head, payloadBytes + ENDING.length);
        ViewerId receiver = isText(json, head, head + payloadBytes) ? id(message, told.length) : null;
        if (receiver == null) {
            return null;
        }
        System.arraycopy(passed, 0, json, 0, passed.length);
        System.arraycopy(ascii(sender.value()), 0, json, passed.length, ID_BYTES);
        System.arraycopy(PAYLOAD, 0, json, passed.length + ID_BYTES, PAYLOAD.length);
        return new PassedOn(type, receiver, json);
    }

    private static boolean has(ByteBuf message, int offset, byte[] expected) {
        if (message.readableBytes() < offset + expected.length) {
            return false;
        }
        int at = message.readerIndex() + offset;
        // From the end: the types differ late, and nothing else differs.
        for (int i = expected.length - 1; i >= 0; i--) {
            if (message.getByte(at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    private static ViewerId id(ByteBuf message, int offset) {
        byte[] digits = new byte[ID_BYTES];
        message.getBytes(message.readerIndex() + offset, digits);
        for (byte digit : digits) {
            if ((digit < '0' || digit > '9') && (digit < 'a' || digit > 'f')) {
                return null;
            }
        }
        return new ViewerId(new String(digits, StandardCharsets.US_ASCII));
    }

    /** Whether this is the inside of one JSON text, which ends where it seems to. */
    private static boolean isText(byte[] json, int from, int end) {
        for (int at = nextUnusual(json, from, end); at < end; at = nextUnusual(json, at + 2, end)) {
            if (json[at] != '\\' || at + 1 == end || !isEscapable(json[at + 1])) {
                return false;
            }
        }
        return true;
    }

    /**
     * Where something stands that is no plain character of a text, and {@code end} or more where nothing does; what is no
     * ASCII may be no UTF-8 either, and is for others to find out. Eight bytes are looked at at once.
     */
    private static int nextUnusual(byte[] json, int from, int end) {
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long unusual = unusual((long) EIGHT_BYTES.get(json, at));
            if (unusual != 0) {
                return at + Long.numberOfTrailingZeros(unusual) / Byte.SIZE;
            }
        }
        while (at < end && unusual((json[at] & 0xffL) | PLAIN) == 0) {
            at++;
        }
        return at;
    }

    /** The highest bit of each byte below a blank, above 127, or that is a quote or a backslash; the lowest one is exact. */
    private static long unusual(long bytes) {
        long quote = bytes ^ ONES * '"';
        long backslash = bytes ^ ONES * '\\';
        long found = bytes | (bytes - ONES * ' ') | ((quote - ONES) & ~quote) | ((backslash - ONES) & ~backslash);
        return found & HIGHEST;
    }

    private static boolean isEscapable(byte escaped) {
        return switch (escaped) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> true;
            default -> false;
        };
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] joined(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
