/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.micro;

import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The chunk's codec: made once at coordinate, parsed once at a forward. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ChunkBenchmark {
    private static final Chunk.Header HEADER = new Chunk.Header(
            Chunk.FIRST | Chunk.LAST, 1, 1_790_000_000L, 4_711, 1_790_000_000_000_000L, StreamFormat.MPEG1);

    /** Bytes of payload: a chunk at 1 Mbit/s, and the greatest. */
    @Param({"4136", "16256"})
    public int payloadBytes;

    private byte[] payload;
    private byte[] wire;

    /** Makes one chunk. */
    @Setup
    public void prepare() {
        payload = new byte[payloadBytes];
        wire = Chunk.of(HEADER, payload, 0, payload.length).wire();
    }

    /** Payload to chunk: one copy. */
    @Benchmark
    public Chunk encode() {
        return Chunk.of(HEADER, payload, 0, payload.length);
    }

    /** Bytes to chunk: every check of docs/protocol.md §1, no copy. */
    @Benchmark
    public Chunk decode() throws ProtocolException {
        return Chunk.parse(wire, 2);
    }
}
