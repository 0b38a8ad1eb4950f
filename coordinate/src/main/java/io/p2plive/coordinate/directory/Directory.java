/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.directory;

import io.p2plive.loop.Loop;
import io.p2plive.net.HostPort;
import io.p2plive.protocol.NodeMessage.Registration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trackers that live, each for as long as it shows that it does, in memory. Their forwards stay wanted for a while
 * longer: viewers watch there on, and a tracker that comes back finds them as it left them.
 *
 * <p>Confined to {@code loop}.
 */
public final class Directory {
    private static final Logger log = LoggerFactory.getLogger(Directory.class);
    /** How long the forwards of a tracker that was lost, or left, are still fed. */
    private static final long ORPHAN_NANOS = TimeUnit.MINUTES.toNanos(10);

    private final Loop loop;
    private final long expiryNanos;
    private final int maxTrackers;
    private final Consumer<Set<HostPort>> onForwards;
    private final Map<String, TrackerEntry> trackers = new LinkedHashMap<>();
    /** Those that were lost or left, by name. */
    private final Map<String, TrackerEntry> gone = new LinkedHashMap<>();

    private Set<HostPort> forwards = Set.of();

    /**
     * Nobody is there yet.
     *
     * @param onForwards hears the whole set of forwards at each change, on the loop
     */
    public Directory(Loop loop, long expiryMillis, int maxTrackers, Consumer<Set<HostPort>> onForwards) {
        this.loop = loop;
        this.expiryNanos = TimeUnit.MILLISECONDS.toNanos(expiryMillis);
        this.maxTrackers = maxTrackers;
        this.onForwards = onForwards;
    }

    /** Looks for trackers that fell silent, from now on. */
    public void start(long everyMillis) {
        loop.repeat(everyMillis, this::onExpire);
    }

    /**
     * A tracker registers; one of the same name is replaced.
     *
     * @param address as the socket says
     * @return whether there was room
     */
    public boolean register(Registration registration, String address) {
        assert loop.isCurrent();
        boolean isKnown =
                trackers.values().removeIf(entry -> entry.registration().name().equals(registration.name()))
                        || trackers.containsKey(registration.id());
        if (!isKnown && trackers.size() >= maxTrackers) {
            return false;
        }
        gone.remove(registration.name());
        put(registration, address);
        log.info(
                "tracker registered name={} region={} address={} forwards={}",
                registration.name(),
                registration.region(),
                address,
                registration.forwards().size());
        return true;
    }

    /**
     * A tracker shows that it lives.
     *
     * @return false when it is not registered, or not any more
     */
    public boolean heartbeat(Registration registration, String address) {
        assert loop.isCurrent();
        if (!trackers.containsKey(registration.id())) {
            return false;
        }
        put(registration, address);
        return true;
    }

    private void put(Registration registration, String address) {
        trackers.put(registration.id(), TrackerEntry.of(registration, address, loop.nanoTime()));
        refreshForwards();
    }

    /** A tracker leaves; harmless when it is not there. */
    public void leave(String id) {
        assert loop.isCurrent();
        TrackerEntry left = trackers.remove(id);
        if (left != null) {
            log.info("tracker left name={}", left.registration().name());
            keepForwards(left);
            refreshForwards();
        }
    }

    private void keepForwards(TrackerEntry entry) {
        if (gone.size() < maxTrackers) {
            gone.put(entry.registration().name(), entry);
        }
    }

    private void onExpire() {
        assert loop.isCurrent();
        long now = loop.nanoTime();
        boolean anyExpired = gone.values().removeIf(entry -> now - entry.seenNanos() > ORPHAN_NANOS);
        for (TrackerEntry entry : trackers()) {
            if (now - entry.seenNanos() > expiryNanos) {
                log.warn(
                        "tracker lost name={} reason=silent",
                        entry.registration().name());
                trackers.remove(entry.registration().id());
                keepForwards(entry);
                anyExpired = true;
            }
        }
        if (anyExpired) {
            refreshForwards();
        }
    }

    private void refreshForwards() {
        Set<HostPort> listed = new LinkedHashSet<>();
        trackers.values().forEach(entry -> entry.addForwardsTo(listed));
        gone.values().forEach(entry -> entry.addForwardsTo(listed));
        if (!listed.equals(forwards)) {
            forwards = Set.copyOf(listed);
            onForwards.accept(forwards);
        }
    }

    /** Everybody who lives. */
    public Collection<TrackerEntry> trackers() {
        assert loop.isCurrent();
        return List.copyOf(trackers.values());
    }
}
