/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.media;

import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamFormat;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The unit that travels: a header and a whole picture or a part of one, kept in wire form so that passing it on copies
 * nothing. The layout is the table in docs/protocol.md §1; nobody may change the bytes.
 *
 * <p>Immutable.
 */
public final class Chunk {
    /** Bytes before the payload. */
    public static final int HEADER_BYTES = 24;
    /** The largest payload: the rest of 16 KiB stays free for the header and a signature. */
    public static final int MAX_PAYLOAD_BYTES = 16_256;
    /** The largest chunk. */
    public static final int MAX_BYTES = HEADER_BYTES + MAX_PAYLOAD_BYTES;

    /** First chunk of a GOP. */
    public static final int KEYFRAME = 0x01;
    /** First chunk of a picture. */
    public static final int FIRST = 0x02;
    /** Last chunk of a picture. */
    public static final int LAST = 0x04;
    /** The epoch ends here. */
    public static final int END = 0x08;

    private static final int VERSION = 1;
    private static final int ALL_FLAGS = KEYFRAME | FIRST | LAST | END;
    private static final long MAX_MICROS = (1L << 53) - 1;

    private static final int AT_FLAGS = 1;
    private static final int AT_STRIPE = 2;
    private static final int AT_HOPS = 3;
    private static final int AT_EPOCH = 4;
    private static final int AT_SEQUENCE = 8;
    private static final int AT_MICROS = 12;
    private static final int AT_LENGTH = 20;
    private static final int AT_FORMAT = 22;
    private static final int AT_RESERVED = 23;

    private final byte[] wire;

    private Chunk(byte[] wire) {
        this.wire = wire;
    }

    /**
     * What tells one chunk from another; {@code hops} is 0.
     *
     * @param flags a union of the flags above
     * @param epoch 0 … 2³²−1
     * @param sequence 0 … 2³²−1
     * @param ingestMicros Unix time
     */
    public record Header(int flags, int stripe, long epoch, long sequence, long ingestMicros, StreamFormat format) {
        /**
         * Writes the {@value #HEADER_BYTES} bytes that come before a payload.
         *
         * @throws IllegalArgumentException when the payload is too long
         */
        public void writeTo(ByteBuffer wire, int payloadBytes) {
            if (payloadBytes > MAX_PAYLOAD_BYTES) {
                throw new IllegalArgumentException("payload of " + payloadBytes + " bytes");
            }
            wire.put((byte) VERSION)
                    .put((byte) flags)
                    .put((byte) stripe)
                    .put((byte) 0)
                    .putInt((int) epoch)
                    .putInt((int) sequence)
                    .putLong(ingestMicros)
                    .putShort((short) payloadBytes)
                    .put((byte) format.code())
                    .put((byte) 0);
        }
    }

    /** The stripe on which a sequence travels. */
    public static int stripeOf(long sequence, int stripes) {
        return (int) (sequence % stripes);
    }

    /**
     * Makes a chunk of a copy of {@code length} bytes of {@code source}.
     *
     * @throws IllegalArgumentException when the payload is too long
     */
    public static Chunk of(Header header, byte[] source, int offset, int length) {
        byte[] wire = new byte[HEADER_BYTES + length];
        ByteBuffer chunk = ByteBuffer.wrap(wire);
        header.writeTo(chunk, length);
        chunk.put(source, offset, length);
        return new Chunk(wire);
    }

    /**
     * Takes ownership of bytes that came from elsewhere.
     *
     * @param stripes k, the number of stripes of the stream
     * @throws ProtocolException when they are no chunk of such a stream
     */
    public static Chunk parse(byte[] wire, int stripes) throws ProtocolException {
        Objects.requireNonNull(wire, "wire");
        check(wire.length >= HEADER_BYTES, "a chunk has a header of 24 bytes");
        check(wire[0] == VERSION, "chunk version is not 1");
        Chunk chunk = new Chunk(wire);
        check(chunk.payloadBytes() == wire.length - HEADER_BYTES, "payload length does not match");
        check(chunk.payloadBytes() <= MAX_PAYLOAD_BYTES, "payload is too long");
        check(wire[AT_RESERVED] == 0, "reserved byte is not 0");
        check(StreamFormat.isCode(wire[AT_FORMAT]), "unknown format");
        check(chunk.ingestMicros() >= 0 && chunk.ingestMicros() <= MAX_MICROS, "ingest time out of range");
        check(hasPlausibleFlags(chunk), "impossible flags");
        check(chunk.stripe() == stripeOf(chunk.sequence(), stripes), "wrong stripe");
        return chunk;
    }

    private static boolean hasPlausibleFlags(Chunk chunk) {
        int flags = chunk.flags();
        if ((flags & ~ALL_FLAGS) != 0) {
            return false;
        }
        if (chunk.isEnd()) {
            return flags == END && chunk.payloadBytes() == 0;
        }
        return chunk.payloadBytes() > 0 && (!chunk.isKeyframe() || (flags & FIRST) != 0);
    }

    private static void check(boolean holds, String fault) throws ProtocolException {
        if (!holds) {
            throw ProtocolException.malformed(fault);
        }
    }

    /** The bytes as they travel; shared, never to be changed. */
    public byte[] wire() {
        return wire;
    }

    /** The union of the flags. */
    public int flags() {
        return wire[AT_FLAGS] & 0xff;
    }

    /** Whether a GOP begins here. */
    public boolean isKeyframe() {
        return (flags() & KEYFRAME) != 0;
    }

    /** Whether the epoch ends here. */
    public boolean isEnd() {
        return (flags() & END) != 0;
    }

    /** 0 … k−1. */
    public int stripe() {
        return wire[AT_STRIPE] & 0xff;
    }

    /** Relays passed. */
    public int hops() {
        return wire[AT_HOPS] & 0xff;
    }

    /** Which push. */
    public long epoch() {
        return intAt(AT_EPOCH);
    }

    /** Place in the epoch. */
    public long sequence() {
        return intAt(AT_SEQUENCE);
    }

    /** When coordinate had read the last byte, Unix time. */
    public long ingestMicros() {
        return intAt(AT_MICROS) << 32 | intAt(AT_MICROS + 4);
    }

    /** Bytes after the header. */
    public int payloadBytes() {
        return (wire[AT_LENGTH] & 0xff) << 8 | (wire[AT_LENGTH + 1] & 0xff);
    }

    /** What the payload is. */
    public StreamFormat format() {
        return wire[AT_FORMAT] == StreamFormat.MPEG1.code() ? StreamFormat.MPEG1 : StreamFormat.MPEGTS;
    }

    private long intAt(int offset) {
        return (wire[offset] & 0xffL) << 24
                | (wire[offset + 1] & 0xff) << 16
                | (wire[offset + 2] & 0xff) << 8
                | (wire[offset + 3] & 0xff);
    }

    @Override
    public String toString() {
        return "chunk " + epoch() + "/" + sequence() + " stripe=" + stripe() + " flags=" + flags() + " bytes="
                + payloadBytes();
    }
}
