/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import com.fasterxml.jackson.annotation.JsonTypeName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.util.CharsetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.p2plive.id.StreamName;
import io.p2plive.id.ViewerId;
import io.p2plive.net.MessageCodec;
import io.p2plive.net.WebSocketConnection;
import io.p2plive.net.WebSocketHandler;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.SwarmMessage.Capacity;
import io.p2plive.protocol.SwarmMessage.Connected;
import io.p2plive.protocol.SwarmMessage.FromViewer;
import io.p2plive.protocol.SwarmMessage.Join;
import io.p2plive.protocol.SwarmMessage.Leave;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.protocol.SwarmMessage.Refused;
import io.p2plive.protocol.SwarmMessage.Signal;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import io.p2plive.tracker.swarm.Outlet;
import io.p2plive.tracker.swarm.PassedOn;
import io.p2plive.tracker.swarm.Swarm;
import io.p2plive.tracker.swarm.Swarms;
import io.p2plive.tracker.swarm.Visit;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One viewer's connection: checks what it says and hands it to its swarm. The swarm may write to it from its own loop.
 *
 * <p>Confined to the connection's loop.
 */
final class ViewerSession implements WebSocketHandler, FromViewer.Handler, Outlet {
    private static final Logger log = LoggerFactory.getLogger(ViewerSession.class);
    private static final int BROKEN_RULE = 1008;
    private static final int OVERLOAD = 1013;

    private final Swarms swarms;
    private final StreamName stream;
    private final String reachedAs;
    private final SessionLimits limits;
    private final MessageRate rate;
    private final FrameWatch frames = new FrameWatch(this);
    private WebSocketConnection connection;
    private Outbox outbox;
    private ScheduledFuture<?> joinDeadline;
    private ViewerId viewer;
    /** Null before it has joined, and after it has left. */
    private Swarm swarm;

    private boolean isAdmitted;
    private boolean isClosing;
    private int offences;

    ViewerSession(Swarms swarms, StreamName stream, String reachedAs, SessionLimits limits) {
        this.swarms = swarms;
        this.stream = stream;
        this.reachedAs = reachedAs;
        this.limits = limits;
        this.rate = new MessageRate(limits.messagesPerSecond(), limits.burst(), System.nanoTime());
    }

    @Override
    public void onOpen(WebSocketConnection opened) {
        connection = opened;
        Channel channel = opened.channel();
        outbox = new Outbox(channel, opened.frames());
        // What is taken here is ASCII only, and needs no further look.
        String validator = channel.pipeline().context(Utf8FrameValidator.class).name();
        channel.pipeline().addBefore(validator, "frames", frames);
        joinDeadline = channel.eventLoop().schedule(this::onJoinDeadline, limits.joinMillis(), TimeUnit.MILLISECONDS);
    }

    private void onJoinDeadline() {
        end(BROKEN_RULE, RefusalReason.NOT_JOINED, "the first message is join, within " + limits.joinMillis() + " ms");
    }

    /**
     * Takes a message that is written as pages write them: in ASCII, so that no text need be made of it first; and if it is for
     * another viewer, it is known by its envelope alone.
     *
     * @return whether it did; what it does not take is to be looked at as text
     */
    boolean takes(ByteBuf utf8) {
        if (isClosing) {
            return false;
        }
        PassedOn passedOn = swarm == null ? null : Envelope.open(utf8, viewer);
        if (passedOn != null) {
            passOn(passedOn);
            return true;
        }
        if (!ByteBufUtil.isText(utf8, CharsetUtil.US_ASCII)) {
            return false;
        }
        hear(ByteBufUtil.getBytes(utf8));
        return true;
    }

    private void passOn(PassedOn message) {
        try {
            checkRate();
            swarm.signal(viewer, this, message);
        } catch (ProtocolException e) {
            onOffence(e.reason(), e.getMessage());
        }
    }

    private void checkRate() throws ProtocolException {
        if (!rate.take(System.nanoTime())) {
            throw new ProtocolException(RefusalReason.TOO_MANY, "too many messages a second");
        }
    }

    @Override
    public void onText(String text) {
        if (!isClosing) {
            hear(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void hear(byte[] json) {
        try {
            checkRate();
            FromViewer message = MessageCodec.read(json, FromViewer.class);
            if (swarm == null && !(message instanceof Join)) {
                end(BROKEN_RULE, RefusalReason.NOT_JOINED, "the first message is join");
                return;
            }
            message.deliverTo(this);
        } catch (ProtocolException e) {
            onOffence(e.reason(), e.getMessage());
        }
    }

    private void onOffence(RefusalReason reason, String message) {
        offences++;
        if (offences >= SessionLimits.MAX_OFFENCES) {
            end(BROKEN_RULE, reason, message);
        } else {
            log.debug("refused reason={} viewer={} message=\"{}\"", reason.word(), viewer, message);
            send(new Refused(reason, message, null));
        }
    }

    /** Says why, closes, and lets the viewer's neighbours have others: who breaks rules is not waited for. */
    private void end(int code, RefusalReason reason, String message) {
        if (isClosing) {
            return;
        }
        log.info(
                "session closed reason={} viewer={} remote={} message=\"{}\"",
                reason.word(),
                viewer,
                connection.remote(),
                message);
        send(new Refused(reason, message, null));
        leaveSwarm();
        isClosing = true;
        outbox.close();
        connection.close(code, reason.word() + ": " + message);
    }

    @Override
    public void onJoin(Join join) {
        if (swarm != null) {
            onOffence(RefusalReason.MALFORMED, "this connection has joined already");
            return;
        }
        try {
            admit();
            joinDeadline.cancel(false);
            viewer = join.viewer();
            swarm = swarms.use(stream, used -> used.join(this, visit(), join));
        } catch (ProtocolException e) {
            end(OVERLOAD, e.reason(), e.getMessage());
        }
    }

    private Visit visit() {
        return new Visit(reachedAs, Origins.of(connection.remote().getAddress()));
    }

    private void admit() throws ProtocolException {
        if (!isAdmitted) {
            swarms.admit();
            isAdmitted = true;
        }
    }

    @Override
    public void onSignal(Signal signal) {
        String type = signal.getClass().getAnnotation(JsonTypeName.class).value();
        swarm.signal(viewer, this, new PassedOn(type, signal.to(), MessageCodec.writeBytes(signal.from(viewer))));
    }

    @Override
    public void onConnected(Connected connected) {
        swarm.connected(viewer, this, connected);
    }

    @Override
    public void onCapacity(Capacity capacity) {
        swarm.capacity(viewer, this, capacity);
    }

    @Override
    public void onLost(Lost lost) {
        swarm.lost(viewer, this, lost);
    }

    @Override
    public void onStatistics(Statistics statistics) {
        swarm.statistics(viewer, this, statistics);
    }

    @Override
    public void onLeave(Leave leave) {
        leaveSwarm();
    }

    private void leaveSwarm() {
        if (swarm != null) {
            swarm.leave(viewer, this);
            swarm = null;
        }
    }

    @Override
    public void onClose() {
        isClosing = true;
        if (swarm != null && frames.isFarewell()) {
            leaveSwarm();
        } else if (swarm != null) {
            swarm.disconnected(viewer, this);
            swarm = null;
        }
        if (isAdmitted) {
            isAdmitted = false;
            swarms.release();
        }
    }

    @Override
    public void send(ToViewer message) {
        outbox.send(MessageCodec.writeBytes(message));
    }

    @Override
    public void pass(PassedOn message) {
        outbox.send(message.json());
    }

    @Override
    public void close(int code, String reason) {
        outbox.close();
        connection.close(code, reason);
        connection.channel().eventLoop().execute(() -> isClosing = true);
    }
}
