/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;

/** One page of a browser. Safe from any thread. */
record Tab(DevTools tools, String target, String session) {
    /** Opens it, in front of all others. */
    static Tab open(DevTools tools, String url) throws IOException, InterruptedException {
        String target = tools.ask(null, "Target.createTarget", Map.of("url", url))
                .path("targetId")
                .asText();
        String session = tools.ask(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        return new Tab(tools, target, session);
    }

    /**
     * What an expression, or its promise, gives.
     *
     * @throws IOException when it throws
     */
    JsonNode evaluate(String expression) throws IOException, InterruptedException {
        JsonNode said =
                ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (said.has("exceptionDetails")) {
            throw new IOException(expression + ": " + said.path("exceptionDetails"));
        }
        return said.path("result").path("value");
    }

    /** Asks something about this page. */
    JsonNode ask(String method, Map<String, ?> parameters) throws IOException, InterruptedException {
        return tools.ask(session, method, parameters);
    }
}
