/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.micro;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.p2plive.coordinate.chunk.Chunker;
import io.p2plive.coordinate.chunk.MediaProbe;
import io.p2plive.coordinate.chunk.PieceSink;
import io.p2plive.coordinate.chunk.UnsupportedMediaException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The chunkers on a megabit of a real stream, in pieces as a socket gives them. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ChunkerBenchmark {
    private static final int MEGABIT_BYTES = 125_000;

    /** As ffmpeg names it. */
    @Param({"mpeg1video", "mpegts"})
    public String format;

    /** Bytes that come at once. */
    @Param({"1448", "16384"})
    public int readBytes;

    private ByteBuf stream;
    private Chunker chunker;
    private int at;
    private long cut;

    /** Lets ffmpeg make the stream. */
    @Setup
    public void prepare() throws IOException, InterruptedException, UnsupportedMediaException {
        byte[] bytes = TestStream.of(format);
        stream = Unpooled.directBuffer(bytes.length).writeBytes(bytes);
        MediaProbe probe = new MediaProbe();
        Optional<MediaProbe.Verdict> verdict = Optional.empty();
        for (; verdict.isEmpty(); at += readBytes) {
            verdict = probe.feed(stream.slice(at, readBytes));
        }
        chunker = verdict.get().chunker(new PieceSink() {
            @Override
            public void append(ByteBuf bytes, int index, int length) {
                cut += length;
            }

            @Override
            public void cut(int flags) {
                cut += flags;
            }
        });
        probe.replayTo(chunker);
    }

    /** A megabit of bytes to pieces at the edges of pictures; every byte is looked at for start codes. */
    @Benchmark
    public long megabit() throws UnsupportedMediaException {
        for (int fed = 0; fed < MEGABIT_BYTES; ) {
            // Round and round: whole reads only, each round begins with a sequence header.
            int length = Math.min(readBytes, stream.readableBytes() - at);
            chunker.feed(stream.slice(at, length));
            at = at + length == stream.readableBytes() ? 0 : at + length;
            fed += length;
        }
        return cut;
    }
}
