/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.signaling;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A viewer that speaks docs/protocol.md §3, as a page does. Confined to its loop. */
final class TrackerViewer extends LoadViewer {
    private static final int ID_CHARS = 32;
    /** Where the first letter of the type is: the tracker writes the type first. */
    private static final int AT_TYPE = 9;

    private static final String VIEWER = "\"viewer\":\"";
    private static final String PARENTS = "\"parents\":[";
    private static final Random KEYS = new Random();

    private List<String> parents = List.of();

    TrackerViewer(Crowd crowd) {
        super(crowd);
    }

    @Override
    String path() {
        return "/resource?stream=live";
    }

    @Override
    void onOpen() throws IOException {
        say(Words.join(String.format(Locale.ROOT, "%016x%016x", KEYS.nextLong(), KEYS.nextLong())));
    }

    private void say(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Override
    void onText(byte[] bytes, int offset, int length) throws IOException {
        switch (bytes[offset + AT_TYPE]) {
            case 'o' -> crowd.flow.onSignal(this, Kind.OFFER, sender(bytes, offset));
            case 'a' -> crowd.flow.onSignal(this, Kind.ANSWER, sender(bytes, offset));
            case 'c' -> crowd.flow.onSignal(this, Kind.CANDIDATE, sender(bytes, offset));
            case 's' -> onSources(text(bytes, offset, length));
            case 'w' -> onWelcomeOrWait(text(bytes, offset, length));
            default -> crowd.onRefused(text(bytes, offset, length));
        }
    }

    private static String text(byte[] bytes, int offset, int length) {
        return new String(bytes, offset, length, StandardCharsets.ISO_8859_1);
    }

    /** The second value of the message. */
    private static String sender(byte[] bytes, int offset) {
        int at = offset + AT_TYPE;
        while (bytes[at] != ':') {
            at++;
        }
        return text(bytes, at + 2, ID_CHARS);
    }

    private void onWelcomeOrWait(String text) {
        int at = text.indexOf(VIEWER);
        if (at > 0 && id == null) {
            id = text.substring(at + VIEWER.length(), at + VIEWER.length() + ID_CHARS);
            crowd.byId.put(id, this);
        }
    }

    private void onSources(String text) throws IOException {
        List<String> now = new ArrayList<>();
        int end = text.indexOf(']', text.indexOf(PARENTS));
        for (int at = text.indexOf(VIEWER, text.indexOf(PARENTS));
                at >= 0 && at < end;
                at = text.indexOf(VIEWER, at + 1)) {
            String parent = text.substring(at + VIEWER.length(), at + VIEWER.length() + ID_CHARS);
            now.add(parent);
            if (!parents.contains(parent)) {
                say(Words.connected(text.charAt(at - 2), parent));
            }
        }
        parents = now;
        if (!isIn) {
            isIn = true;
            say(Words.CAPACITY);
        }
        crowd.flow.onParents(this, parents);
    }

    @Override
    void signal(Kind kind, String to) throws IOException {
        say(
                switch (kind) {
                    case OFFER -> Words.signal("offer", to, Words.OFFER);
                    case ANSWER -> Words.signal("answer", to, Words.OFFER);
                    case CANDIDATE -> Words.signal("candidate", to, Words.CANDIDATE);
                });
    }

    @Override
    void report() throws IOException {
        String other = parents.isEmpty() ? id : parents.get(0);
        say(Words.statistics(other, other));
    }
}
