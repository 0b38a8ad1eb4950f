/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * A bare page with two parents and two children, and a page in another browser that is all four of them. It shows to the
 * console what our page shows, as far as it has it.
 */
final class FloorPage {
    private static final int LINKS = 4;
    private static final int MESSAGES_PER_SECOND = 30;
    private static final Duration OPEN_TIME = Duration.ofSeconds(20);

    private static final String LINK = """
            globalThis.links = [];
            globalThis.describe = async (index, theirs) => {
              const connection = (links[index] ??= link()).connection;
              if (theirs) await connection.setRemoteDescription(theirs);
              if (theirs?.type === 'answer') return null;
              const gathered = new Promise((resolve) => {
                connection.onicecandidate = ({ candidate }) => candidate ?? resolve();
              });
              await connection.setLocalDescription();
              await gathered;
              return connection.localDescription.toJSON();
            };
            function link() {
              const connection = new RTCPeerConnection();
              const channel = connection.createDataChannel('media', { negotiated: true, id: 1, ordered: false });
              channel.binaryType = 'arraybuffer';
              return { connection, channel };
            }
            """;

    private static final String RELAY = """
            const totals = { bytesFromViewers: 0, bytesToViewers: 0 };
            const [relayed, other, ...children] = links.map(({ channel }) => channel);
            const take = ({ data }) => { totals.bytesFromViewers += data.byteLength; };
            relayed.onmessage = (event) => {
              take(event);
              for (const child of children) {
                child.send(event.data);
                totals.bytesToViewers += event.data.byteLength;
              }
            };
            other.onmessage = take;
            globalThis.p2plive = { snapshot: () => ({ totals, targets: children.map(() => ({ stripes: [0] })) }) };
            """;

    private static final String FEED = """
            const message = new Uint8Array(%d);
            let count = 0;
            setInterval(() => links[count++ %% 2].channel.send(message), 1000 / %d);
            """;

    private FloorPage() {}

    /** Opens both pages, and the stream runs. */
    static Tab open(Chromium chromium, Chromium others, int kilobits) throws Exception {
        Tab page = chromium.open("about:blank");
        Tab neighbours = others.open("about:blank");
        page.evaluate(LINK);
        neighbours.evaluate(LINK);
        for (int index = 0; index < LINKS; index++) {
            JsonNode offer = page.evaluate("describe(%d)".formatted(index));
            JsonNode answer = neighbours.evaluate("describe(%d, %s)".formatted(index, offer));
            page.evaluate("describe(%d, %s)".formatted(index, answer));
        }
        await("bare links open")
                .pollInSameThread()
                .atMost(OPEN_TIME)
                .until(() -> page.evaluate("links.every(({ channel }) => channel.readyState === 'open')")
                        .asBoolean());
        page.evaluate(RELAY);
        neighbours.evaluate(FEED.formatted(kilobits * 1000 / 8 / MESSAGES_PER_SECOND, MESSAGES_PER_SECOND));
        return page;
    }
}
