/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.forwards;

import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.NodeMessage.ForwardEntry;
import io.p2plive.protocol.NodeMessage.ForwardLoad;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.tracker.http.NodeClient;
import io.p2plive.tracker.http.NodeClient.Reply;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every forward once a second how it is, and tells when the list, or who lives, has changed.
 *
 * <p>Confined to {@code control}, but for its public methods, which are safe from any thread.
 */
public final class ForwardMonitor {
    private static final Logger log = LoggerFactory.getLogger(ForwardMonitor.class);
    private static final long POLL_MILLIS = 1_000;
    private static final long TIMEOUT_MILLIS = 1_000;

    private final NodeClient client;
    private final ScheduledExecutorService control;
    private final Consumer<List<ForwardEntry>> listener;
    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private List<ForwardEntry> told = List.of();
    private volatile Map<String, ForwardLoad> loads = Map.of();

    /**
     * Watches nothing yet.
     *
     * @param control one thread, for short tasks
     * @param listener called on that thread
     */
    public ForwardMonitor(NodeClient client, ScheduledExecutorService control, Consumer<List<ForwardEntry>> listener) {
        this.client = client;
        this.control = control;
        this.listener = listener;
    }

    private static final class Watched {
        private final ForwardAddress address;
        private final Health health = new Health();
        private boolean isAsked;
        private ForwardLoad load;

        private Watched(ForwardAddress address) {
            this.address = address;
        }
    }

    /**
     * Begins to watch.
     *
     * @return completes when every forward has answered or failed once
     */
    public CompletableFuture<Void> start(List<ForwardAddress> addresses) {
        CompletableFuture<Void> firstRound = new CompletableFuture<>();
        control.execute(() -> {
            onList(addresses);
            CompletableFuture.allOf(pollAll()).whenComplete((done, failure) -> firstRound.complete(null));
        });
        control.scheduleWithFixedDelay(this::pollAll, POLL_MILLIS, POLL_MILLIS, TimeUnit.MILLISECONDS);
        return firstRound;
    }

    /** Takes another list; forwards that stay as they are listed keep their state. */
    public void replace(List<ForwardAddress> addresses) {
        control.execute(() -> {
            onList(addresses);
            pollAll();
        });
    }

    /** What the forwards said last, by their names here. */
    public Map<String, ForwardLoad> loads() {
        return loads;
    }

    private void onList(List<ForwardAddress> addresses) {
        Map<String, Watched> before = new LinkedHashMap<>(watched);
        watched.clear();
        for (ForwardAddress address : addresses) {
            Watched known = before.get(address.name());
            boolean isSame = known != null && known.address.equals(address);
            watched.put(address.name(), isSame ? known : new Watched(address));
        }
        tell();
    }

    private CompletableFuture<?>[] pollAll() {
        List<CompletableFuture<?>> polls = new ArrayList<>();
        for (Watched forward : watched.values()) {
            if (!forward.isAsked) {
                polls.add(poll(forward));
            }
        }
        return polls.toArray(CompletableFuture[]::new);
    }

    private CompletableFuture<?> poll(Watched forward) {
        forward.isAsked = true;
        HttpRequest request = HttpRequest.newBuilder(forward.address.load())
                .header("Accept", "application/json")
                .build();
        return client.ask(request, TIMEOUT_MILLIS)
                .handleAsync(
                        (reply, failure) -> {
                            onAnswer(forward, reply);
                            return null;
                        },
                        control);
    }

    /** A null reply is a failure. */
    private void onAnswer(Watched forward, Reply reply) {
        forward.isAsked = false;
        ForwardLoad load = read(forward, reply);
        boolean wasAlive = forward.health.isAlive();
        if (load == null) {
            forward.health.onFailure();
        } else {
            forward.load = load;
            forward.health.onAnswer();
        }
        if (forward.health.isAlive() != wasAlive) {
            log.info("forward {} forward={}", wasAlive ? "lost" : "alive", forward.address.name());
        }
        tell();
    }

    private static ForwardLoad read(Watched forward, Reply reply) {
        if (reply == null || reply.status() != 200) {
            return null;
        }
        try {
            return MessageCodec.read(reply.body(), ForwardLoad.class);
        } catch (ProtocolException e) {
            log.debug("no load forward={} message=\"{}\"", forward.address.name(), e.getMessage());
            return null;
        }
    }

    private void tell() {
        Map<String, ForwardLoad> latest = new LinkedHashMap<>();
        List<ForwardEntry> entries = new ArrayList<>();
        for (Watched forward : watched.values()) {
            ForwardAddress address = forward.address;
            boolean isAlive = forward.health.isAlive();
            entries.add(new ForwardEntry(address.name(), address.push(), address.pull(), isAlive));
            if (isAlive) {
                latest.put(address.name(), forward.load);
            }
        }
        loads = Map.copyOf(latest);
        if (!entries.equals(told)) {
            told = List.copyOf(entries);
            listener.accept(told);
        }
    }
}
