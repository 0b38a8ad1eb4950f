/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.micro;

import io.netty.buffer.Unpooled;
import io.p2plive.bench.signaling.Words;
import io.p2plive.id.ViewerId;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.SwarmMessage.Edge;
import io.p2plive.protocol.SwarmMessage.ForwardSource;
import io.p2plive.protocol.SwarmMessage.FromViewer;
import io.p2plive.protocol.SwarmMessage.Signal;
import io.p2plive.protocol.SwarmMessage.Sources;
import io.p2plive.tracker.signaling.Envelope;
import io.p2plive.tracker.swarm.PassedOn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a viewer and its tracker say, from bytes and to bytes. Confined to JMH's thread. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
    private static final ViewerId ONE = new ViewerId("0123456789abcdef0123456789abcdef");
    private static final ViewerId OTHER = new ViewerId("fedcba9876543210fedcba9876543210");

    private final byte[] join = bytes(Words.join(ONE.value()));
    private final byte[] statistics = bytes(Words.statistics(ONE.value(), OTHER.value()));
    private final byte[] offer = bytes(Words.signal("offer", OTHER.value(), Words.OFFER));
    private final byte[] candidate = bytes(Words.signal("candidate", OTHER.value(), Words.CANDIDATE));
    private final Sources sources = new Sources(
            7,
            new ForwardSource("forward", "ws://localhost:9998/?stream=live", List.of(1)),
            List.of(new Edge(0, ONE), new Edge(1, OTHER)),
            List.of(new Edge(0, OTHER), new Edge(0, ONE)),
            ONE,
            List.of(OTHER));

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A join comes. */
    @Benchmark
    public FromViewer join() throws ProtocolException {
        return MessageCodec.read(join, FromViewer.class);
    }

    /** Statistics come. */
    @Benchmark
    public FromViewer statistics() throws ProtocolException {
        return MessageCodec.read(statistics, FromViewer.class);
    }

    /** Sources are told. */
    @Benchmark
    public byte[] sources() {
        return MessageCodec.writeBytes(sources);
    }

    /** An offer is passed on as a message that is understood: parsed, and written anew. */
    @Benchmark
    public byte[] offerParsed() throws ProtocolException {
        Signal signal = (Signal) MessageCodec.read(offer, FromViewer.class);
        return MessageCodec.writeBytes(signal.from(ONE));
    }

    /** An offer is passed on by its envelope. */
    @Benchmark
    public PassedOn offerPassedOn() {
        return Envelope.open(Unpooled.wrappedBuffer(offer), ONE);
    }

    /** A candidate, likewise. */
    @Benchmark
    public PassedOn candidatePassedOn() {
        return Envelope.open(Unpooled.wrappedBuffer(candidate), ONE);
    }

    /** A candidate as a message that is understood. */
    @Benchmark
    public byte[] candidateParsed() throws ProtocolException {
        Signal signal = (Signal) MessageCodec.read(candidate, FromViewer.class);
        return MessageCodec.writeBytes(signal.from(ONE));
    }
}
