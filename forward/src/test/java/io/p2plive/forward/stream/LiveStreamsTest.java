/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.p2plive.id.StreamName;
import io.p2plive.protocol.NodeMessage.ForwardStream;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.testing.FakeLoop;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveStreamsTest {
    private static final int MAX_STREAMS = 3;
    private static final int MAX_WAITING = 2;
    private static final int IDLE_MILLIS = 5_000;

    private final FakeLoop loop = new FakeLoop();
    private final LiveStreams<HeardAudience> streams = new LiveStreams<>(
            () -> loop,
            loop -> new HeardAudience(),
            new StreamLimits(1 << 20, 1 << 20, 10_000, IDLE_MILLIS, MAX_STREAMS, MAX_WAITING));

    private static StreamName name(String value) {
        return new StreamName(value);
    }

    private Source open(String name) throws ProtocolException {
        return streams.open(new RelayMessage.Open(0, name(name), 1, StreamFormat.MPEG1, 2));
    }

    private List<String> names() {
        var summaries = streams.summaries().toCompletableFuture();
        loop.runTasks();
        return summaries.join().stream()
                .map(ForwardStream::name)
                .map(StreamName::value)
                .sorted()
                .toList();
    }

    @Test
    void givesAllWatchersOfANameTheSameStream() throws ProtocolException {
        assertSame(streams.watch(name("a")), streams.watch(name("a")));
    }

    @Test
    void refusesNamesThatNobodyPushesBeyondTheirLimit() throws ProtocolException {
        streams.watch(name("a"));
        streams.watch(name("b"));

        ProtocolException refusal = assertThrows(ProtocolException.class, () -> streams.watch(name("c")));

        assertEquals(RefusalReason.TOO_MANY_STREAMS, refusal.reason());
        assertEquals(List.of("a", "b"), names());
    }

    @Test
    void forgetsANameThatWasOnlyWaitedForWithItsLastWatcher() throws ProtocolException {
        streams.watch(name("a"));
        streams.watch(name("a"));
        streams.watch(name("b"));

        streams.leave(name("a"));
        assertEquals(List.of("a", "b"), names());
        streams.leave(name("a"));

        assertEquals(List.of("b"), names());
        streams.watch(name("c"));
    }

    @Test
    void refusesStreamsBeyondTheirLimit() throws ProtocolException {
        for (int i = 0; i < MAX_STREAMS; i++) {
            open("s" + i);
        }

        ProtocolException refusal = assertThrows(ProtocolException.class, () -> open("more"));

        assertEquals(RefusalReason.TOO_MANY_STREAMS, refusal.reason());
        assertEquals(MAX_STREAMS, names().size());
    }

    @Test
    void keepsThoseWhoWaitWhenTheirStreamIsRefused() throws ProtocolException {
        LiveStream<HeardAudience> awaited = streams.watch(name("awaited"));
        for (int i = 0; i < MAX_STREAMS; i++) {
            open("s" + i);
        }

        assertThrows(ProtocolException.class, () -> open("awaited"));

        assertSame(awaited, streams.watch(name("awaited")));
    }

    @Test
    void givesThePlaceOfAWaitingNameBackWhenItIsPushed() throws ProtocolException {
        streams.watch(name("a"));
        streams.watch(name("b"));
        open("a");

        streams.watch(name("c"));

        assertEquals(List.of("a", "b", "c"), names());
    }

    @Test
    void remembersAPushedStreamForAWhile() throws ProtocolException {
        LiveStream<HeardAudience> first = streams.watch(name("a"));
        open("a").lose();
        streams.leave(name("a"));

        loop.advanceMillis(IDLE_MILLIS - 1_500);
        assertSame(first, streams.watch(name("a")));
        streams.leave(name("a"));
        loop.advanceMillis(IDLE_MILLIS + 1_500);

        assertEquals(List.of(), names());
        assertNotSame(first, streams.watch(name("a")));
    }
}
