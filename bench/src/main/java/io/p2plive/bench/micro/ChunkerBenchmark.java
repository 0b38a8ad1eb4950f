/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.micro;

import io.p2plive.coordinate.chunk.Chunker;
import io.p2plive.coordinate.chunk.MediaProbe;
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

    private byte[] stream;
    private Chunker chunker;
    private int at;
    private long cut;

    /** Lets ffmpeg make the stream. */
    @Setup
    public void prepare() throws IOException, InterruptedException, UnsupportedMediaException {
        stream = TestStream.of(format);
        MediaProbe probe = new MediaProbe();
        Optional<MediaProbe.Verdict> verdict = Optional.empty();
        for (; verdict.isEmpty(); at += readBytes) {
            verdict = probe.feed(stream, at, readBytes);
        }
        chunker = verdict.get().chunker((flags, bytes, offset, length) -> cut += length);
        probe.replayTo(chunker);
    }

    /** A megabit of bytes to pieces at the edges of pictures; every byte is looked at for start codes. */
    @Benchmark
    public long megabit() throws UnsupportedMediaException {
        for (int fed = 0; fed < MEGABIT_BYTES; ) {
            // Round and round: whole reads only, each round begins with a sequence header.
            int length = Math.min(readBytes, stream.length - at);
            chunker.feed(stream, at, length);
            at = at + length == stream.length ? 0 : at + length;
            fed += length;
        }
        return cut;
    }
}
