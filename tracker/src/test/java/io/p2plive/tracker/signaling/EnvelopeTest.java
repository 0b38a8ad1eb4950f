/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.signaling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.Unpooled;
import io.p2plive.id.ViewerId;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.Limits;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.SwarmMessage.FromViewer;
import io.p2plive.protocol.SwarmMessage.Signal;
import io.p2plive.tracker.swarm.PassedOn;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final ViewerId SENDER = new ViewerId("0123456789abcdef0123456789abcdef");
    private static final ViewerId RECEIVER = new ViewerId("fedcba9876543210fedcba9876543210");
    private static final String HEAD = "{\"type\":\"offer\",\"to\":\"" + RECEIVER + "\",\"payload\":\"";

    private static PassedOn open(String message) {
        // Somewhere within a larger buffer, as frames are.
        byte[] bytes = ("??" + message + "??").getBytes(StandardCharsets.UTF_8);
        return Envelope.open(Unpooled.wrappedBuffer(bytes, 2, bytes.length - 4), SENDER);
    }

    private static JsonNode tree(PassedOn message) throws ProtocolException {
        return MessageCodec.tree(new String(message.json(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"offer", "answer", "candidate"})
    void passesOnWhatAPageWrites(String type) throws ProtocolException {
        String payload = "{\\\"sdp\\\":\\\"v=0\\\\r\\\\n a=ice\\/x\\\"}";
        PassedOn passed = open(HEAD.replace("offer", type) + payload + "\"}");

        assertNotNull(passed);
        assertEquals(type, passed.type());
        assertEquals(RECEIVER, passed.to());
        assertEquals(
                "{\"type\":\"" + type + "\",\"from\":\"" + SENDER + "\",\"payload\":\"" + payload + "\"}",
                new String(passed.json(), StandardCharsets.UTF_8));
        assertEquals(
                "{\"sdp\":\"v=0\\r\\n a=ice/x\"}", tree(passed).get("payload").asText());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\"b",
                "a\",\"from\":\"0123",
                "a\\",
                "a\\\\\\",
                "a\\x",
                "a\\u0041",
                "a\nb",
                "\u0000",
                "a\u007f\u0080",
                "\u00e4",
                "\ud83d\ude00"
            })
    void leavesWhatIsNotPlainTextToBeRead(String payload) {
        assertNull(open(HEAD + payload + "\"}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{\"type\":\"offer\"}",
                "{\"type\":\"offer\",\"to\":\"fedcba98\",\"payload\":\"x\"}",
                "{\"type\":\"offer\",\"to\":\"FEDCBA9876543210fedcba9876543210\",\"payload\":\"x\"}",
                "{\"type\":\"offer\",\"to\":\"fedcba9876543210fedcba9876543210\",\"payload\":7}",
                "{\"type\":\"offer\",\"to\":\"fedcba9876543210fedcba9876543210\",\"payload\":\"x\",\"more\":1}",
                "{\"type\":\"offer\",\"to\":\"fedcba9876543210fedcba9876543210\",\"payload\":\"",
                "{\"type\":\"offer\",\"to\":\"fedcba9876543210fedcba9876543210\",\"payload\":\"}",
                "{\"type\":\"offer\",\"payload\":\"x\",\"to\":\"fedcba9876543210fedcba9876543210\"}",
                "{ \"type\":\"offer\",\"to\":\"fedcba9876543210fedcba9876543210\",\"payload\":\"x\"}",
                "{\"type\":\"leave\",\"to\":\"fedcba9876543210fedcba9876543210\",\"payload\":\"x\"}"
            })
    void leavesWhatIsWrittenOtherwiseToBeRead(String message) {
        assertNull(open(message));
    }

    @Test
    void leavesWhatIsTooLongToBeRefused() {
        assertNotNull(open(HEAD + "x".repeat(Limits.MAX_SIGNAL_CHARS) + "\"}"));
        assertNull(open(HEAD + "x".repeat(Limits.MAX_SIGNAL_CHARS + 1) + "\"}"));
    }

    @Test
    void whatItTakesIsWhatReadingWouldHaveMadeOfIt() throws ProtocolException {
        Random random = new Random(3);
        String letters = "ab\"\\/\\\\nrtu0{}[]:, \u00e4";
        int taken = 0;
        for (int round = 0; round < 20_000; round++) {
            StringBuilder payload = new StringBuilder();
            for (int count = random.nextInt(6); count >= 0; count--) {
                payload.append(letters.charAt(random.nextInt(letters.length())));
            }
            String message = HEAD + payload + "\"}";
            PassedOn passed = open(message);
            if (passed != null) {
                taken++;
                Signal signal = (Signal) MessageCodec.read(message, FromViewer.class);
                assertEquals(MessageCodec.tree(MessageCodec.write(signal.from(SENDER))), tree(passed), message);
                assertEquals(signal.to(), passed.to());
            }
        }
        assertEquals(true, taken > 1_000, "taken " + taken);
    }
}
