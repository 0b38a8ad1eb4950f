/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.NodeMessage;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RelayMessage;
import io.p2plive.protocol.SwarmMessage;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MessageCodecTest {
    private static final ObjectMapper PLAIN = new ObjectMapper();

    private static final Map<String, Class<?>> FAMILIES = Map.ofEntries(
            Map.entry("swarm/from-viewer", SwarmMessage.FromViewer.class),
            Map.entry("swarm/to-viewer", SwarmMessage.ToViewer.class),
            Map.entry("link/from-child", LinkMessage.FromChild.class),
            Map.entry("link/to-child", LinkMessage.ToChild.class),
            Map.entry("relay/to-forward", RelayMessage.ToForward.class),
            Map.entry("relay/from-forward", RelayMessage.FromForward.class),
            Map.entry("node/registration", NodeMessage.Registration.class),
            Map.entry("node/registration-reply", NodeMessage.RegistrationReply.class),
            Map.entry("node/placement", NodeMessage.Placement.class),
            Map.entry("node/load", NodeMessage.ForwardLoad.class),
            Map.entry("node/refusal", NodeMessage.Refusal.class));

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("valid")
    void carriesEachGoldenMessageThereAndBack(String family, String name, String json) throws Exception {
        Object message = MessageCodec.read(json, FAMILIES.get(family));

        JsonNode golden = tree(json);
        JsonNode written = PLAIN.readTree(MessageCodec.write(message));

        // What may be absent is written all the same.
        written.properties().stream()
                .filter(field -> golden.has(field.getKey()))
                .forEach(field -> assertEquals(golden.get(field.getKey()), field.getValue(), field.getKey()));
        assertEquals(message, MessageCodec.read(written.toString(), FAMILIES.get(family)));
    }

    @ParameterizedTest(name = "{0}: {1} is {3}")
    @MethodSource("invalid")
    void refusesEachBrokenMessageWithItsReason(String family, String name, String json, String reason) {
        ProtocolException refusal =
                assertThrows(ProtocolException.class, () -> MessageCodec.read(json, FAMILIES.get(family)));
        assertEquals(reason, refusal.reason().word());
    }

    @ParameterizedTest(name = "{0} is refused as: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"connected\",\"stripe\":\"0\"} | stripe is missing, or of another kind",
                "{\"type\":\"join\",\"protocol\":1} | share is missing, or of another kind",
                "{\"type\":\"leave\",\"reason\":\"a\"} {} | the message ends too early, or too late"
            })
    void saysWhatIsWrongInWordsForTheSender(String json, String words) {
        ProtocolException refusal =
                assertThrows(ProtocolException.class, () -> MessageCodec.read(json, SwarmMessage.FromViewer.class));
        assertEquals(words, refusal.getMessage());
    }

    static Stream<Arguments> valid() throws IOException {
        return vectors()
                .filter(vector -> vector.get("valid").booleanValue())
                .map(vector -> Arguments.of(text(vector, "family"), text(vector, "name"), text(vector, "json")));
    }

    static Stream<Arguments> invalid() throws IOException {
        return vectors()
                .filter(vector -> !vector.get("valid").booleanValue())
                .map(vector -> Arguments.of(
                        text(vector, "family"), text(vector, "name"), text(vector, "json"), text(vector, "reason")));
    }

    private static Stream<JsonNode> vectors() throws IOException {
        Stream<JsonNode> all = Stream.empty();
        for (String file : new String[] {"swarm", "link", "relay", "node"}) {
            try (var in = MessageCodecTest.class.getResourceAsStream("/vectors/messages/" + file + ".json")) {
                all = Stream.concat(all, StreamSupport.stream(PLAIN.readTree(in).spliterator(), false));
            }
        }
        return all;
    }

    private static String text(JsonNode vector, String field) {
        return vector.get(field).textValue();
    }

    private static JsonNode tree(String json) {
        try {
            return PLAIN.readTree(json);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
