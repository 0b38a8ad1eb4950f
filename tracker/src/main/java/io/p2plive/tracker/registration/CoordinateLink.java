/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.registration;

import io.p2plive.net.Backoff;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.NodeMessage.RegistrationReply;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.tracker.http.NodeClient;
import io.p2plive.tracker.http.NodeClient.Reply;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This tracker's standing with one coordinate: registers, shows that it lives, registers again when coordinate has
 * forgotten it, says farewell (docs/protocol.md §5).
 *
 * <p>Confined to {@code control}, but for its public methods, which are safe from any thread.
 */
public final class CoordinateLink {
    private static final Logger log = LoggerFactory.getLogger(CoordinateLink.class);
    private static final long TIMEOUT_MILLIS = 2_000;
    private static final long FAREWELL_MILLIS = 1_000;
    private static final long FIRST_RETRY_MILLIS = 200;
    /** Coordinate may come back at any moment, and everything shall settle within seconds of that. */
    private static final long MAX_RETRY_MILLIS = 2_000;

    private final URI address;
    private final String secret;
    private final NodeClient client;
    private final ScheduledExecutorService control;
    private final Supplier<Registration> registration;
    private final Consumer<List<StreamSummary>> listener;
    private final Backoff backoff = new Backoff(FIRST_RETRY_MILLIS, MAX_RETRY_MILLIS);
    private volatile State state = State.REGISTERING;
    private boolean isEnded;

    /** How this tracker stands with coordinate. */
    public enum State {
        /** Not known there. */
        REGISTERING,
        /** Known there. */
        REGISTERED,
        /** Coordinate is out of reach. */
        AWAY,
        /** Coordinate does not take this tracker: its log, and ours, says why. */
        REFUSED;

        /** The word on the page. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What a link needs to know and have.
     *
     * @param secret what both share, or empty
     * @param registration what to say, made anew each time
     */
    public record Setup(
            String secret, NodeClient client, ScheduledExecutorService control, Supplier<Registration> registration) {}

    /**
     * A link that is not started.
     *
     * @param url of coordinate, {@code http://host:port}
     * @param listener hears of the streams at each answer, on the control thread
     */
    public CoordinateLink(String url, Setup setup, Consumer<List<StreamSummary>> listener) {
        this.address = URI.create(url.replaceAll("/+$", "") + "/tracker");
        this.secret = setup.secret();
        this.client = setup.client();
        this.control = setup.control();
        this.registration = setup.registration();
        this.listener = listener;
    }

    /** Registers, and goes on from there. */
    public void start() {
        control.execute(() -> send("POST"));
    }

    /** How it stands. */
    public State state() {
        return state;
    }

    /** Where coordinate is. */
    public String url() {
        return address.resolve("/").toString();
    }

    /** Says farewell; completes when coordinate has heard it, or after a second. */
    public CompletableFuture<Void> end() {
        HttpRequest farewell = request(
                        URI.create(address + "?id=" + registration.get().id()))
                .DELETE()
                .build();
        CompletableFuture<Void> done = new CompletableFuture<>();
        control.execute(() -> {
            isEnded = true;
            client.ask(farewell, FAREWELL_MILLIS).whenComplete((reply, failure) -> done.complete(null));
        });
        return done;
    }

    private HttpRequest.Builder request(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "application/json");
        return secret.isEmpty() ? request : request.header("Authorization", "Bearer " + secret);
    }

    private void send(String method) {
        if (isEnded) {
            return;
        }
        HttpRequest request = request(address)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(MessageCodec.writeBytes(registration.get())))
                .build();
        client.ask(request, TIMEOUT_MILLIS)
                .whenCompleteAsync((reply, failure) -> onReply(method, reply, failure), control);
    }

    private void onReply(String method, Reply reply, Throwable failure) {
        if (isEnded) {
            return;
        }
        if (reply == null) {
            become(State.AWAY, String.valueOf(failure));
            retry();
        } else if (reply.status() == 200 || reply.status() == 201) {
            onTaken(reply);
        } else if (reply.status() == 404 && method.equals("PUT")) {
            become(State.REGISTERING, "coordinate was restarted");
            send("POST");
        } else {
            become(State.REFUSED, "status " + reply.status() + ": " + firstChars(reply));
            retry();
        }
    }

    private static String firstChars(Reply reply) {
        String text = new String(reply.body(), java.nio.charset.StandardCharsets.UTF_8).strip();
        return text.length() > 200 ? text.substring(0, 200) : text;
    }

    private void onTaken(Reply reply) {
        try {
            RegistrationReply taken = MessageCodec.read(reply.body(), RegistrationReply.class);
            become(State.REGISTERED, "heartbeat every " + taken.heartbeatMillis() + " ms");
            backoff.reset();
            listener.accept(taken.streams());
            control.schedule(() -> send("PUT"), taken.heartbeatMillis(), TimeUnit.MILLISECONDS);
        } catch (ProtocolException e) {
            become(State.REFUSED, e.getMessage());
            retry();
        }
    }

    /** A heartbeat is tried as a registration: that is right whether coordinate still knows this tracker or not. */
    private void retry() {
        control.schedule(() -> send("POST"), backoff.nextMillis(), TimeUnit.MILLISECONDS);
    }

    private void become(State next, String reason) {
        if (state != next) {
            log.info("coordinate {} -> {}: {} url={}", state.word(), next.word(), reason, url());
            state = next;
        }
    }
}
