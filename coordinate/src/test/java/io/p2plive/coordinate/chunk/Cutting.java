/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.chunk;

import static io.netty.buffer.Unpooled.wrappedBuffer;

import io.netty.buffer.ByteBuf;
import io.p2plive.media.Chunk;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Cuts bytes into pieces and keeps them. */
public final class Cutting implements PieceSink {
    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();

    /** One piece; its bytes as characters, so that pieces can be compared. */
    public record Piece(int flags, String bytes) {
        /** Whether it has this flag. */
        public boolean has(int flag) {
            return (flags & flag) != 0;
        }

        boolean isWholePicture() {
            return has(Chunk.FIRST) && has(Chunk.LAST);
        }

        /** Bytes. */
        public int size() {
            return bytes.length();
        }

        @Override
        public String toString() {
            return "flags=" + flags + " bytes=" + bytes.length() + " hash=" + bytes.hashCode();
        }
    }

    @Override
    public void append(ByteBuf bytes, int index, int length) {
        open.append(bytes.toString(index, length, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void cut(int flags) {
        pieces.add(new Piece(flags, open.toString()));
        open.setLength(0);
    }

    List<Piece> pieces() {
        return pieces;
    }

    /** The pieces of a stream that came in these parts and then ended. */
    public static List<Piece> cut(Function<PieceSink, Chunker> maker, byte[]... parts) {
        Cutting cutting = new Cutting();
        Chunker chunker = maker.apply(cutting);
        try {
            for (byte[] part : parts) {
                chunker.feed(wrappedBuffer(part));
            }
            chunker.finish();
        } catch (UnsupportedMediaException e) {
            throw new AssertionError(e);
        }
        return cutting.pieces;
    }

    /** The pieces' bytes, one after the other. */
    public static String joined(List<Piece> pieces) {
        return pieces.stream().map(Piece::bytes).collect(Collectors.joining());
    }

    /** Bytes as characters. */
    public static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** All parts, one after the other. */
    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** The chunker that is chosen for this stream. */
    public static Function<PieceSink, Chunker> chunkerFor(byte[] stream) {
        try {
            return new MediaProbe().feed(wrappedBuffer(stream)).orElseThrow()::chunker;
        } catch (UnsupportedMediaException e) {
            throw new AssertionError(e);
        }
    }
}
