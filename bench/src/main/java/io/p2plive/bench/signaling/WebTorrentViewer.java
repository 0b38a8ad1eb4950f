/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * A viewer that speaks the WebTorrent trackers' protocol: it announces itself with one offer, which its tracker passes to
 * somebody, whose answer it passes back; candidates are within both. Confined to its loop.
 */
final class WebTorrentViewer extends LoadViewer {
    private static final String SWARM = "01234567890123456789";
    private static final int ID_CHARS = 20;
    private static final String PEER = "\"peer_id\":\"";
    private static final int AT_KIND = "{\"action\":\"announce\",\"".length();

    /** Whether there was somebody to offer anything to. */
    private boolean hasOffered;

    WebTorrentViewer(Crowd crowd) {
        super(crowd);
        id = String.format(Locale.ROOT, "%020d", crowd.number());
    }

    @Override
    String path() {
        return "/announce";
    }

    @Override
    void onOpen() throws IOException {
        hasOffered = !crowd.byId.isEmpty();
        String offers = !hasOffered ? "" : "{\"offer\":" + plain(Words.OFFER) + ",\"offer_id\":\"" + id + "\"}";
        say("{\"action\":\"announce\",\"info_hash\":\"" + SWARM + "\",\"peer_id\":\"" + id
                + "\",\"numwant\":1,\"uploaded\":0,\"downloaded\":0,\"left\":1,\"event\":\"started\",\"offers\":["
                + offers + "]}");
    }

    /** Here the payload is an object, and not a text of one. */
    private static String plain(String quoted) {
        return quoted.replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private void say(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    void onText(byte[] bytes, int offset, int length) throws IOException {
        String text = new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
        if (text.startsWith("offer\"", AT_KIND)) {
            crowd.flow.onSignal(this, Kind.OFFER, sender(text));
        } else if (text.startsWith("answer\"", AT_KIND)) {
            crowd.flow.onSignal(this, Kind.ANSWER, sender(text));
        } else if (text.contains("\"interval\":")) {
            if (!isIn) {
                isIn = true;
                crowd.byId.put(id, this);
                if (!hasOffered) {
                    crowd.flow.onParents(this, List.of());
                }
            }
        } else {
            crowd.onRefused(text);
        }
    }

    private static String sender(String text) {
        int at = text.lastIndexOf(PEER) + PEER.length();
        return text.substring(at, at + ID_CHARS);
    }

    /** Whatever is passed on is an answer here: it alone has a receiver. */
    @Override
    void signal(Kind kind, String to) throws IOException {
        String payload = kind == Kind.CANDIDATE ? Words.CANDIDATE : Words.OFFER;
        say("{\"action\":\"announce\",\"info_hash\":\"" + SWARM + "\",\"peer_id\":\"" + id + "\",\"to_peer_id\":\"" + to
                + "\",\"answer\":" + plain(payload) + ",\"offer_id\":\"" + to + "\"}");
    }

    @Override
    void report() {
        // Nobody asks for that here.
    }
}
