/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.directory;

import static io.p2plive.coordinate.directory.Registrations.tracker;
import static io.p2plive.coordinate.directory.Registrations.withForwards;
import static io.p2plive.coordinate.directory.Registrations.withId;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.net.HostPort;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.testing.FakeLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final long EXPIRY_MILLIS = 7_000;
    private static final long ORPHAN_MILLIS = TimeUnit.MINUTES.toMillis(10);
    private static final String ADDRESS = "10.0.0.9";

    private final FakeLoop loop = new FakeLoop();
    private final List<Set<HostPort>> heard = new ArrayList<>();
    private final Directory directory = new Directory(loop, EXPIRY_MILLIS, 3, heard::add);

    private List<String> names() {
        return directory.trackers().stream()
                .map(entry -> entry.registration().name())
                .toList();
    }

    private static Set<HostPort> forwards(String... addresses) {
        return Stream.of(addresses).map(HostPort::parse).collect(Collectors.toSet());
    }

    private Set<HostPort> wanted() {
        return heard.get(heard.size() - 1);
    }

    @Test
    void keepsATrackerThatShowsThatItLives() {
        directory.start(500);
        Registration a = tracker("a", "r");
        directory.register(a, ADDRESS);
        for (int i = 0; i < 20; i++) {
            loop.advanceMillis(2_000);
            assertTrue(directory.heartbeat(a, ADDRESS));
        }
        assertEquals(List.of("a"), names());
    }

    @Test
    void losesATrackerThatFellSilent() {
        directory.start(500);
        Registration a = tracker("a", "r");
        directory.register(a, ADDRESS);
        loop.advanceMillis(EXPIRY_MILLIS);
        assertEquals(List.of("a"), names());
        loop.advanceMillis(600);
        assertEquals(List.of(), names());
        assertFalse(directory.heartbeat(a, ADDRESS), "it has to register again");
    }

    @Test
    void knowsOnlyWhoRegistered() {
        assertFalse(directory.heartbeat(tracker("a", "r"), ADDRESS));
        assertEquals(List.of(), names());
    }

    @Test
    void replacesATrackerOfTheSameName() {
        Registration before = withForwards(tracker("a", "r"), "f1:9999");
        Registration after = withForwards(withId(before, "restarted"), "f2:9999");
        directory.register(before, ADDRESS);
        directory.register(after, ADDRESS);
        assertEquals(List.of("a"), names());
        assertEquals(forwards("f2:9999"), wanted(), "the former's forwards are wanted no more");
        assertFalse(directory.heartbeat(before, ADDRESS));
        directory.leave(before.id());
        assertEquals(List.of("a"), names(), "a late farewell of the former does not touch the new one");
    }

    @Test
    void refusesMoreTrackersThanItMayHold() {
        assertTrue(directory.register(tracker("a", "r"), ADDRESS));
        assertTrue(directory.register(tracker("b", "r"), ADDRESS));
        assertTrue(directory.register(tracker("c", "r"), ADDRESS));
        assertFalse(directory.register(tracker("d", "r"), ADDRESS));
        assertTrue(directory.register(withId(tracker("b", "r"), "restarted"), ADDRESS), "in place of the former");
        assertTrue(directory.register(tracker("c", "other"), ADDRESS), "the same once more");
        assertEquals(3, names().size());
    }

    @Test
    void wantsTheForwardsThatAnyTrackerLists() {
        directory.register(withForwards(tracker("a", "r"), "f1:9999", "f2:9999"), ADDRESS);
        directory.register(withForwards(tracker("b", "r"), "f2:9999", "f3:9999"), ADDRESS);
        assertEquals(forwards("f1:9999", "f2:9999", "f3:9999"), wanted());
        int before = heard.size();
        directory.heartbeat(withForwards(tracker("b", "r"), "f3:9999", "f2:9999"), ADDRESS);
        assertEquals(before, heard.size(), "told at changes only");
        directory.heartbeat(withForwards(tracker("b", "r"), "f3:9999"), ADDRESS);
        assertEquals(before, heard.size(), "the other still lists it");
        directory.heartbeat(withForwards(tracker("a", "r"), "f1:9999"), ADDRESS);
        assertEquals(forwards("f1:9999", "f3:9999"), wanted());
    }

    @Test
    void takesALoopbackForwardForOneOnTheTrackersMachine() {
        directory.register(
                withForwards(tracker("a", "r"), "localhost:9999", "127.0.0.1:9997", ":9996", "f1:9999"), ADDRESS);
        assertEquals(forwards(ADDRESS + ":9999", ADDRESS + ":9997", ADDRESS + ":9996", "f1:9999"), wanted());
    }

    /** Viewers watch on at a forward whose tracker died; so it must be fed on. */
    @Test
    void wantsTheForwardsOfALostTrackerForAWhile() {
        directory.start(500);
        directory.register(withForwards(tracker("a", "r"), "f1:9999"), ADDRESS);
        loop.advanceMillis(EXPIRY_MILLIS + 1_000);
        assertEquals(List.of(), names());
        assertEquals(List.of(forwards("f1:9999")), heard);
        loop.advanceMillis(ORPHAN_MILLIS);
        assertEquals(List.of(forwards("f1:9999"), Set.of()), heard);
    }

    @Test
    void wantsTheForwardsOfATrackerThatLeftForAWhile() {
        directory.start(500);
        Registration a = withForwards(tracker("a", "r"), "f1:9999");
        directory.register(a, ADDRESS);
        directory.leave(a.id());
        directory.leave(a.id());
        assertEquals(List.of(), names());
        assertEquals(List.of(forwards("f1:9999")), heard);
        loop.advanceMillis(ORPHAN_MILLIS + 1_000);
        assertEquals(List.of(forwards("f1:9999"), Set.of()), heard);
    }

    @Test
    void believesATrackerThatReturnsWithOtherForwards() {
        directory.start(500);
        directory.register(withForwards(tracker("a", "r"), "f1:9999"), ADDRESS);
        loop.advanceMillis(EXPIRY_MILLIS + 1_000);
        directory.register(withForwards(withId(tracker("a", "r"), "restarted"), "f2:9999"), ADDRESS);
        assertEquals(forwards("f2:9999"), wanted());
    }

    @Test
    void boundsWhatItRemembersOfTrackersThatAreGone() {
        for (int i = 0; i < 100; i++) {
            Registration one = withForwards(tracker("t" + i, "r"), "f" + i + ":9999");
            directory.register(one, ADDRESS);
            directory.leave(one.id());
        }
        assertEquals(3, wanted().size());
    }
}
