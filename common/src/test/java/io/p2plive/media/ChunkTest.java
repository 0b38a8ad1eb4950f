/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.StreamFormat;
import java.io.IOException;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkTest {

    @ParameterizedTest(name = "reads {0}")
    @MethodSource("valid")
    void readsEachGoldenChunk(String name, JsonNode vector) throws ProtocolException {
        Chunk chunk = Chunk.parse(bytes(vector, "hex"), vector.get("stripes").intValue());

        assertEquals(vector.get("flags").intValue(), chunk.flags());
        assertEquals(vector.get("stripe").intValue(), chunk.stripe());
        assertEquals(vector.get("hops").intValue(), chunk.hops());
        assertEquals(vector.get("epoch").longValue(), chunk.epoch());
        assertEquals(vector.get("sequence").longValue(), chunk.sequence());
        assertEquals(vector.get("ingestMicros").longValue(), chunk.ingestMicros());
        assertEquals(vector.get("format").intValue(), chunk.format().code());
        assertEquals(bytes(vector, "payloadHex").length, chunk.payloadBytes());
    }

    @ParameterizedTest(name = "writes {0}")
    @MethodSource("valid")
    void writesEachGoldenChunk(String name, JsonNode vector) {
        byte[] payload = bytes(vector, "payloadHex");
        Chunk.Header header = new Chunk.Header(
                vector.get("flags").intValue(),
                vector.get("stripe").intValue(),
                vector.get("epoch").longValue(),
                vector.get("sequence").longValue(),
                vector.get("ingestMicros").longValue(),
                vector.get("format").intValue() == 1 ? StreamFormat.MPEG1 : StreamFormat.MPEGTS);

        byte[] wire = Chunk.of(header, payload, 0, payload.length).wire();

        byte[] expected = bytes(vector, "hex");
        expected[3] = 0;
        assertArrayEquals(expected, wire);
    }

    @ParameterizedTest(name = "refuses {0}: {2}")
    @MethodSource("invalid")
    void refusesEachBrokenChunk(String name, JsonNode vector, String fault) {
        byte[] wire = bytes(vector, "hex");
        int stripes = vector.get("stripes").intValue();
        assertThrows(ProtocolException.class, () -> Chunk.parse(wire, stripes));
    }

    static Stream<Arguments> valid() throws IOException {
        return vectors("valid").map(vector -> Arguments.of(vector.get("name").textValue(), vector));
    }

    static Stream<Arguments> invalid() throws IOException {
        return vectors("invalid")
                .map(vector -> Arguments.of(
                        vector.get("name").textValue(),
                        vector,
                        vector.get("fault").textValue()));
    }

    private static Stream<JsonNode> vectors(String name) throws IOException {
        try (var in = ChunkTest.class.getResourceAsStream("/vectors/chunk/" + name + ".json")) {
            return StreamSupport.stream(new ObjectMapper().readTree(in).spliterator(), false);
        }
    }

    private static byte[] bytes(JsonNode vector, String field) {
        return HexFormat.of().parseHex(vector.get(field).textValue());
    }
}
