/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

/** What a page says to its tracker, to the letter as a browser writes it. */
public final class Words {
    /** A browser's offer of a data channel: as the payload of a message, so within quotes once more. About 1.5 KB. */
    public static final String OFFER = quoted("{\"type\":\"offer\",\"sdp\":\"" + sdp() + "\"}");

    /** A candidate, likewise. About 200 bytes with what is around it. */
    public static final String CANDIDATE = quoted("{\"candidate\":\"candidate:3361362418 1 udp 2113937151"
            + " 192.168.1.34 51234 typ host generation 0 ufrag Xk2b\",\"sdpMid\":\"0\",\"sdpMLineIndex\":0}");

    /** How many children it can feed. */
    static final String CAPACITY = "{\"type\":\"capacity\",\"slots\":4}";

    private static final String FINGERPRINT =
            "8B:5C:2E:71:0F:A4:93:6D:BE:18:C7:40:52:E9:3A:DD:" + "61:04:FB:9A:27:85:CE:10:B3:7F:48:D2:96:5E:0C:A1";

    private Words() {}

    private static String sdp() {
        StringBuilder sdp =
                new StringBuilder("v=0\\r\\no=- 4611731400430051336 2 IN IP4 127.0.0.1\\r\\ns=-\\r\\nt=0 0\\r\\n"
                        + "a=group:BUNDLE 0\\r\\na=extmap-allow-mixed\\r\\na=msid-semantic: WMS\\r\\n"
                        + "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\\r\\nc=IN IP4 0.0.0.0\\r\\n");
        for (int number = 0; number < 8; number++) {
            sdp.append("a=candidate:336136241")
                    .append(number)
                    .append(" 1 udp 2113937151 192.168.1.34 5123")
                    .append(number)
                    .append(" typ host generation 0 network-cost 999\\r\\n");
        }
        return sdp + "a=ice-ufrag:Xk2b\\r\\na=ice-pwd:pAxYq7fC0bNnR2LhQm4ZtW8d\\r\\na=ice-options:trickle\\r\\n"
                + "a=fingerprint:sha-256 " + FINGERPRINT + "\\r\\na=setup:actpass\\r\\na=mid:0\\r\\n"
                + "a=sctp-port:5000\\r\\na=max-message-size:262144\\r\\n";
    }

    private static String quoted(String json) {
        return json.replace("\\", "\\\\").replace("\"", "\\\"");
    }

    /** Enters the swarm; the key is 32 hexadecimal digits. */
    public static String join(String key) {
        return "{\"type\":\"join\",\"protocol\":1,\"key\":\"" + key
                + "\",\"share\":true,\"parents\":[],\"children\":[]}";
    }

    /** An offer, answer or candidate for another; its payload is quoted already. */
    public static String signal(String type, String to, String payload) {
        return "{\"type\":\"" + type + "\",\"to\":\"" + to + "\",\"payload\":\"" + payload + "\"}";
    }

    /** A parent delivers. */
    static String connected(char stripe, String parent) {
        return "{\"type\":\"connected\",\"stripe\":" + stripe + ",\"viewer\":\"" + parent + "\"}";
    }

    /** How it goes with a viewer that has two parents and two children. */
    public static String statistics(String one, String other) {
        return "{\"type\":\"statistics\",\"state\":\"live\",\"delayMillis\":1234,\"bufferMillis\":1000,\"hops\":5,"
                + "\"sources\":[{\"stripe\":0,\"from\":\"" + one + "\",\"kilobitsPerSecond\":503},"
                + "{\"stripe\":1,\"from\":\"" + other + "\",\"kilobitsPerSecond\":498}],"
                + "\"targets\":[{\"viewer\":\"" + one + "\",\"stripes\":[0],\"kilobitsPerSecond\":503},"
                + "{\"viewer\":\"" + other + "\",\"stripes\":[0],\"kilobitsPerSecond\":503}],"
                + "\"bytesFromForwards\":125000,\"bytesFromViewers\":7340032,\"bytesToViewers\":7340032,"
                + "\"chunksLost\":0,\"chunksDropped\":0,\"picturesDrawn\":1800,\"stalledMillis\":120,\"rttMillis\":34}";
    }
}
