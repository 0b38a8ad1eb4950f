/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.swarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.SwarmMessage.Sources;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import io.p2plive.testing.FakeLoop;
import io.p2plive.tracker.mesh.Assignment;
import io.p2plive.tracker.mesh.Link;
import io.p2plive.tracker.mesh.Origin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AssignmentsTest {
    private static final long SOON_MILLIS = 20;
    private static final ViewerId SELF = id(1);

    private final FakeLoop loop = new FakeLoop();
    private final List<Sources> told = new ArrayList<>();
    private final Map<ViewerId, Member> members = new HashMap<>();
    private final Member member = new Member(SELF, new Outbound(told), true, Origin.NONE, "10.0.0.7");
    private final Assignments assignments = new Assignments(
            StreamName.DEFAULT,
            members,
            new Turns(
                    () -> TimeUnit.NANOSECONDS.toMillis(loop.nanoTime()),
                    loop::execute,
                    task -> loop.schedule(SOON_MILLIS, task)),
            List::of);

    private record Outbound(List<Sources> told) implements Outlet {
        @Override
        public void send(ToViewer message) {
            told.add((Sources) message);
        }

        @Override
        public void pass(PassedOn message) {
            throw new AssertionError("nothing is passed on here");
        }

        @Override
        public void close(int code, String reason) {
            throw new AssertionError("nobody is to go");
        }
    }

    private static ViewerId id(int number) {
        return new ViewerId(String.format("%032x", number));
    }

    /** Pulls both stripes from a forward, and feeds those. */
    private static Assignment feeding(Integer... children) {
        return root(List.of(), children);
    }

    private static Assignment root(List<ViewerId> spares, Integer... children) {
        List<Link> links =
                List.of(children).stream().map(child -> new Link(0, id(child))).toList();
        return new Assignment("edge", List.of(0, 1), List.of(), links, null, spares);
    }

    private void decide(Assignment assignment) {
        assignments.onAssigned(SELF, assignment);
        loop.runTasks();
    }

    private List<ViewerId> children() {
        return told.get(told.size() - 1).children().stream()
                .map(child -> child.viewer())
                .toList();
    }

    @BeforeEach
    void enters() {
        assignments.forwards(List.of(new ForwardEntry("edge", "localhost:9999", "ws://localhost:9998", true)));
        members.put(SELF, member);
        decide(feeding());
        assertEquals(1, told.size());
    }

    @Test
    void strangersToBeFedAreToldOfTogetherAMomentLater() {
        decide(feeding(2));
        decide(feeding(2, 3));
        loop.advanceMillis(SOON_MILLIS - 1);
        assertEquals(1, told.size());

        loop.advanceMillis(1);
        assertEquals(2, told.size());
        assertEquals(List.of(id(2), id(3)), children());
    }

    @Test
    void aStrangerIsToldOfBeforeItsFirstMessageIsPassedOn() {
        decide(feeding(2));
        assignments.hasten(member);
        assertEquals(List.of(id(2)), children());

        loop.advanceMillis(SOON_MILLIS);
        assertEquals(2, told.size());
    }

    @Test
    void whoHasALinkAlreadyMayAskAtOnceAndIsToldOfAtOnce() {
        decide(root(List.of(id(2))));
        loop.advanceMillis(SOON_MILLIS);
        assertEquals(2, told.size());

        decide(root(List.of(), 2));
        assertEquals(List.of(id(2)), children());
    }

    @Test
    void whoWasFedAMomentAgoIsNoStranger() {
        decide(feeding(2));
        decide(feeding());
        decide(feeding(2));
        assertEquals(2, told.size());
    }

    @Test
    void anotherSourceIsToldOfAtOnce() {
        Assignment child = new Assignment("edge", List.of(1), List.of(new Link(0, id(2))), List.of(), null, List.of());
        decide(child);
        assertEquals(1, told.get(1).parents().size());

        decide(feeding());
        assertEquals(List.of(0, 1), told.get(2).forward().stripes());
    }

    @Test
    void anEndedLeaseIsToldOfAMomentLater() {
        Assignment leased = new Assignment("edge", List.of(0), List.of(new Link(0, id(2))), List.of(), null, List.of());
        decide(leased);
        decide(new Assignment(null, List.of(), leased.parents(), List.of(), null, List.of()));
        assertEquals(2, told.size());
        loop.advanceMillis(SOON_MILLIS);
        assertEquals(3, told.size());
    }

    @Test
    void whatWasTakenBackInTimeIsNotToldOf() {
        decide(feeding(2));
        decide(feeding());
        loop.advanceMillis(SOON_MILLIS);
        assertEquals(1, told.size());
    }

    @Test
    void whoIsGoneIsNotTold() {
        decide(feeding(2));
        members.remove(SELF);
        loop.advanceMillis(SOON_MILLIS);
        assertEquals(1, told.size());
    }
}
