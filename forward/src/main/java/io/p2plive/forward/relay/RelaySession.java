/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.relay;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.timeout.IdleStateEvent;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.RelayMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One link that a coordinate dialled, from its hello to its end. Confined to {@code loop}. */
final class RelaySession extends SimpleChannelInboundHandler<ByteBuf> implements RelayMessage.ToForward.Handler {
    private static final Logger log = LoggerFactory.getLogger(RelaySession.class);
    private static final long HELLO_MILLIS = 5_000;
    /** How long a refused sender's bytes are read and thrown away, so that it can read why before the reset. */
    private static final long LINGER_MILLIS = 500;

    private enum State {
        GREETING,
        READY,
        REFUSED
    }

    private final String forward;
    private final String secret;
    private final Channels channels;
    private State state = State.GREETING;
    private ChannelHandlerContext ctx;
    private String coordinate = "?";

    /**
     * A link that has said nothing yet.
     *
     * @param secret what a hello must bring; empty when nothing is asked for
     */
    RelaySession(String forward, String secret, Channels channels) {
        this.forward = forward;
        this.secret = secret;
        this.channels = channels;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        ctx.executor().schedule(this::onHelloDeadline, HELLO_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void onHelloDeadline() {
        if (state == State.GREETING && ctx.channel().isActive()) {
            refuse(RefusalReason.TOO_SLOW, "no hello within " + HELLO_MILLIS + " ms");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        if (state == State.REFUSED) {
            return;
        }
        try {
            onFrame(frame);
        } catch (ProtocolException e) {
            refuse(e.reason(), e.getMessage());
        }
    }

    private void onFrame(ByteBuf frame) throws ProtocolException {
        int kind = frame.isReadable() ? frame.readUnsignedByte() : 0;
        if (kind == RelayFrames.CONTROL) {
            onControl(RelayFrames.rest(frame));
        } else if (kind == RelayFrames.CHUNK && state == State.READY && frame.readableBytes() >= Short.BYTES) {
            channels.add(frame.readUnsignedShort(), RelayFrames.rest(frame));
        } else {
            throw ProtocolException.malformed(
                    state == State.GREETING ? "a link begins with hello" : "this is no frame of a relay link");
        }
    }

    private void onControl(byte[] json) throws ProtocolException {
        if (state == State.GREETING) {
            checkVersion(json);
        }
        RelayMessage.ToForward message = MessageCodec.read(json, RelayMessage.ToForward.class);
        if ((message instanceof RelayMessage.Hello) != (state == State.GREETING)) {
            throw ProtocolException.malformed("a link begins with one hello");
        }
        message.deliverTo(this);
    }

    /** Before anything else is read: what another version means by its hello is not for us to judge. */
    private static void checkVersion(byte[] json) throws ProtocolException {
        JsonNode version = MessageCodec.read(json, JsonNode.class).path("protocol");
        if (version.isIntegralNumber() && version.longValue() != Limits.PROTOCOL_VERSION) {
            throw new ProtocolException(
                    RefusalReason.PROTOCOL_VERSION, "only protocol " + Limits.PROTOCOL_VERSION + " is spoken here");
        }
    }

    @Override
    public void onHello(RelayMessage.Hello hello) {
        if (!knowsSecret(hello.secret())) {
            refuse(RefusalReason.UNAUTHORIZED, "the secret is not the one of this forward's sharedSecret");
            return;
        }
        // It goes into the log, one line a fact.
        coordinate = hello.coordinate().replaceAll("\\p{Cntrl}", "?");
        state = State.READY;
        log.info(
                "relay link up coordinate={} remote={}",
                coordinate,
                ctx.channel().remoteAddress());
        send(new RelayMessage.Welcome(Limits.PROTOCOL_VERSION, forward));
    }

    private boolean knowsSecret(String offered) {
        return secret.isEmpty()
                || (offered != null
                        && MessageDigest.isEqual(
                                secret.getBytes(StandardCharsets.UTF_8), offered.getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public void onOpen(RelayMessage.Open open) {
        try {
            channels.open(open);
        } catch (ProtocolException e) {
            refuse(e.reason(), e.getMessage());
        }
    }

    @Override
    public void onClose(RelayMessage.Close close) {
        try {
            channels.close(close);
        } catch (ProtocolException e) {
            refuse(e.reason(), e.getMessage());
        }
    }

    @Override
    public void onPing(RelayMessage.Ping ping) {
        if (ctx.channel().isWritable()) {
            send(new RelayMessage.Pong(ping.id()));
        } else {
            refuse(RefusalReason.TOO_SLOW, "the answers to the pings are not read");
        }
    }

    private void send(RelayMessage message) {
        ctx.writeAndFlush(RelayFrames.control(ctx.alloc(), message), ctx.voidPromise());
    }

    /** Says why, lets go of the streams, and closes once the other side had time to read it. */
    void refuse(RefusalReason reason, String message) {
        if (state == State.REFUSED) {
            return;
        }
        state = State.REFUSED;
        log.warn(
                "relay link refused reason={} coordinate={} remote={} message=\"{}\"",
                reason.word(),
                coordinate,
                ctx.channel().remoteAddress(),
                message);
        channels.lose();
        ctx.writeAndFlush(RelayFrames.control(ctx.alloc(), new RelayMessage.Refused(reason, message)))
                .addListener((ChannelFutureListener) written -> linger());
    }

    private void linger() {
        if (ctx.channel() instanceof DuplexChannel socket) {
            socket.shutdownOutput();
        }
        ctx.executor().schedule(() -> ctx.close(), LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        channels.flush();
        context.fireChannelReadComplete();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof IdleStateEvent) {
            log.warn(
                    "relay link closed reason=silent coordinate={} remote={}",
                    coordinate,
                    ctx.channel().remoteAddress());
            ctx.close();
            return;
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        channels.lose();
        if (state == State.READY) {
            log.info(
                    "relay link down coordinate={} remote={}",
                    coordinate,
                    ctx.channel().remoteAddress());
        }
        context.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            log.debug("relay link lost coordinate={} cause={}", coordinate, cause.getMessage());
            ctx.close();
        } else if (cause instanceof TooLongFrameException) {
            refuse(RefusalReason.TOO_LARGE, "a frame is at most " + Limits.MAX_RELAY_FRAME_BYTES + " bytes");
        } else if (state != State.REFUSED) {
            log.error("relay link failed coordinate={}", coordinate, cause);
            refuse(RefusalReason.INTERNAL, "our fault; the log says more");
        }
    }
}
