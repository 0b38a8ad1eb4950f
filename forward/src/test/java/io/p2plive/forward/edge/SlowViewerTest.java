/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static io.p2plive.forward.testing.TestChunks.chunk;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.forward.ForwardDaemon;
import io.p2plive.forward.testing.RelayClient;
import io.p2plive.forward.testing.TestForward;
import io.p2plive.forward.testing.Watcher;
import io.p2plive.media.Chunk;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A viewer that does not read, beside one that does. */
class SlowViewerTest {
    private static final int PICTURE_BYTES = 16_000;
    private static final int PICTURES_OF_A_GOP = 10;
    private static final int BINARY = 0x82;
    private static final int LONG_LENGTH = 126;

    private ForwardDaemon forward;
    private RelayClient link;
    private long sequence;

    private void start(int stalledMillis) throws IOException {
        forward = TestForward.started("", new EdgeLimits(10, 10, 256 * 1024, 60_000, stalledMillis, 0));
        link = RelayClient.greeted(forward.relayPort());
        link.open(0, "live", 1);
    }

    @AfterEach
    void stop() {
        link.close();
        forward.close();
    }

    private void pushGop() throws IOException {
        List<Chunk> gop = new ArrayList<>();
        for (int i = 0; i < PICTURES_OF_A_GOP; i++) {
            int flags = Chunk.FIRST | Chunk.LAST | (i == 0 ? Chunk.KEYFRAME : 0);
            gop.add(chunk(flags, 1, sequence++, PICTURE_BYTES));
        }
        link.chunks(0, gop);
    }

    private Socket stuck() throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(16 * 1024);
        socket.setSoTimeout(8_000);
        socket.connect(new InetSocketAddress("127.0.0.1", forward.viewerPort()));
        socket.getOutputStream()
                .write(("GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    @Test
    void skipsToAKeyframeAndNobodyElseNotices() throws IOException {
        start(60_000);
        try (Socket slow = stuck();
                Watcher well = Watcher.watch(forward.viewerPort(), "")) {
            well.awaitState("live");
            while (forward.edge().counters().chunksDropped() == 0) {
                assertTrue(sequence < 5_000, "nothing was dropped");
                pushGop();
                well.awaitSequence(sequence - 1);
            }

            List<Long> taken = takeUntilNewest(new DataInputStream(slow.getInputStream()));

            assertEquals(sequence, well.chunks().size());
            assertInOrderWithHolesBeforeKeyframesOnly(taken);
        }
    }

    /** Reads on until the newest picture comes; there may have to be newer ones first. */
    private List<Long> takeUntilNewest(DataInputStream in) throws IOException {
        skipHead(in);
        List<Long> taken = new ArrayList<>();
        while (taken.isEmpty() || taken.get(taken.size() - 1) < sequence - 1) {
            pushUntilSomethingComes(in);
            int kind = in.readUnsignedByte();
            int length = in.readUnsignedByte();
            byte[] body = new byte[length == LONG_LENGTH ? in.readUnsignedShort() : length];
            in.readFully(body);
            if (kind == BINARY) {
                taken.add(
                        (body[8] & 0xffL) << 24 | (body[9] & 0xff) << 16 | (body[10] & 0xff) << 8 | (body[11] & 0xff));
            }
        }
        return taken;
    }

    private void pushUntilSomethingComes(DataInputStream in) throws IOException {
        while (in.available() == 0) {
            try {
                Watcher.await().atMost(Duration.ofMillis(500)).until(() -> in.available() > 0);
            } catch (ConditionTimeoutException e) {
                pushGop();
            }
        }
    }

    private static void skipHead(DataInputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        assertTrue(head.toString().startsWith("HTTP/1.1 101"));
    }

    private static void assertInOrderWithHolesBeforeKeyframesOnly(List<Long> taken) {
        int holes = 0;
        for (int i = 1; i < taken.size(); i++) {
            long previous = taken.get(i - 1);
            long current = taken.get(i);
            if (current != previous + 1) {
                holes++;
                assertTrue(current > previous, taken.toString());
                assertEquals(0, current % PICTURES_OF_A_GOP, "went on in the middle of a GOP: " + taken);
            }
        }
        assertTrue(holes > 0, "nothing was skipped: " + taken);
    }

    @Test
    void isClosedAfterTakingNothingForTooLong() throws IOException {
        start(700);
        try (Socket slow = stuck();
                Watcher well = Watcher.watch(forward.viewerPort(), "")) {
            well.awaitState("live");
            while (forward.edge().counters().chunksDropped() == 0) {
                pushGop();
                well.awaitSequence(sequence - 1);
            }

            Watcher.await().until(() -> viewersOf(forward) == 1);
            pushGop();
            well.awaitSequence(sequence - 1);
            assertTrue(slow.isConnected());
        }
    }

    private static int viewersOf(ForwardDaemon forward) throws IOException {
        try (var in = new java.net.URL("http://127.0.0.1:" + forward.viewerPort() + "/load").openStream()) {
            String load = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(load.replaceFirst(".*?\"viewers\":(\\d+),.*", "$1"));
        }
    }
}
