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
import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.util.BitSet;
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
    private final BitSet channelsInUse = new BitSet();

    private ChannelHandlerContext ctx;
    private boolean isWelcome;
    private String forwardName = "";
    private String fault = "the forward closed the link";
    private ScheduledFuture<?> pinger;
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
        ctx.executor().execute(() -> {
            int channel = channelsInUse.nextClearBit(0);
            channelsInUse.set(channel);
            lanes.put(name, new Lane(channel));
            send(new RelayMessage.Open(channel, name, epoch.number(), epoch.format(), epoch.stripes()));
        });
    }

    @Override
    public void onChunk(StreamName name, Chunk chunk) {
        ctx.executor().execute(() -> send(lanes.get(name), chunk));
    }

    private void send(Lane lane, Chunk chunk) {
        if (lane == null) {
            return;
        }
        lane.isSkipping = !ctx.channel().isWritable() || (lane.isSkipping && !chunk.isKeyframe());
        if (lane.isSkipping && !chunk.isEnd()) {
            chunksDropped++;
            return;
        }
        chunksSent++;
        bytesSent += chunk.wire().length;
        ctx.writeAndFlush(RelayFrames.chunk(lane.channel, chunk), ctx.voidPromise());
    }

    @Override
    public void onClose(StreamName name, CloseReason reason) {
        ctx.executor().execute(() -> {
            Lane lane = lanes.remove(name);
            if (lane != null) {
                channelsInUse.clear(lane.channel);
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
