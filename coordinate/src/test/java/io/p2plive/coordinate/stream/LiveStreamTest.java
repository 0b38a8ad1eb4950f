/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.stream;

import static io.p2plive.coordinate.stream.Pushes.epoch;
import static io.p2plive.coordinate.stream.Pushes.keyframe;
import static io.p2plive.coordinate.stream.Pushes.picture;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.p2plive.id.StreamName;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.StreamState;
import io.p2plive.testing.FakeLoop;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveStreamTest {
    private final FakeLoop loop = new FakeLoop();
    private final LiveStream stream = new LiveStream(StreamName.DEFAULT, loop, 1_000);
    private final RecordingOutlet outlet = new RecordingOutlet();

    private List<String> heard() {
        loop.runTasks();
        return outlet.takeHeard();
    }

    @Test
    void isWaitingUntilTheFirstPush() {
        assertEquals(StreamState.WAITING, stream.summary().state());
        assertNull(stream.summary().format());
        stream.attach(outlet);
        assertEquals(List.of(), heard());
    }

    @Test
    void carriesAPushFromItsBeginToItsEnd() {
        stream.attach(outlet);
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        stream.publish(picture(7, 1));
        stream.end(epoch(7), CloseReason.ENDED);
        assertEquals(List.of("open live 7", "chunk live 7/0", "chunk live 7/1", "close live ended"), heard());
        assertEquals(StreamState.AWAY, stream.summary().state());
        assertEquals(7, stream.summary().epoch());
    }

    @Test
    void givesTheRunningGopToWhoComesInTheMiddle() {
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        stream.publish(picture(7, 1));
        stream.publish(keyframe(7, 2));
        stream.publish(picture(7, 3));
        stream.attach(outlet);
        stream.publish(picture(7, 4));
        assertEquals(List.of("open live 7", "chunk live 7/2", "chunk live 7/3", "chunk live 7/4"), heard());
    }

    @Test
    void freesAGopOnceTheNextOneRuns() {
        Parcel first = keyframe(7, 0);
        Parcel second = keyframe(7, 1);
        ByteBuf ofFirst = first.frames();
        ByteBuf ofSecond = second.frames();
        stream.begin(epoch(7));
        stream.publish(first);
        loop.runTasks();
        assertEquals(2, ofFirst.refCnt(), "this test's, and the running GOP's");
        stream.publish(second);
        loop.runTasks();
        assertEquals(1, ofFirst.refCnt());
        stream.end(epoch(7), CloseReason.LOST);
        loop.runTasks();
        assertEquals(1, ofSecond.refCnt());
    }

    @Test
    void givesNothingOfAGopThatOutgrewItsBound() {
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        for (int i = 1; i < 12; i++) {
            stream.publish(picture(7, i));
        }
        stream.attach(outlet);
        assertEquals(List.of("open live 7"), heard());
        stream.publish(keyframe(7, 12));
        assertEquals(List.of("chunk live 7/12"), heard());
    }

    @Test
    void attachesOnlyOnce() {
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        stream.attach(outlet);
        stream.attach(outlet);
        stream.publish(picture(7, 1));
        assertEquals(List.of("open live 7", "chunk live 7/0", "chunk live 7/1"), heard());
    }

    @Test
    void givesNothingToWhoIsDetachedHoweverOften() {
        stream.attach(outlet);
        stream.detach(outlet);
        stream.detach(outlet);
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        assertEquals(List.of(), heard());
        stream.attach(outlet);
        assertEquals(List.of("open live 7", "chunk live 7/0"), heard());
    }

    @Test
    void closesTheFormerPushWhenANewOneTakesItsPlace() {
        stream.attach(outlet);
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        stream.begin(epoch(8));
        assertEquals(List.of("open live 7", "chunk live 7/0", "close live replaced", "open live 8"), heard());
        assertEquals(8, stream.summary().epoch());
    }

    @Test
    void ignoresWhatComesLateOfAFormerPush() {
        stream.attach(outlet);
        stream.begin(epoch(7));
        stream.begin(epoch(8));
        heard();
        stream.publish(picture(7, 5));
        stream.end(epoch(7), CloseReason.REPLACED);
        stream.begin(epoch(7));
        stream.begin(epoch(8));
        assertEquals(List.of(), heard());
        assertEquals(StreamState.LIVE, stream.summary().state());
    }

    @Test
    void keepsNothingOfTheFormerPushForLateComers() {
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        stream.begin(epoch(8));
        stream.attach(outlet);
        assertEquals(List.of("open live 8"), heard());
    }

    @Test
    void isSilentToLateComersWhileTheBroadcasterIsAway() {
        stream.begin(epoch(7));
        stream.publish(keyframe(7, 0));
        stream.end(epoch(7), CloseReason.LOST);
        stream.publish(picture(7, 1));
        stream.attach(outlet);
        assertEquals(List.of(), heard());
        stream.begin(epoch(8));
        assertEquals(List.of("open live 8"), heard());
    }

    @Test
    void endsOnlyOnce() {
        stream.attach(outlet);
        stream.begin(epoch(7));
        stream.end(epoch(7), CloseReason.LOST);
        stream.end(epoch(7), CloseReason.ENDED);
        assertEquals(List.of("open live 7", "close live lost"), heard());
    }

    @Test
    void countsWhatFlowed() {
        stream.begin(epoch(7));
        for (int i = 0; i <= 20; i++) {
            stream.publish(i % 10 == 0 ? keyframe(7, i) : picture(7, i));
            loop.runTasks();
            loop.advanceMillis(100);
        }
        assertEquals(21, stream.figures().chunks());
        assertEquals(21 * 131, stream.figures().bytes());
        assertEquals(3, stream.figures().keyframes());
        assertEquals(10_480, stream.figures().bitsPerSecond(), 1_000, "131 bytes ten times a second");
        stream.begin(epoch(8));
        loop.runTasks();
        assertEquals(0, stream.figures().chunks(), "a new push counts anew");
    }
}
