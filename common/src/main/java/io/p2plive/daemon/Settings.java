/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Reads a daemon's settings: the commented defaults that its jar holds, over them the operator's file, over that the
 * environment; then a record that checks itself. An unknown key is a fault, whoever wrote it.
 */
public final class Settings {
    private static final YAMLMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .build();

    private Settings() {}

    /**
     * Reads the settings.
     *
     * @param daemon its name: the defaults are the resource {@code /NAME.yaml}, the environment's prefix is {@code
     *     P2PLIVE_NAME_}
     * @param file the operator's file
     * @param type a record whose compact constructor throws {@link IllegalArgumentException} naming the key
     * @throws ConfigurationException when a key is unknown, a value is bad, or the file cannot be read
     */
    public static <T> T load(String daemon, Optional<Path> file, Map<String, String> environment, Class<T> type)
            throws ConfigurationException {
        ObjectNode settings = defaults(daemon);
        if (file.isPresent()) {
            overlay(settings, parse(file.get()));
        }
        new EnvironmentOverlay(daemon, environment, YAML).applyTo(settings);
        return bind(settings, type);
    }

    private static ObjectNode defaults(String daemon) {
        try (InputStream in = Settings.class.getResourceAsStream("/" + daemon + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("no /" + daemon + ".yaml beside the code");
            }
            return (ObjectNode) YAML.readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException("the defaults in /" + daemon + ".yaml are broken", e);
        }
    }

    private static ObjectNode parse(Path file) throws ConfigurationException {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree == null || tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new ConfigurationException(file + ": holds no keys and values");
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(file + ": line " + line(e) + ": " + e.getOriginalMessage());
        } catch (NoSuchFileException e) {
            throw new ConfigurationException("cannot read " + file + ": there is no such file");
        } catch (IOException e) {
            throw new ConfigurationException("cannot read " + file + ": " + e);
        }
    }

    private static int line(JsonProcessingException e) {
        return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
    }

    /** Objects are merged key by key; anything else is replaced whole, lists too. */
    static void overlay(ObjectNode base, ObjectNode over) {
        over.properties().forEach(entry -> {
            JsonNode below = base.get(entry.getKey());
            if (below instanceof ObjectNode lower && entry.getValue() instanceof ObjectNode upper) {
                overlay(lower, upper);
            } else {
                base.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static <T> T bind(ObjectNode settings, Class<T> type) throws ConfigurationException {
        try {
            return YAML.treeToValue(settings, type);
        } catch (UnrecognizedPropertyException e) {
            throw new ConfigurationException("unknown key '" + keyOf(e) + "'; known here: " + e.getKnownPropertyIds());
        } catch (JsonMappingException e) {
            throw new ConfigurationException(describe(e));
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(e.getOriginalMessage());
        }
    }

    private static String describe(JsonMappingException e) {
        Throwable cause = e.getCause();
        String fault = cause instanceof IllegalArgumentException ? cause.getMessage() : e.getOriginalMessage();
        String key = keyOf(e);
        if (fault.contains("Null value for creator property") || fault.matches("(?s)Cannot (map|coerce) `null` .*")) {
            return "'" + key + "' is missing, or has no value";
        }
        return key.isEmpty() ? fault : "bad value for '" + key + "': " + fault;
    }

    private static String keyOf(JsonMappingException e) {
        return e.getPath().stream()
                .map(part -> part.getFieldName() == null ? String.valueOf(part.getIndex()) : part.getFieldName())
                .collect(Collectors.joining("."));
    }
}
