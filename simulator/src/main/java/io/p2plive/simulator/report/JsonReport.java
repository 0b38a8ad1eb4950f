/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.p2plive.simulator.measure.Measure;
import io.p2plive.simulator.measure.Meters;
import io.p2plive.simulator.measure.Results;
import io.p2plive.simulator.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The results for programs. */
public final class JsonReport {
    private static final ObjectMapper MAPPER = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private JsonReport() {}

    /** Writes scenario, measures and the course of the run. */
    public static void write(Path file, Scenario scenario, Results results) throws IOException {
        ObjectNode root = MAPPER.createObjectNode();
        root.set("scenario", MAPPER.valueToTree(scenario));
        root.set("measures", measures(results));
        root.set("depths", MAPPER.valueToTree(results.shape().depths()));
        var seconds = root.putArray("seconds");
        for (Meters.Second second : results.meters().seconds) {
            seconds.add(MAPPER.<ObjectNode>valueToTree(second));
        }
        Files.writeString(file, MAPPER.writeValueAsString(root) + "\n");
    }

    private static ObjectNode measures(Results results) {
        ObjectNode node = MAPPER.createObjectNode();
        for (Measure measure : results.measures()) {
            double value = results.of(measure);
            if (Double.isFinite(value)) {
                node.put(measure.name().toLowerCase(Locale.ROOT), value);
            }
        }
        return node;
    }
}
