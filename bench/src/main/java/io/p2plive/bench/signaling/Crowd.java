/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** All viewers of a load. Confined to its caller. */
final class Crowd implements AutoCloseable {
    final LoadLoop loop;
    final Map<String, LoadViewer> byId = new HashMap<>();
    private final Function<Crowd, LoadViewer> viewers;
    LoadViewer.Flow flow;
    int open;
    /** Connections that ended though nobody left. */
    int lost;
    /** Messages that the server did not take. */
    int refused;
    /** The last of them. */
    String refusal = "";

    private int comers;
    private boolean isLeaving;

    /** A crowd of nobody; {@code viewers} makes each. */
    Crowd(InetSocketAddress server, Function<Crowd, LoadViewer> viewers) throws IOException {
        this.loop = new LoadLoop(server);
        this.viewers = viewers;
    }

    /** A number that nobody had before. */
    int number() {
        return ++comers;
    }

    /** One more begins to come. */
    LoadViewer come() throws IOException {
        LoadViewer viewer = viewers.apply(this);
        open++;
        loop.connect(viewer);
        return viewer;
    }

    /** Lets so many come, a few at a time, until all of them are in. */
    void gather(int count, long millis) throws Exception {
        int atOnce = 64;
        int target = byId.size() + count;
        int[] coming = {0};
        int[] begun = {0};
        loop.runUntil(
                () -> {
                    coming[0] = begun[0] - (byId.size() - (target - count));
                    for (; coming[0] < atOnce && begun[0] < count; coming[0]++, begun[0]++) {
                        comeUnchecked();
                    }
                    return byId.size() >= target;
                },
                millis);
    }

    private void comeUnchecked() {
        try {
            come();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Everybody goes. */
    void leave(long millis) throws Exception {
        isLeaving = true;
        List<LoadViewer> all = new ArrayList<>(byId.values());
        byId.clear();
        for (LoadViewer viewer : all) {
            viewer.leave();
        }
        loop.runUntil(() -> open == 0, millis);
        isLeaving = false;
    }

    void onLost(LoadViewer viewer) {
        open--;
        if (!isLeaving) {
            lost++;
        }
    }

    void onRefused(String message) {
        refused++;
        refusal = message;
    }

    @Override
    public void close() throws IOException {
        loop.close();
    }
}
