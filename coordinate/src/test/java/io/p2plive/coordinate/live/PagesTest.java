/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.live;

import static io.p2plive.coordinate.directory.Registrations.tracker;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.coordinate.chunk.Captures;
import io.p2plive.net.MessageCodec;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The page for operators, and the files of the web client. */
class PagesTest {
    private CoordinateUnderTest coordinate = new CoordinateUnderTest("NAME", "<c&1>");

    @AfterEach
    void close() {
        coordinate.close();
    }

    @Test
    void showsStreamsForwardsAndTrackers() {
        try (FakeForward forward = new FakeForward();
                RawClient push =
                        RawClient.pushing(coordinate.port(), "/stream/talk").body(Captures.read("small.m1v"))) {
            coordinate.feed(forward);
            await().until(() -> forward.chunkCount() >= 1);
            await().until(() -> coordinate.link(forward).get("chunksSent").asInt() >= 1);
            JsonNode report = coordinate.json("/debug");
            assertEquals("talk", report.at("/streams/0/summary/name").asText());
            assertEquals(24, report.at("/streams/0/figures/chunks").asInt());
            assertEquals("tracker", report.at("/trackers/0/registration/name").asText());
            assertEquals("127.0.0.1", report.at("/trackers/0/address").asText());
            String page = coordinate.get("/debug").body();
            for (String words : new String[] {"talk", "127.0.0.1:" + forward.port(), "tracker", "open"}) {
                assertTrue(page.contains(words), words);
            }
            push.end();
        }
        await().until(() -> coordinate
                .json("/debug")
                .at("/streams/0/summary/state")
                .asText()
                .equals("away"));
        assertEquals(
                coordinate.json("/debug").get("streams"),
                CoordinateUnderTest.tree(coordinate.get("/debug?format=json").body())
                        .get("streams"));
    }

    @Test
    void escapesWhatOthersSayOfThemselves() {
        String evil = "<img src=x onerror=alert(1)>\"'&";
        assertEquals(
                201,
                coordinate
                        .send(
                                "POST",
                                "/tracker",
                                MessageCodec.write(tracker("t", "r"))
                                        .replace("\"t\"", MessageCodec.write(evil))
                                        .replace("\"r\"", MessageCodec.write(evil)))
                        .statusCode());
        HttpResponse<String> page = coordinate.get("/debug");
        assertEquals(
                "text/html; charset=utf-8",
                page.headers().firstValue("Content-Type").orElseThrow());
        assertTrue(page.body().contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"));
        assertFalse(page.body().contains("<img"));
        assertTrue(page.body().contains("<h1>&lt;c&amp;1&gt;</h1>"));
        assertEquals(
                evil,
                coordinate.json("/debug").at("/trackers/0/registration/name").asText());
    }

    @Test
    void showsThePageToThisMachineOnly() throws SocketException {
        assertEquals(200, coordinate.get("/debug").statusCode());
        assertEquals(
                403, coordinate.get("/debug", "X-Forwarded-For", "127.0.0.1").statusCode(), "a proxy's visitor");
        String outside = addressOfThisMachine();
        Assumptions.assumeTrue(outside != null, "this machine has a network");
        assertTrue(statusFrom(outside).startsWith("403"));
        coordinate.close();
        coordinate = new CoordinateUnderTest("DEBUG", "everyone");
        assertTrue(statusFrom(outside).startsWith("200"));
    }

    private String statusFrom(String address) {
        try (RawClient client = new RawClient(coordinate.port(), address, address)) {
            client.send("GET /debug HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            return String.valueOf(client.status());
        }
    }

    private static String addressOfThisMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
                .map(InetAddress::getHostAddress)
                .findFirst()
                .orElse(null);
    }

    @Test
    void servesTheWebClient() {
        assertEquals(200, coordinate.get("/stream.html").statusCode());
        HttpResponse<String> root = coordinate.get("/");
        assertEquals(302, root.statusCode());
        assertEquals("/stream.html", root.headers().firstValue("Location").orElseThrow());
        assertEquals("ok\n", coordinate.get("/health").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/nothing", "/web/stream.html", "/../coordinate.yaml", "/%2e%2e/coordinate.yaml", "/stream.html/"
            })
    void servesNothingElse(String path) {
        assertEquals(404, coordinate.get(path).statusCode());
    }

    @Test
    void namesTheMethodsOfAPath() {
        assertEquals(405, coordinate.get("/stream").statusCode());
        assertEquals(405, coordinate.send("DELETE", "/debug", "").statusCode());
    }
}
