/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.channel.ChannelPipeline;

/** The pipeline of a server's connection, for channels that are no sockets. */
public final class ServerPipeline {
    private ServerPipeline() {}

    /** Assembles it as {@link HttpServer} does. */
    public static void assemble(ChannelPipeline pipeline, Routes routes) {
        HttpServer.assemble(pipeline, routes);
    }
}
