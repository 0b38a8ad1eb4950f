/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.daemon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Settings from the environment: {@code P2PLIVE_TRACKER_MESH_ROOTS_PER_FORWARD=3} sets {@code mesh.rootsPerForward} of the tracker,
 * {@code P2PLIVE_TRACKER_FORWARDS_0_PUSH=…} the {@code push} of the first of {@code forwards}. A value
 * is taken as it is, but where no text is wanted {@code [a, b]} is a list, and a mapping sets the keys that it names.
 *
 * <p>Immutable.
 */
final class EnvironmentOverlay {
    private final String prefix;
    private final Map<String, String> variables;
    private final YAMLMapper yaml;

    EnvironmentOverlay(String daemon, Map<String, String> environment, YAMLMapper yaml) {
        this.prefix = "P2PLIVE_" + daemon.toUpperCase(Locale.ROOT) + "_";
        this.variables = new TreeMap<>(environment);
        this.yaml = yaml;
    }

    void applyTo(ObjectNode settings) throws ConfigurationException {
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (variable.getKey().startsWith(prefix)) {
                String path = variable.getKey().substring(prefix.length());
                set(settings, List.of(path.split("_+")), variable);
            }
        }
    }

    /** What takes the place of {@code former}: a secret of digits, or one with a colon, stays what it is. */
    private JsonNode value(Map.Entry<String, String> variable, JsonNode former) throws ConfigurationException {
        JsonNode literal = yaml.getNodeFactory().textNode(variable.getValue());
        if (former != null && former.isTextual()) {
            return literal;
        }
        try {
            JsonNode value = yaml.readTree(variable.getValue());
            return value != null && value.isContainerNode() ? value : literal;
        } catch (JsonProcessingException e) {
            throw new ConfigurationException(variable.getKey() + ": " + e.getOriginalMessage());
        }
    }

    /** Keys are camelCase and words of a variable are not: the longest run of words that is a key here goes on. */
    private void set(JsonNode node, List<String> words, Map.Entry<String, String> variable)
            throws ConfigurationException {
        if (node instanceof ArrayNode array) {
            setElement(array, words, variable);
            return;
        }
        for (int count = words.size(); count > 0; count--) {
            String key = keyIn(node, String.join("", words.subList(0, count)));
            if (key == null) {
                continue;
            }
            if (count == words.size()) {
                JsonNode value = value(variable, node.get(key));
                Settings.overlay((ObjectNode) node, yaml.createObjectNode().set(key, value));
            } else {
                set(node.get(key), words.subList(count, words.size()), variable);
            }
            return;
        }
        throw unknown(variable);
    }

    private void setElement(ArrayNode array, List<String> words, Map.Entry<String, String> variable)
            throws ConfigurationException {
        int index = index(words.get(0), variable.getKey());
        while (array.size() <= index) {
            array.addObject();
        }
        if (words.size() == 1) {
            array.set(index, value(variable, array.get(index)));
            return;
        }
        if (!(array.get(index) instanceof ObjectNode element)) {
            throw unknown(variable);
        }
        // What an element may hold is known to the record only, which refuses what it does not know.
        String key = camelCase(words.subList(1, words.size()));
        element.set(key, value(variable, element.get(key)));
    }

    private static ConfigurationException unknown(Map.Entry<String, String> variable) {
        return new ConfigurationException("unknown key in the environment: " + variable.getKey());
    }

    private static int index(String word, String variable) throws ConfigurationException {
        try {
            int index = Integer.parseInt(word);
            if (index >= 0 && index < 1_000) {
                return index;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new ConfigurationException(variable + ": '" + word + "' is no place in a list");
    }

    private static String keyIn(JsonNode node, String squeezed) {
        if (!(node instanceof ObjectNode)) {
            return null;
        }
        List<String> keys = new ArrayList<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys.stream()
                .filter(key -> key.equalsIgnoreCase(squeezed))
                .findFirst()
                .orElse(null);
    }

    private static String camelCase(List<String> words) {
        StringBuilder key = new StringBuilder(words.get(0).toLowerCase(Locale.ROOT));
        for (String word : words.subList(1, words.size())) {
            key.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return key.toString();
    }
}
