/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.p2plive.coordinate.stream.ChunkMaker;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.coordinate.stream.Publications;
import io.p2plive.coordinate.stream.Publications.Publication;
import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage.CloseReason;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.testing.FakeLoop;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One connection without a socket; each frame is told in words. */
class RelaySessionTest {
    /** Streams that never end hold what runs for ever. */
    private static final ByteBufAllocator UNTRACKED = new UnpooledByteBufAllocator(true, true);

    private final FakeLoop loop = new FakeLoop();
    private final LiveStreams streams = new LiveStreams(() -> loop, 100_000);
    private final Publications publications = new Publications(streams, 1, 10, () -> 1_000);
    private final List<String> lost = new ArrayList<>();
    private final HoldingBack holdingBack = new HoldingBack();
    private final EmbeddedChannel link = link();

    private EmbeddedChannel link() {
        RelaySession.Owner owner = new RelaySession.Owner() {
            @Override
            public void onStatus(String name, String state, long chunks, long bytes, long dropped) {}

            @Override
            public void onWelcome() {}

            @Override
            public void onLost(String fault) {
                lost.add(fault);
            }
        };
        return new EmbeddedChannel(new RelaySession(new RelayIdentity("c", null, 100_000), streams, owner));
    }

    /** Keeps what is written and counts flushes: at each write that comes through, an embedded channel runs its loop. */
    private static final class HoldingBack extends ChannelOutboundHandlerAdapter {
        private final List<ByteBuf> held = new ArrayList<>();
        private int flushes;

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            held.add((ByteBuf) message);
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes++;
        }
    }

    @AfterEach
    void close() {
        link.finishAndReleaseAll();
    }

    private void welcome() {
        welcome(link);
    }

    private static void welcome(EmbeddedChannel link) {
        link.writeInbound(Unpooled.copiedBuffer(
                "\1{\"type\":\"welcome\",\"protocol\":1,\"forward\":\"f\"}", StandardCharsets.UTF_8));
    }

    private Publication push(String name) throws ProtocolException {
        return publications.open(new StreamName(name), "me", StreamFormat.MPEG1, () -> {});
    }

    private void publish(Publication push) {
        ChunkMaker maker = new ChunkMaker(
                push.epoch(), () -> 1, UNTRACKED, parcel -> push.stream().publish(parcel));
        maker.append(Unpooled.wrappedBuffer(new byte[10]), 0, 10);
        maker.cut(Chunk.KEYFRAME | Chunk.FIRST | Chunk.LAST);
        maker.handOver();
    }

    private List<String> sent() {
        return sent(link);
    }

    private List<String> sent(EmbeddedChannel link) {
        loop.runTasks();
        link.runPendingTasks();
        List<String> words = new ArrayList<>();
        for (ByteBuf frame = link.readOutbound(); frame != null; frame = link.readOutbound()) {
            int length = frame.readInt();
            assertEquals(length, frame.readableBytes());
            words.add(
                    frame.readByte() == ChunkMaker.CHUNK_FRAME
                            ? "chunk " + frame.readUnsignedShort()
                            : frame.toString(StandardCharsets.UTF_8).replaceAll("[{}\"]", ""));
            frame.release();
        }
        return words;
    }

    @Test
    void carriesAStreamOnlyAfterTheWelcome() throws ProtocolException {
        Publication push = push("a");
        publish(push);
        assertEquals(List.of("type:hello,protocol:1,coordinate:c"), sent());
        welcome();
        assertEquals(List.of("type:open,channel:0,stream:a,epoch:1000,format:mpeg1,stripes:1", "chunk 0"), sent());
        welcome();
        assertEquals(List.of(), sent(), "welcome is said once");
    }

    @Test
    void keepsOneChannelForEachStream() throws ProtocolException {
        welcome();
        Publication a = push("a");
        Publication b = push("b");
        sent();
        a.stream().end(a.epoch(), CloseReason.ENDED);
        push("c");
        publish(b);
        assertEquals(
                List.of(
                        "type:close,channel:0,reason:ended",
                        "type:open,channel:2,stream:c,epoch:1000,format:mpeg1,stripes:1",
                        "chunk 1"),
                sent());
    }

    @Test
    void sharesItsBytesAmongAllLinks() throws ProtocolException {
        EmbeddedChannel other = link();
        welcome();
        welcome(other);
        Publication push = push("a");
        assertEquals(sent(), sent(other));
        publish(push);
        loop.runTasks();
        link.runPendingTasks();
        other.runPendingTasks();
        ByteBuf one = link.readOutbound();
        ByteBuf same = other.readOutbound();
        assertTrue(one.isDirect() && one.memoryAddress() == same.memoryAddress(), "no socket needs a copy");
        one.release();
        same.release();
        other.finishAndReleaseAll();
    }

    @Test
    void letsOutTogetherWhatCameTogether() throws ProtocolException {
        welcome();
        Publication a = push("a");
        Publication b = push("b");
        sent();
        link.pipeline().addFirst(holdingBack);
        publish(a);
        publish(b);
        publish(a);
        sent();
        assertEquals(3, holdingBack.held.size());
        assertEquals(1, holdingBack.flushes);
        publish(a);
        sent();
        assertEquals(2, holdingBack.flushes);
        holdingBack.held.forEach(ByteBuf::release);
    }

    @Test
    void takesNothingMoreOnceItsLinkIsLost() throws ProtocolException {
        welcome();
        Publication push = push("a");
        sent();
        link.close();
        loop.runTasks();
        publish(push);
        push("b");
        loop.runTasks();
        assertFalse(link.hasPendingTasks(), "no stream knows it any more");
        assertEquals(List.of("the forward closed the link"), lost);
    }

    @Test
    void closesALinkThatSaysWhatForwardsDoNot() {
        link.writeInbound(Unpooled.copiedBuffer("\2chunk", StandardCharsets.UTF_8));
        assertFalse(link.isOpen());
        assertEquals(List.of("a forward sends control frames only"), lost);
    }

    @Test
    void closesALinkThatSaysNothingInAFrame() {
        assertTrue(link.isOpen());
        link.writeInbound(Unpooled.buffer());
        assertFalse(link.isOpen());
    }
}
