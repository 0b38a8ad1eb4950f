/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.gop;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.p2plive.forward.stream.Backlog;
import io.p2plive.forward.testing.TestForward;
import io.p2plive.id.StreamName;
import io.p2plive.net.Transport;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.StreamState;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, for what a socket's channel allocates counts, too. */
class AllocationTest {
    private static final int VIEWERS = 32;
    private static final int CHUNKS = 400;
    private static final int WARM_UP_CHUNKS = 2_000;
    /** Less than the smallest object: what is left is noise of the loop itself. */
    private static final double MAX_BYTES = 8;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Level level = ResourceLeakDetector.getLevel();
    private final Transport forward = Transport.open(1);
    private final Transport world = Transport.open(1);
    private final List<Channel> accepted = new CopyOnWriteArrayList<>();
    private final EdgeCounters counters = new EdgeCounters();
    private final ViewerGroup group = new ViewerGroup(forward.loops().next(), TestForward.EDGE);
    private long sequence;

    /** Takes what comes and throws it away. */
    private static final class Sink extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }

    /** Its records would be counted. */
    @BeforeEach
    void lookForNoLeaks() {
        ResourceLeakDetector.setLevel(Level.DISABLED);
    }

    @AfterEach
    void close() {
        forward.close();
        world.close();
        ResourceLeakDetector.setLevel(level);
    }

    private void connect(int viewers) throws Exception {
        Channel listener = forward.listen("127.0.0.1", 0, accepted::add);
        for (int i = 0; i < viewers; i++) {
            world.client(world.loops().next())
                    .handler(new Sink())
                    .connect((InetSocketAddress) listener.localAddress())
                    .sync();
        }
        await().atMost(5, SECONDS).until(() -> accepted.size() == viewers);
    }

    private void join(Channel channel) {
        LinkMessage.Stream live = new LinkMessage.Stream(StreamName.DEFAULT, StreamState.LIVE, 2);
        ViewerQueue viewer = new ViewerQueue(channel, channel, TestForward.EDGE, counters);
        group.post(joined -> {
            joined.add(viewer);
            viewer.subscribe(StripeSet.ALL, new Backlog(live, List.of(), true), System.nanoTime());
        });
    }

    /** What the loop's thread allocates while chunks go to all who have joined. */
    private long allocatedBytes(int chunks) throws Exception {
        long thread = forward.loops()
                .next()
                .submit(() -> Thread.currentThread().getId())
                .get();
        long before = threads.getThreadAllocatedBytes(thread);
        for (int i = 0; i < chunks; i++) {
            group.post(Batch.of(gop(1, sequence++, 1), PooledByteBufAllocator.DEFAULT, System.nanoTime()));
            forward.settle();
        }
        return threads.getThreadAllocatedBytes(thread) - before;
    }

    @Test
    void anotherViewerAllocatesNothingForAChunk() throws Exception {
        connect(1 + VIEWERS);
        join(accepted.get(0));
        allocatedBytes(WARM_UP_CHUNKS);
        double one = allocatedBytes(CHUNKS);
        accepted.subList(1, 1 + VIEWERS).forEach(this::join);
        allocatedBytes(WARM_UP_CHUNKS);
        long sentBefore = counters.chunksOut();
        double all = allocatedBytes(CHUNKS);

        assertTrue(counters.chunksOut() - sentBefore >= (1 + VIEWERS) * CHUNKS, "all were sent");
        double bytes = (all - one) / (VIEWERS * CHUNKS);
        assertTrue(bytes < MAX_BYTES, "bytes per viewer and chunk: " + bytes);
    }
}
