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
import io.p2plive.media.Chunk;
import io.p2plive.net.Endpoint;
import io.p2plive.net.HttpRefusal;
import io.p2plive.net.HttpReply;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.RelayMessage.CloseReason;
import java.util.ArrayList;
import java.util.List;
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
    private byte[] scratch = new byte[64 * 1024];
    private Publication publication;
    private Chunker chunker;
    private ChunkMaker chunks;
    /** Made of what came last, not yet published. */
    private List<Chunk> ready = new ArrayList<>();

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
            while (bytes.isReadable()) {
                int count = Math.min(scratch.length, bytes.readableBytes());
                bytes.readBytes(scratch, 0, count);
                take(count);
            }
        } catch (UnsupportedMediaException e) {
            throw unsupported(e.getMessage());
        } catch (ProtocolException e) {
            throw IngestEndpoint.refusal(e);
        } finally {
            publish();
        }
    }

    /** What came together goes on together. */
    private void publish() {
        if (!ready.isEmpty()) {
            List<Chunk> next = ready;
            ready = new ArrayList<>();
            publication.stream().publish(next);
        }
    }

    private static HttpRefusal unsupported(String message) {
        return new HttpRefusal(HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, RefusalReason.UNSUPPORTED_MEDIA, message);
    }

    private void take(int count) throws UnsupportedMediaException, ProtocolException {
        if (chunker != null) {
            chunker.feed(scratch, 0, count);
            return;
        }
        Optional<Verdict> verdict = probe.feed(scratch, 0, count);
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
        chunks = new ChunkMaker(publication.epoch(), WallClock::nowMicros, chunk -> ready.add(chunk));
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
        publish();
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
