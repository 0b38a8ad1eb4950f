/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.world;

import io.p2plive.simulator.scenario.StreamPlan;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The stream as it will be: each chunk's size, picture, stripe and times, known beforehand. An I picture is six times a P
 * picture, both vary by a fifth; a picture is known to be whole when the next one begins.
 *
 * <p>Immutable.
 */
final class Timeline {
    static final int MAX_CHUNK_BYTES = 16_256;
    private static final int HEADER_BYTES = 24;
    private static final double KEY_PICTURE_WEIGHT = 6;
    private static final double SIZE_DEVIATION = 0.2;

    final int stripes;
    final int pictures;
    final int chunks;
    /** Of each chunk. */
    final int[] bytes;

    final int[] pictureOf;
    final byte[] stripeOf;
    /** Of each picture. */
    final int[] firstChunk;

    private final int picturesPerGop;
    private final long pictureMicros;
    private final long[] emitMicros;
    private final int[] emitOrder;
    private final int[] nextOfStripe;

    Timeline(StreamPlan plan, int stripes, double seconds, RandomGenerator random) {
        this.stripes = stripes;
        this.picturesPerGop = plan.picturesPerGop();
        this.pictureMicros = 1_000_000 / plan.framesPerSecond();
        this.pictures = (int) Math.ceil(seconds * plan.framesPerSecond()) + 1;
        int[] sizes = pictureBytes(plan, random);
        this.firstChunk = new int[pictures + 1];
        for (int picture = 0; picture < pictures; picture++) {
            firstChunk[picture + 1] = firstChunk[picture] + (sizes[picture] + MAX_CHUNK_BYTES - 1) / MAX_CHUNK_BYTES;
        }
        this.chunks = firstChunk[pictures];
        this.bytes = new int[chunks];
        this.pictureOf = new int[chunks];
        this.stripeOf = new byte[chunks];
        this.emitMicros = new long[chunks];
        for (int picture = 0; picture < pictures; picture++) {
            cut(picture, sizes[picture], plan.isGopStriped());
        }
        this.emitOrder = order(plan.isGopStriped());
        this.nextOfStripe = nextOfStripe();
    }

    private int[] pictureBytes(StreamPlan plan, RandomGenerator random) {
        double perPicture = plan.bitsPerSecond() / 8.0 / plan.framesPerSecond();
        double weights = picturesPerGop - 1 + KEY_PICTURE_WEIGHT;
        double unit = perPicture * picturesPerGop / weights;
        int[] sizes = new int[pictures];
        for (int picture = 0; picture < pictures; picture++) {
            double weight = picture % picturesPerGop == 0 ? KEY_PICTURE_WEIGHT : 1;
            double varied = 1 + SIZE_DEVIATION * Math.max(-2, Math.min(2, random.nextGaussian()));
            sizes[picture] = Math.max(64, (int) (unit * weight * varied));
        }
        return sizes;
    }

    private void cut(int picture, int size, boolean isGopStriped) {
        int left = size;
        for (int chunk = firstChunk[picture]; chunk < firstChunk[picture + 1]; chunk++) {
            bytes[chunk] = Math.min(left, MAX_CHUNK_BYTES) + HEADER_BYTES;
            left -= MAX_CHUNK_BYTES;
            pictureOf[chunk] = picture;
            int gop = picture / picturesPerGop;
            stripeOf[chunk] = (byte) ((isGopStriped ? gop : chunk) % stripes);
            long wholeMicros = (picture + 1) * pictureMicros;
            long gopMicros = (long) gop * picturesPerGop * pictureMicros;
            emitMicros[chunk] = isGopStriped ? gopMicros + (wholeMicros - gopMicros) * stripes : wholeMicros;
        }
    }

    private int[] order(boolean isGopStriped) {
        int[] order = new int[chunks];
        Arrays.setAll(order, chunk -> chunk);
        if (isGopStriped) {
            long[] keys = new long[chunks];
            Arrays.setAll(keys, chunk -> emitMicros[chunk] << 24 | chunk);
            Arrays.sort(keys);
            Arrays.setAll(order, i -> (int) (keys[i] & 0xff_ffff));
        }
        return order;
    }

    private int[] nextOfStripe() {
        int[] next = new int[(chunks + 1) * stripes];
        Arrays.fill(next, chunks * stripes, next.length, Integer.MAX_VALUE);
        for (int chunk = chunks - 1; chunk >= 0; chunk--) {
            System.arraycopy(next, (chunk + 1) * stripes, next, chunk * stripes, stripes);
            next[chunk * stripes + stripeOf[chunk]] = chunk;
        }
        return next;
    }

    /** The first chunk of a stripe from that one on; {@link Integer#MAX_VALUE} beyond the end. */
    int next(int stripe, int from) {
        return from >= chunks ? Integer.MAX_VALUE : nextOfStripe[from * stripes + stripe];
    }

    /** The chunk that leaves the source as the n-th. */
    int emitted(int n) {
        return emitOrder[n];
    }

    long emitMicros(int chunk) {
        return emitMicros[chunk];
    }

    /** When the picture was ingested. */
    long ingestMicros(int picture) {
        return picture * pictureMicros;
    }

    long pictureMicros() {
        return pictureMicros;
    }

    boolean isKeyframe(int chunk) {
        int picture = pictureOf[chunk];
        return picture % picturesPerGop == 0 && firstChunk[picture] == chunk;
    }

    int picturesPerGop() {
        return picturesPerGop;
    }
}
