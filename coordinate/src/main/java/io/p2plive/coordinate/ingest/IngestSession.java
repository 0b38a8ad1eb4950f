/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.ingest;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.concurrent.ScheduledFuture;
import io.p2plive.coordinate.chunk.Chunker;
import io.p2plive.coordinate.chunk.MediaProbe;
import io.p2plive.coordinate.chunk.MediaProbe.Verdict;
import io.p2plive.coordinate.chunk.UnsupportedMediaException;
import io.p2plive.coordinate.stream.ChunkMaker;
import io.p2plive.coordinate.stream.Publications;
import io.p2plive.coordinate.stream.Publications.Publication;
import io.p2plive.coordinate.stream.WallClock;
import io.p2plive.id.StreamName;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One push, from its first byte to its last: probed, then let in, then cut into chunks.
 *
 * <p>Confined to the connection's loop.
 */
final class IngestSession implements Endpoint.Upload, Publications.Publisher {
    private static final Logger log = LoggerFactory.getLogger(IngestSession.class);
    private static final int CHECKS_WITHIN_PATIENCE = 20;

    private final ChannelHandlerContext ctx;
    private final StreamName name;
    private final String identity;
    private final Publications publications;
    private final long patienceNanos;
    private final long startNanos = System.nanoTime();
    private final ScheduledFuture<?> patienceCheck;

    private MediaProbe probe = new MediaProbe();
    private Publication publication;
    private Chunker chunker;
    private ChunkMaker chunks;

    private long lastBytesNanos = startNanos;
    private boolean isOver;

    IngestSession(
            ChannelHandlerContext ctx,
            StreamName name,
            String identity,
            Publications publications,
            long patienceMillis) {
        this.ctx = ctx;
        this.name = name;
        this.identity = identity;
        this.publications = publications;
        this.patienceNanos = TimeUnit.MILLISECONDS.toNanos(patienceMillis);
        long everyNanos = patienceNanos / CHECKS_WITHIN_PATIENCE;
        this.patienceCheck =
                ctx.executor().scheduleAtFixedRate(this::checkPatience, everyNanos, everyNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void onBytes(ByteBuf bytes) throws HttpRefusal {
        if (isOver || !bytes.isReadable()) {
            return;
        }
        lastBytesNanos = System.nanoTime();
        try {
            take(bytes);
        } catch (UnsupportedMediaException e) {
            throw unsupported(e.getMessage());
        } catch (ProtocolException e) {
            throw IngestEndpoint.refusal(e);
        } finally {
            handOver();
        }
    }

    /** What came together goes on together. */
    private void handOver() {
        if (chunks != null) {
            chunks.handOver();
        }
    }

    private static HttpRefusal unsupported(String message) {
        return new HttpRefusal(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, RefusalReason.UNSUPPORTED_MEDIA, message);
    }

    private void take(ByteBuf bytes) throws UnsupportedMediaException, ProtocolException {
        if (chunker != null) {
            chunker.feed(bytes);
            return;
        }
        Optional<Verdict> verdict = probe.feed(bytes);
        if (verdict.isPresent()) {
            enter(verdict.get());
        }
    }

    /** Only what was recognised takes a name: nobody loses a stream to somebody's garbage. */
    private void enter(Verdict verdict) throws UnsupportedMediaException, ProtocolException {
        publication = publications.open(name, identity, verdict.format(), this);
        log.info(
                "push stream={} epoch={} format={} remote={}",
                name,
                publication.epoch().number(),
                verdict.format().label(),
                ctx.channel().remoteAddress());
        chunks = new ChunkMaker(publication.epoch(), WallClock::nowMicros, ctx.alloc(), publication.stream()::publish);
        chunker = verdict.chunker(chunks);
        probe.replayTo(chunker);
        probe = null;
    }

    @Override
    public HttpReply onEnd() {
        try {
            finish();
        } catch (UnsupportedMediaException e) {
            refuse(e.getMessage());
        }
        end(CloseReason.ENDED);
        return HttpReply.text(HttpResponseStatus.OK, "the stream has ended\n");
    }

    private void finish() throws UnsupportedMediaException {
        if (publication == null) {
            throw new UnsupportedMediaException("the push ended before any video came");
        }
        if (!isOver) {
            chunker.finish();
        }
    }

    /** Outside of {@link #onBytes} the connection hears by an event; it is closed, and no other answer goes out. */
    private void refuse(String message) {
        ctx.pipeline().fireUserEventTriggered(unsupported(message));
    }

    @Override
    public void onLost() {
        end(CloseReason.LOST);
    }

    /** What is held of an unfinished picture is dropped: only whole pictures travel. */
    private void end(CloseReason reason) {
        if (isOver) {
            return;
        }
        isOver = true;
        patienceCheck.cancel(false);
        if (publication == null) {
            return;
        }
        publications.close(publication);
        chunks.end();
        publication.stream().end(publication.epoch(), reason);
    }

    @Override
    public void onReplaced() {
        ctx.executor().execute(() -> {
            end(CloseReason.REPLACED);
            ctx.close();
        });
    }

    private void checkPatience() {
        long now = System.nanoTime();
        if (publication == null && now - startNanos > patienceNanos) {
            refuse("no MPEG1 video came within " + TimeUnit.NANOSECONDS.toSeconds(patienceNanos) + " s");
        } else if (now - lastBytesNanos > patienceNanos) {
            log.info(
                    "push lost stream={} reason=silent remote={}",
                    name,
                    ctx.channel().remoteAddress());
            end(CloseReason.LOST);
            ctx.close();
        }
    }
}
