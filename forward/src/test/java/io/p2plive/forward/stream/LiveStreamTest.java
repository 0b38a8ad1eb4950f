/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.stream;

import static io.p2plive.forward.testing.TestChunks.end;
import static io.p2plive.forward.testing.TestChunks.gop;
import static io.p2plive.forward.testing.TestChunks.sequences;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.forward.testing.TestChunks;
import io.p2plive.forward.testing.TestForward;
import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.NodeMessage.ForwardStream;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.protocol.StreamState;
import io.p2plive.testing.FakeLoop;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private static final StreamName LIVE = StreamName.DEFAULT;

    private final FakeLoop loop = new FakeLoop();
    private final HeardAudience heard = new HeardAudience();
    private final LiveStreams<HeardAudience> streams = new LiveStreams<>(() -> loop, its -> heard, TestForward.STREAMS);
    private LiveStream<HeardAudience> stream;

    @BeforeEach
    void watch() throws ProtocolException {
        stream = streams.watch(LIVE);
    }

    private Source open(long epoch) throws ProtocolException {
        return open(epoch, TestChunks.STRIPES);
    }

    private Source open(long epoch, int stripes) throws ProtocolException {
        Source source = streams.open(new RelayMessage.Open(0, LIVE, epoch, StreamFormat.MPEG1, stripes));
        loop.runTasks();
        return source;
    }

    private void publish(Source source, List<Chunk> chunks) {
        source.publish(chunks, () -> {});
        loop.runTasks();
    }

    private Backlog catchUp(LinkMessage.Position from) {
        AtomicReference<Backlog> backlog = new AtomicReference<>();
        stream.catchUp(from, (audience, found) -> backlog.set(found));
        loop.runTasks();
        return backlog.get();
    }

    private ForwardStream summary() {
        var summary = stream.summary().toCompletableFuture();
        loop.runTasks();
        return summary.join();
    }

    @Test
    void isWaitingUntilItIsOpened() throws ProtocolException {
        assertEquals(StreamState.WAITING, catchUp(null).stream().state());
        assertTrue(catchUp(null).awaitsKeyframe());

        open(7);

        assertEquals(List.of("live/2"), heard.states);
    }

    @Test
    void givesTheRunningGopToNewcomers() throws ProtocolException {
        Source source = open(7);
        publish(source, gop(7, 0, 5));
        publish(source, gop(7, 5, 3));

        Backlog backlog = catchUp(null);

        assertEquals(List.of(5L, 6L, 7L), sequences(backlog.chunks()));
        assertFalse(backlog.awaitsKeyframe());
    }

    @Test
    void replacesASmallerEpochByAGreaterOne() throws ProtocolException {
        Source former = open(7);
        publish(former, gop(7, 0, 5));

        Source later = open(8);
        assertTrue(catchUp(null).chunks().isEmpty());
        publish(former, gop(7, 5, 1));
        publish(later, gop(8, 0, 2));

        assertEquals(2, heard.epochs);
        assertEquals(7, heard.chunks.size());
        assertEquals(8, heard.chunks.get(6).epoch());
        assertEquals(2, catchUp(null).chunks().size());
    }

    @Test
    void ignoresASmallerEpoch() throws ProtocolException {
        Source current = open(8);
        publish(current, gop(8, 0, 2));

        Source stale = open(7);
        publish(stale, gop(7, 0, 9));
        stale.lose();
        loop.runTasks();

        assertEquals(List.of(0L, 1L), heard.sequences());
        assertEquals(List.of("live/2"), heard.states);
    }

    @Test
    void goesOnWithoutDuplicatesWhenAnotherLinkBringsTheSameEpoch() throws ProtocolException {
        Source first = open(7);
        publish(first, gop(7, 0, 4));
        first.lose();

        Source second = open(7);
        publish(second, gop(7, 0, 6));

        assertEquals(List.of(0L, 1L, 2L, 3L, 4L, 5L), heard.sequences());
        assertEquals(List.of("live/2", "waiting/2", "live/2"), heard.states);
        assertEquals(1, heard.epochs);
    }

    @Test
    void staysLiveWhileOneOfTwoLinksOfTheEpochIsThere() throws ProtocolException {
        Source first = open(7);
        Source second = open(7);

        first.lose();
        publish(second, gop(7, 0, 2));

        assertEquals(List.of("live/2"), heard.states);
        assertEquals(List.of(0L, 1L), heard.sequences());
    }

    @Test
    void keepsTheGopWhileTheLinkIsLost() throws ProtocolException {
        Source source = open(7);
        publish(source, gop(7, 0, 4));

        source.lose();

        assertEquals(4, catchUp(null).chunks().size());
        assertEquals(StreamState.WAITING, catchUp(null).stream().state());
    }

    @Test
    void isAwayWhenTheBroadcasterFinishedOrVanished() throws ProtocolException {
        open(7).close(CloseReason.ENDED);
        open(8).close(CloseReason.LOST);
        loop.runTasks();

        assertEquals(List.of("live/2", "away/2", "live/2", "away/2"), heard.states);
    }

    @Test
    void isWaitingBetweenAReplacedEpochAndTheNext() throws ProtocolException {
        open(7).close(CloseReason.REPLACED);
        open(8);

        assertEquals(List.of("live/2", "waiting/2", "live/2"), heard.states);
    }

    @Test
    void takesNothingAfterTheEndOfItsEpoch() throws ProtocolException {
        Source source = open(7);
        publish(source, gop(7, 0, 2));
        publish(source, List.of(end(7, 2)));

        publish(source, gop(7, 3, 2));
        open(7);

        assertEquals(List.of(0L, 1L, 2L), heard.sequences());
    }

    @Test
    void tellsWhenTheNumberOfStripesChanges() throws ProtocolException {
        open(7, 2);
        open(8, 4);

        assertEquals(List.of("live/2", "live/4"), heard.states);
    }

    @Test
    void ignoresALinkThatCutsTheSameEpochIntoOtherStripes() throws ProtocolException {
        open(7, 2);
        Source other = open(7, 1);

        publish(other, gop(7, 0, 1));

        assertTrue(heard.chunks.isEmpty());
    }

    @Test
    void resumesFromASequenceThatIsStillHeld() throws ProtocolException {
        Source source = open(7);
        publish(source, gop(7, 0, 4));
        publish(source, gop(7, 4, 4));

        assertEquals(
                List.of(2L, 3L, 4L, 5L, 6L, 7L),
                sequences(catchUp(new LinkMessage.Position(7, 2)).chunks()));
    }

    @Test
    void beginsAtTheLatestKeyframeWhenTheSequenceIsNoLongerHeld() throws ProtocolException {
        Source source = open(7);
        publish(source, gop(7, 100, 4));
        publish(source, gop(7, 104, 2));

        assertEquals(
                List.of(104L, 105L),
                sequences(catchUp(new LinkMessage.Position(7, 3)).chunks()));
        assertEquals(
                List.of(104L, 105L),
                sequences(catchUp(new LinkMessage.Position(6, 101)).chunks()));
    }

    @Test
    void sendsWhatComesToWhoIsAheadOfIt() throws ProtocolException {
        Source source = open(7);
        publish(source, gop(7, 0, 4));

        Backlog backlog = catchUp(new LinkMessage.Position(7, 4));

        assertTrue(backlog.chunks().isEmpty());
        assertFalse(backlog.awaitsKeyframe());
    }

    @Test
    void sendsNothingOfAnEpochThatTheViewerHasLeftBehind() throws ProtocolException {
        Source source = open(7);
        publish(source, gop(7, 0, 4));

        Backlog backlog = catchUp(new LinkMessage.Position(8, 0));

        assertTrue(backlog.chunks().isEmpty());
        assertTrue(backlog.awaitsKeyframe());
    }

    private LiveStream.Found find(long epoch, Long... sequences) {
        AtomicReference<LiveStream.Found> found = new AtomicReference<>();
        stream.find(new LinkMessage.Request(epoch, List.of(sequences)), (audience, answer) -> found.set(answer));
        loop.runTasks();
        return found.get();
    }

    @Test
    void findsSingleChunksAndNamesTheMissing() throws ProtocolException {
        publish(open(7), gop(7, 0, 4));

        assertEquals(List.of(1L), sequences(find(7, 1L, 9L).chunks()));
        assertEquals(List.of(9L), find(7, 1L, 9L).missing());
        assertEquals(List.of(1L), find(6, 1L).missing());
    }

    @Test
    void saysWhenChunksAreThroughEvenIfTheyAreIgnored() throws ProtocolException {
        Source stale = open(7);
        open(8);
        AtomicInteger taken = new AtomicInteger();

        stale.publish(gop(7, 0, 1), taken::incrementAndGet);
        loop.runTasks();

        assertEquals(1, taken.get());
    }

    @Test
    void refusesAChunkOfAnotherEpochOrFormat() throws ProtocolException {
        Source source = open(7);

        byte[] other = TestChunks.keyframe(8, 0).wire();
        assertThrows(ProtocolException.class, () -> source.parse(other));
        assertThrows(ProtocolException.class, () -> source.parse(new byte[3]));
    }

    @Test
    void tellsItsPlaceInItsSummary() throws ProtocolException {
        assertEquals(new ForwardStream(LIVE, StreamState.WAITING, 0, 0, 0, 0), summary());

        publish(open(7), gop(7, 0, 4));

        assertEquals(new ForwardStream(LIVE, StreamState.LIVE, 7, 3, 2, 0), summary());
    }
}
