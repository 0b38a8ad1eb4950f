/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.p2plive.protocol.ProtocolException;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.protocol.UnspokenVersionException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * JSON to records and back, strictly: a missing or wrong value, a duplicate key, an unknown type or too deep a nesting is
 * one {@link ProtocolException} with a sentence for the sender. Unknown fields are ignored.
 *
 * <p>Immutable.
 */
public final class MessageCodec {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_STRING_CHARS = 64 * 1024;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING_CHARS)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private MessageCodec() {}

    /**
     * Reads one message.
     *
     * @throws ProtocolException when it is no valid one
     */
    public static <T> T read(String json, Class<T> type) throws ProtocolException {
        return read(json.getBytes(StandardCharsets.UTF_8), type);
    }

    /**
     * Reads one message from UTF-8.
     *
     * @throws ProtocolException when it is no valid one
     */
    public static <T> T read(byte[] json, Class<T> type) throws ProtocolException {
        checkIsObject(json);
        ObjectReader reader = MAPPER.readerFor(type);
        try {
            return reader.readValue(json);
        } catch (InvalidTypeIdException e) {
            throw new ProtocolException(RefusalReason.UNKNOWN_TYPE, unknownType(e));
        } catch (ValueInstantiationException e) {
            throw invalid(e.getCause());
        } catch (MismatchedInputException e) {
            throw ProtocolException.malformed(mismatch(e));
        } catch (JsonProcessingException e) {
            throw ProtocolException.malformed(
                    e.getOriginalMessage().lines().findFirst().orElse("no JSON"));
        } catch (java.io.IOException e) {
            throw ProtocolException.malformed("no JSON");
        }
    }

    /** Jackson would also take a typed message wrapped in an array: a second way of saying a thing. */
    private static void checkIsObject(byte[] json) throws ProtocolException {
        for (byte character : json) {
            if (character == '{') {
                return;
            }
            if (!Character.isWhitespace(character)) {
                break;
            }
        }
        throw ProtocolException.malformed("a message is a JSON object");
    }

    private static ProtocolException invalid(Throwable cause) {
        if (cause instanceof UnspokenVersionException) {
            return new ProtocolException(RefusalReason.PROTOCOL_VERSION, cause.getMessage());
        }
        return ProtocolException.malformed(cause == null ? "invalid value" : cause.getMessage());
    }

    /** In words for whoever sent it, who knows nothing of our classes. */
    private static String mismatch(MismatchedInputException e) {
        String place = e.getPath().stream()
                .map(part -> part.getFieldName() == null ? String.valueOf(part.getIndex()) : part.getFieldName())
                .collect(Collectors.joining("."));
        return place.isEmpty() ? "the message ends too early, or too late" : place + " is missing, or of another kind";
    }

    private static String unknownType(InvalidTypeIdException e) {
        String id = e.getTypeId();
        if (id == null) {
            return "the message has no type";
        }
        String printable = id.replaceAll("[^ -~]", "?");
        return "unknown type " + (printable.length() > 32 ? printable.substring(0, 32) + "…" : printable);
    }

    /** Any JSON as a tree; for tests and pages of figures. */
    public static JsonNode tree(String json) throws ProtocolException {
        return read(json, JsonNode.class);
    }

    /** Writes one message as JSON. */
    public static String write(Object message) {
        try {
            return MAPPER.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own messages can be written", e);
        }
    }

    /** Writes one message as UTF-8 JSON. */
    public static byte[] writeBytes(Object message) {
        try {
            return MAPPER.writeValueAsBytes(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own messages can be written", e);
        }
    }
}
