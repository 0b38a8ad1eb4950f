/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.coordinate.stream.Outlet;
import io.p2plive.coordinate.stream.Parcel;
import io.p2plive.id.StreamName;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a forward: greets it, then carries every stream there. A forward that takes too little loses chunks up
 * to the next keyframe of each stream; nothing waits for it.
 *
 * <p>Confined to the connection's loop.
 */
final class RelaySession extends SimpleChannelInboundHandler<ByteBuf>
        implements RelayMessage.FromForward.Handler, Outlet {

    /** Whoever dialled; called on the connection's loop. */
    interface Owner {
        void onStatus(String name, String state, long chunks, long bytes, long dropped);

        void onWelcome();

        void onLost(String fault);
    }

    /** A stream on this link. */
    private static final class Lane {
        private final int channel;
        private boolean isSkipping;

        Lane(int channel) {
            this.channel = channel;
        }
    }

    private static final long PING_MILLIS = 1_500;

    private final RelayIdentity identity;
    private final LiveStreams streams;
    private final Owner owner;
    private final Map<StreamName, Lane> lanes = new HashMap<>();

    private ChannelHandlerContext ctx;
    private boolean isWelcome;
    private String forwardName = "";
    private String fault = "the forward closed the link";
    private ScheduledFuture<?> pinger;
    private boolean isFlushDue;
    private long pings;
    private long chunksSent;
    private long bytesSent;
    private long chunksDropped;

    RelaySession(RelayIdentity identity, LiveStreams streams, Owner owner) {
        this.identity = identity;
        this.streams = streams;
        this.owner = owner;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        ctx = context;
        owner.onStatus("", "greeting", 0, 0, 0);
        pinger = context.executor().scheduleAtFixedRate(this::ping, PING_MILLIS, PING_MILLIS, TimeUnit.MILLISECONDS);
        send(new RelayMessage.Hello(Limits.PROTOCOL_VERSION, identity.name(), identity.secret()));
    }

    /** Also while chunks flow: the answers tell that the forward lives. */
    private void ping() {
        if (isWelcome) {
            send(new RelayMessage.Ping(++pings));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
        try {
            if (!frame.isReadable() || frame.readByte() != RelayFrames.CONTROL) {
                throw ProtocolException.malformed("a forward sends control frames only");
            }
            MessageCodec.read(ByteBufUtil.getBytes(frame), RelayMessage.FromForward.class)
                    .deliverTo(this);
        } catch (ProtocolException e) {
            fault = e.getMessage();
            context.close();
        }
    }

    @Override
    public void onWelcome(RelayMessage.Welcome welcome) {
        if (isWelcome) {
            return;
        }
        isWelcome = true;
        forwardName = welcome.forward();
        owner.onWelcome();
        report();
        streams.attach(this);
    }

    @Override
    public void onRefused(RelayMessage.Refused refused) {
        fault = "refused, " + refused.reason().word() + ": " + refused.message();
        ctx.close();
    }

    @Override
    public void onPong(RelayMessage.Pong pong) {
        report();
    }

    @Override
    public void onOpen(StreamName name, Epoch epoch) {
        Lane lane = new Lane(epoch.channel());
        ctx.executor().execute(() -> {
            lanes.put(name, lane);
            send(new RelayMessage.Open(lane.channel, name, epoch.number(), epoch.format(), epoch.stripes()));
        });
    }

    @Override
    public void onChunks(StreamName name, Parcel parcel) {
        parcel.retain();
        ctx.executor().execute(() -> {
            try {
                send(lanes.get(name), parcel);
            } finally {
                parcel.release();
            }
        });
    }

    private void send(Lane lane, Parcel parcel) {
        if (lane == null) {
            return;
        }
        lane.isSkipping = !isWritable() || (lane.isSkipping && !parcel.isKeyframe());
        if (lane.isSkipping && !parcel.isEnd()) {
            chunksDropped += parcel.chunks();
            return;
        }
        chunksSent += parcel.chunks();
        bytesSent += parcel.bytes();
        ctx.write(parcel.frames(), ctx.voidPromise());
        flushLater();
    }

    /** Whatever waits on the loop by now, of any stream, goes out in the same write. */
    private void flushLater() {
        if (!isFlushDue) {
            isFlushDue = true;
            ctx.executor().execute(() -> {
                isFlushDue = false;
                ctx.flush();
            });
        }
    }

    /** What fills the channel may be only what was not let out yet. */
    private boolean isWritable() {
        if (!ctx.channel().isWritable()) {
            ctx.flush();
        }
        return ctx.channel().isWritable();
    }

    @Override
    public void onClose(StreamName name, CloseReason reason) {
        ctx.executor().execute(() -> {
            Lane lane = lanes.remove(name);
            if (lane != null) {
                send(new RelayMessage.Close(lane.channel, reason));
            }
        });
    }

    private void send(RelayMessage message) {
        ctx.writeAndFlush(RelayFrames.control(message), ctx.voidPromise());
    }

    private void report() {
        owner.onStatus(forwardName, isWelcome ? "open" : "greeting", chunksSent, bytesSent, chunksDropped);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof IdleStateEvent idle)) {
            context.fireUserEventTriggered(event);
        } else if (idle.state() == IdleState.READER_IDLE) {
            fault = "the forward is silent";
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        pinger.cancel(false);
        streams.detach(this);
        lanes.clear();
        owner.onLost(fault);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fault = String.valueOf(cause.getMessage());
        context.close();
    }
}
