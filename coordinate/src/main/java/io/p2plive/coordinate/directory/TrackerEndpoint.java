/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.directory;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.loop.Loop;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.NodeMessage.Registration;
import io.p2plive.protocol.NodeMessage.RegistrationReply;
import io.p2plive.protocol.NodeMessage.StreamSummary;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** {@code POST}, {@code PUT} and {@code DELETE /tracker}: trackers come, live and go (docs/protocol.md §5). Immutable. */
public final class TrackerEndpoint implements Endpoint.Answering {
    private final Directory directory;
    private final Loop loop;
    private final String secret;
    private final Heartbeats heartbeats;
    private final Supplier<List<StreamSummary>> streams;

    /** How often a tracker shows itself, and when it is taken for lost. */
    public record Heartbeats(long everyMillis, long expiryMillis) {}

    /**
     * The door to {@code directory}.
     *
     * @param loop the directory's
     * @param secret empty where none is asked for
     */
    public TrackerEndpoint(
            Directory directory,
            Loop loop,
            String secret,
            Heartbeats heartbeats,
            Supplier<List<StreamSummary>> streams) {
        this.directory = directory;
        this.loop = loop;
        this.secret = secret;
        this.heartbeats = heartbeats;
        this.streams = streams;
    }

    @Override
    public int maxBodyBytes() {
        return Limits.MAX_REGISTRATION_BYTES;
    }

    @Override
    public CompletionStage<HttpReply> answer(HttpCall call) throws HttpRefusal {
        checkSecret(call);
        if (call.method().equals(HttpMethod.DELETE)) {
            String id = call.parameter("id").orElseThrow(() -> malformed("DELETE /tracker?id=ID"));
            return CompletableFuture.runAsync(() -> directory.leave(id), loop::execute)
                    .thenApply(done -> HttpReply.noContent());
        }
        Registration registration = read(call);
        String address = call.remote().getAddress().getHostAddress();
        boolean isNew = call.method().equals(HttpMethod.POST);
        return CompletableFuture.supplyAsync(
                () -> isNew ? register(registration, address) : heartbeat(registration, address), loop::execute);
    }

    private void checkSecret(HttpCall call) throws HttpRefusal {
        byte[] expected = ("Bearer " + secret).getBytes(StandardCharsets.UTF_8);
        byte[] given = call.header(HttpHeaderNames.AUTHORIZATION).orElse("").getBytes(StandardCharsets.UTF_8);
        if (!secret.isEmpty() && !MessageDigest.isEqual(expected, given)) {
            throw new HttpRefusal(
                    HttpResponseStatus.UNAUTHORIZED,
                    RefusalReason.UNAUTHORIZED,
                    "sharedSecret is not the one that is set here");
        }
    }

    private static Registration read(HttpCall call) throws HttpRefusal {
        try {
            Registration registration = MessageCodec.read(call.body(), Registration.class);
            TrackerEntry.check(registration);
            return registration;
        } catch (ProtocolException e) {
            throw new HttpRefusal(HttpResponseStatus.BAD_REQUEST, e.reason(), e.getMessage());
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
    }

    private static HttpRefusal malformed(String message) {
        return new HttpRefusal(HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, message);
    }

    private HttpReply register(Registration registration, String address) {
        if (!directory.register(registration, address)) {
            return HttpReply.refusal(
                    true, HttpResponseStatus.SERVICE_UNAVAILABLE, RefusalReason.TOO_MANY, "no more trackers here");
        }
        return HttpReply.json(HttpResponseStatus.CREATED, reply());
    }

    private HttpReply heartbeat(Registration registration, String address) {
        if (!directory.heartbeat(registration, address)) {
            return HttpReply.refusal(
                    true,
                    HttpResponseStatus.NOT_FOUND,
                    RefusalReason.UNKNOWN_TRACKER,
                    "this tracker is not registered; POST first");
        }
        return HttpReply.json(HttpResponseStatus.OK, reply());
    }

    private RegistrationReply reply() {
        return new RegistrationReply(heartbeats.everyMillis(), heartbeats.expiryMillis(), streams.get());
    }
}
