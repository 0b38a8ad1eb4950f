/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.p2plive.forward.stream.Audience;
import io.p2plive.forward.stream.Backlog;
import io.p2plive.loop.Loop;
import io.p2plive.media.Chunk;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.LinkMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * All viewers of one stream, grouped by the event loop of their connection: each chunk is framed once and handed to each
 * loop that has viewers. Confined to {@code loop}: the stream's.
 */
public final class Fanout implements Audience {
    private final EdgeLimits limits;
    private final Hold hold;
    private final Map<EventLoop, Seats> loops = new HashMap<>();
    private int size;

    /** The group lives on its own loop; how many it has is counted here, where the chunks come from. */
    private static final class Seats {
        private final ViewerGroup group;
        private int taken;

        Seats(ViewerGroup group) {
            this.group = group;
        }
    }

    /** Nobody yet. */
    public Fanout(Loop loop, EdgeLimits limits) {
        this.limits = limits;
        this.hold = new Hold(loop, limits.batchMillis(), this::send);
    }

    /** Adds a viewer, which hears how the stream is and gets the backlog first. */
    void join(ViewerQueue viewer, StripeSet stripes, Backlog backlog) {
        // They are in the backlog, too.
        hold.release();
        Seats seats =
                loops.computeIfAbsent(viewer.channel().eventLoop(), loop -> new Seats(new ViewerGroup(loop, limits)));
        seats.taken++;
        size++;
        String json = MessageCodec.write(backlog.stream());
        seats.group.post(group -> {
            group.add(viewer);
            viewer.sendText(json);
            viewer.subscribe(stripes, backlog, System.nanoTime());
        });
    }

    /** Forgets a viewer that joined before. */
    void leave(ViewerQueue viewer) {
        Seats seats = loops.get(viewer.channel().eventLoop());
        seats.taken--;
        size--;
        seats.group.post(group -> group.remove(viewer));
    }

    /** Does something on the loop of a viewer that joined before, in order with its chunks. */
    void tell(ViewerQueue viewer, Consumer<ViewerQueue> message) {
        hold.release();
        loops.get(viewer.channel().eventLoop()).group.post(group -> message.accept(viewer));
    }

    @Override
    public void onStream(LinkMessage.Stream stream) {
        hold.release();
        String json = MessageCodec.write(stream);
        loops.values().forEach(seats -> seats.group.post(group -> group.onStream(stream, json)));
    }

    @Override
    public void onEpoch() {
        hold.release();
        loops.values().forEach(seats -> seats.group.post(ViewerGroup::onEpoch));
    }

    @Override
    public void onChunks(List<Chunk> chunks) {
        if (size > 0) {
            hold.add(chunks);
        }
    }

    private void send(List<Chunk> chunks) {
        Batch batch = Batch.of(chunks, PooledByteBufAllocator.DEFAULT, System.nanoTime());
        for (Seats seats : loops.values()) {
            if (seats.taken > 0) {
                batch.retain();
                seats.group.post(batch);
            }
        }
        batch.release();
    }

    @Override
    public int size() {
        return size;
    }
}
