/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.netty.channel.Channel;
import io.p2plive.forward.stream.LiveStream;
import io.p2plive.net.MessageCodec;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Transport;
import io.p2plive.net.WebSocketConnection;
import io.p2plive.net.WebSocketHandler;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One viewer from its handshake to its end: what it says, and why it is closed. Confined to {@code loop}: the event loop
 * of its connection.
 */
final class EdgeSession implements WebSocketHandler, LinkMessage.FromChild.Handler {
    private static final Logger log = LoggerFactory.getLogger(EdgeSession.class);
    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int BROKEN_RULE = 1008;
    private static final int OVERLOAD = 1013;
    /** Far beyond what a viewer needs to change its parents and to fill its gaps. */
    private static final int MAX_MESSAGES_PER_SECOND = 50;
    /** What is unsent waits here, where it can be dropped, and not in the kernel's megabytes. */
    private static final long MAX_UNSENT_IN_KERNEL_BYTES = 128 * 1024;

    private final LiveStream<Fanout> stream;
    private final EdgeQuery query;
    private final EdgeLimits limits;
    private final EdgeCounters counters;
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final MessageBudget budget = new MessageBudget(MAX_MESSAGES_PER_SECOND);
    /** Also read by who shuts the server down. */
    private volatile WebSocketConnection connection;

    private ViewerQueue queue;
    private StallWatch stallWatch;

    EdgeSession(LiveStream<Fanout> stream, EdgeQuery query, EdgeLimits limits, EdgeCounters counters) {
        this.stream = stream;
        this.query = query;
        this.limits = limits;
        this.counters = counters;
    }

    @Override
    public void onOpen(WebSocketConnection opened) {
        connection = opened;
        Channel channel = opened.channel();
        Transport.limitUnsent(channel, MAX_UNSENT_IN_KERNEL_BYTES);
        queue = new ViewerQueue(channel, opened.frames(), limits, counters);
        stallWatch = new StallWatch(new NettyLoop(channel.eventLoop()), limits.stalledMillis(), this::onStalled);
        log.debug("viewer joined stream={} remote={}", stream.name(), opened.remote());
        stream.catchUp(query.from(), (fanout, backlog) -> fanout.join(queue, query.stripes(), backlog));
    }

    @Override
    public void onText(String text) {
        if (queue.isClosed()) {
            return;
        }
        if (!budget.spend(System.nanoTime())) {
            refuse(BROKEN_RULE, RefusalReason.TOO_MANY, "at most " + MAX_MESSAGES_PER_SECOND + " messages a second");
            return;
        }
        try {
            MessageCodec.read(text, LinkMessage.FromChild.class).deliverTo(this);
        } catch (ProtocolException e) {
            refuse(BROKEN_RULE, e.reason(), e.getMessage());
        }
    }

    @Override
    public void onSubscribe(LinkMessage.Subscribe subscribe) {
        StripeSet stripes = StripeSet.of(subscribe.stripes());
        stream.catchUp(
                subscribe.from(),
                (fanout, backlog) ->
                        fanout.tell(queue, viewer -> viewer.subscribe(stripes, backlog, System.nanoTime())));
    }

    @Override
    public void onRequest(LinkMessage.Request request) {
        stream.find(request, (fanout, found) -> fanout.tell(queue, viewer -> onFound(request.epoch(), found)));
    }

    private void onFound(long epoch, LiveStream.Found found) {
        List<Long> missing = new ArrayList<>(found.missing());
        missing.addAll(queue.resend(found.chunks(), System.nanoTime()));
        if (!missing.isEmpty()) {
            queue.sendText(MessageCodec.write(new LinkMessage.Missing(epoch, missing)));
            queue.flush();
        }
    }

    @Override
    public void onPing(LinkMessage.Ping ping) {
        queue.sendText(MessageCodec.write(new LinkMessage.Pong()));
        queue.flush();
    }

    @Override
    public void onBye(LinkMessage.Bye bye) {
        close(NORMAL, "bye");
    }

    @Override
    public void onWritabilityChanged(boolean isWritable) {
        stallWatch.onWritabilityChanged(isWritable);
        // Who does not take our answers is not asked for more questions.
        connection.channel().config().setAutoRead(isWritable);
        if (isWritable) {
            queue.pump();
        }
    }

    private void onStalled() {
        refuse(OVERLOAD, RefusalReason.TOO_SLOW, "nothing was taken for " + limits.stalledMillis() + " ms");
    }

    private void refuse(int code, RefusalReason reason, String message) {
        if (queue.isClosed()) {
            return;
        }
        log.info(
                "viewer refused reason={} stream={} remote={} message=\"{}\"",
                reason.word(),
                stream.name(),
                connection.remote(),
                message);
        queue.sendText(MessageCodec.write(new LinkMessage.Refused(reason, message)));
        close(code, reason.word() + ": " + message);
    }

    /** Says goodbye; called from any thread. */
    void shutDown() {
        WebSocketConnection open = connection;
        if (open != null) {
            open.channel().eventLoop().execute(this::onShutDown);
        }
    }

    private void onShutDown() {
        queue.sendText(MessageCodec.write(new LinkMessage.Bye("shutting-down")));
        close(GOING_AWAY, "shutting-down");
    }

    private void close(int code, String reason) {
        if (!queue.isClosed()) {
            queue.close();
            connection.close(code, reason);
        }
    }

    @Override
    public void onClose() {
        if (queue != null) {
            queue.close();
            stallWatch.stop();
            stream.withAudience(fanout -> fanout.leave(queue));
            log.debug(
                    "viewer left stream={} remote={} chunksDropped={}",
                    stream.name(),
                    connection.remote(),
                    queue.chunksDropped());
        }
        gone.complete(null);
    }

    /** Completed once, at its end. */
    CompletableFuture<Void> gone() {
        return gone;
    }

    /** Whose it is. */
    LiveStream<Fanout> stream() {
        return stream;
    }
}
