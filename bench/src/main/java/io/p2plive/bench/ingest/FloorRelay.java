/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.ingest;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The floor: whatever is pushed is written to all receivers as it was read, and waits for each of them. It cuts nothing,
 * and is what the kernel alone costs. A thread for each push. Safe from any thread.
 */
public final class FloorRelay {
    /** As much as coordinate reads at most at once. */
    private static final int BLOCK_BYTES = 64 * 1024;

    /** Whoever reads it gets all that is pushed from then on. */
    private static final byte[] WELCOME = {'\n'};

    private final List<SocketChannel> receivers = new CopyOnWriteArrayList<>();

    private FloorRelay() {}

    /** The arguments are the port of pushes and that of receivers. */
    public static void main(String[] arguments) throws IOException {
        FloorRelay relay = new FloorRelay();
        ServerSocketChannel pushes = listen(Integer.parseInt(arguments[0]));
        ServerSocketChannel receivers = listen(Integer.parseInt(arguments[1]));
        start("receivers", () -> {
            while (true) {
                SocketChannel receiver = receivers.accept();
                receiver.setOption(StandardSocketOptions.TCP_NODELAY, true);
                relay.receivers.add(receiver);
                receiver.write(ByteBuffer.wrap(WELCOME));
            }
        });
        while (!Thread.currentThread().isInterrupted()) {
            SocketChannel push = pushes.accept();
            start("push", () -> relay.pass(push));
        }
    }

    /** What a thread does until something fails. */
    private interface Work {
        void run() throws IOException;
    }

    private static void start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        System.err.println(name + " ended: " + e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static ServerSocketChannel listen(int port) throws IOException {
        return ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private void pass(SocketChannel push) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
        try (push) {
            while (push.read(block.clear()) >= 0) {
                block.flip();
                for (SocketChannel receiver : receivers) {
                    // Blocking: all of it goes.
                    receiver.write(block.duplicate());
                }
            }
        }
    }
}
