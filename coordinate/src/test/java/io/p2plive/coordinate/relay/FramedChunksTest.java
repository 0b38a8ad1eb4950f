/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.coordinate.stream.Publications;
import io.p2plive.coordinate.stream.Publications.Publication;
import io.p2plive.id.StreamName;
import io.p2plive.media.Chunk;
import io.p2plive.protocol.StreamFormat;
import io.p2plive.testing.FakeLoop;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FramedChunksTest {
    private static final int CHANNEL = 7;

    private static Chunk chunk(long sequence, int payloadBytes) {
        int flags = sequence == 0 ? Chunk.KEYFRAME | Chunk.FIRST : Chunk.FIRST;
        return Chunk.of(
                new Chunk.Header(flags, 0, 1_000, sequence, 1, StreamFormat.MPEG1),
                new byte[payloadBytes],
                0,
                payloadBytes);
    }

    private static List<Chunk> chunks(int count, int payloadBytes) {
        return LongStream.range(0, count)
                .mapToObj(sequence -> chunk(sequence, payloadBytes))
                .toList();
    }

    @Test
    void laysFramesOneBehindTheOther() {
        List<Chunk> chunks = chunks(3, 100);
        FramedChunks framed = FramedChunks.of(CHANNEL, chunks, PooledByteBufAllocator.DEFAULT);
        ByteBuf all = framed.frames(0, 3);
        ByteBuf second = framed.frames(1, 2);

        assertEquals(
                ByteBufUtil.hexDump(all, second.readableBytes(), second.readableBytes()), ByteBufUtil.hexDump(second));
        for (Chunk chunk : chunks) {
            assertEquals(3 + chunk.wire().length, all.readInt());
            assertEquals(RelayFrames.CHUNK, all.readByte());
            assertEquals(CHANNEL, all.readUnsignedShort());
            assertEquals(ByteBufUtil.hexDump(chunk.wire()), ByteBufUtil.hexDump(all.readSlice(chunk.wire().length)));
        }
        assertEquals(0, all.readableBytes());
        all.release();
        second.release();
        framed.release();
    }

    @Test
    void endsARunWhereALinkShouldBeLookedAtAgain() {
        FramedChunks framed =
                FramedChunks.of(CHANNEL, chunks(10, Chunk.MAX_PAYLOAD_BYTES), PooledByteBufAllocator.DEFAULT);

        assertEquals(4, framed.runEnd(0));
        assertEquals(10, framed.runEnd(8));
        framed.release();
    }

    @Test
    void sharesItsBytesAmongAllLinks() throws Exception {
        FakeLoop loop = new FakeLoop();
        LiveStreams streams = new LiveStreams(() -> loop, 100_000);
        ChannelNumbers channels = new ChannelNumbers();
        EmbeddedChannel first = link(streams, channels);
        EmbeddedChannel second = link(streams, channels);
        Publication push = new Publications(streams, 1, 10, () -> 1_000)
                .open(new StreamName("a"), "me", StreamFormat.MPEG1, () -> {});
        loop.runTasks();
        clear(first);
        clear(second);

        push.stream().publish(chunks(3, 100));
        loop.runTasks();
        first.runPendingTasks();
        second.runPendingTasks();

        ByteBuf one = first.readOutbound();
        ByteBuf other = second.readOutbound();
        assertEquals(3 * RelayFrames.chunkBytes(chunk(0, 100)), one.readableBytes(), "one write for all three");
        assertTrue(one.isDirect() && one.memoryAddress() == other.memoryAddress(), "the same memory");
        one.release();
        other.release();
        first.finishAndReleaseAll();
        second.finishAndReleaseAll();
    }

    private static EmbeddedChannel link(LiveStreams streams, ChannelNumbers channels) {
        RelaySession.Owner owner = new RelaySession.Owner() {
            @Override
            public void onStatus(String name, String state, long chunks, long bytes, long dropped) {}

            @Override
            public void onWelcome() {}

            @Override
            public void onLost(String fault) {}
        };
        EmbeddedChannel link =
                new EmbeddedChannel(new RelaySession(new RelayIdentity("c", null, 100_000), streams, channels, owner));
        link.writeInbound(link.alloc()
                .buffer()
                .writeBytes(
                        "\1{\"type\":\"welcome\",\"protocol\":1,\"forward\":\"f\"}".getBytes(StandardCharsets.UTF_8)));
        return link;
    }

    private static void clear(EmbeddedChannel link) {
        link.runPendingTasks();
        for (Object out = link.readOutbound(); out != null; out = link.readOutbound()) {
            ReferenceCountUtil.release(out);
        }
    }
}
