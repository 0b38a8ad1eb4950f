/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.testing;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * A peer that stops reading, for an {@code EmbeddedChannel}: put first into the pipeline, it keeps what is written in the
 * channel's buffer, as a socket does whose other end is full. Confined to the channel's loop.
 */
public final class PausedWrites extends ChannelOutboundHandlerAdapter {
    private boolean isPaused;
    private ChannelHandlerContext ctx;

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        ctx = added;
    }

    @Override
    public void flush(ChannelHandlerContext flushed) {
        if (!isPaused) {
            flushed.flush();
        }
    }

    /** The peer stops reading. */
    public void pause() {
        isPaused = true;
    }

    /** The peer reads again. */
    public void resume() {
        isPaused = false;
        ctx.flush();
    }
}
