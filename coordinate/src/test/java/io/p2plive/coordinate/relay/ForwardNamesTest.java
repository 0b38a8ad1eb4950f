/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.relay;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.coordinate.stream.LiveStreams;
import io.p2plive.net.HostPort;
import io.p2plive.net.NettyLoop;
import io.p2plive.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** A name server that does not answer holds up nobody but the forward that it is asked for. */
class ForwardNamesTest {
    private final CountDownLatch answer = new CountDownLatch(1);

    private InetAddress lookUp(String host) throws UnknownHostException {
        if (host.equals("unknown.example.org")) {
            throw new UnknownHostException(host);
        }
        if (host.equals("slow.example.org")) {
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new UnknownHostException("interrupted");
            }
        }
        return InetAddress.getLoopbackAddress();
    }

    @Test
    void dialsOthersWhileANameIsLookedUp() throws IOException {
        Transport transport = Transport.open(1);
        NettyLoop onlyLoop = new NettyLoop(transport.loops().next());
        RelayIdentity identity = new RelayIdentity("c", null, 1_000_000);
        try (ServerSocket forward = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                RelayLinks links =
                        new RelayLinks(transport, new LiveStreams(() -> onlyLoop, 1_000_000), identity, this::lookUp)) {
            forward.setSoTimeout(8_000);
            HostPort slow = new HostPort("slow.example.org", forward.getLocalPort());
            HostPort quick = new HostPort("quick.example.org", forward.getLocalPort());
            HostPort unknown = new HostPort("unknown.example.org", 9_999);
            links.update(Set.of(slow));
            links.update(Set.of(slow, quick, unknown));
            try (Socket first = forward.accept()) {
                assertTrue(first.getInputStream().read() >= 0, "the hello of the quick one");
                await().until(() -> links.statuses().stream()
                        .anyMatch(status -> status.fault().contains("unknown host unknown.example.org")));
                answer.countDown();
                try (Socket second = forward.accept()) {
                    assertTrue(second.getInputStream().read() >= 0, "the hello of the slow one");
                }
            }
        } finally {
            transport.close();
        }
    }
}
