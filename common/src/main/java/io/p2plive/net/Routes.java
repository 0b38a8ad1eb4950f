/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.net;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.p2plive.protocol.RefusalReason;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Which endpoint answers at which path: an exact path first, else the longest prefix. Immutable once serving. */
public final class Routes {
    private final Map<String, Map<HttpMethod, Endpoint>> exact = new LinkedHashMap<>();
    private final TreeMap<String, Map<HttpMethod, Endpoint>> prefixes = new TreeMap<>((a, b) -> {
        int byLength = Integer.compare(b.length(), a.length());
        return byLength != 0 ? byLength : a.compareTo(b);
    });

    /** Answers {@code method} at exactly {@code path}. */
    public Routes at(HttpMethod method, String path, Endpoint endpoint) {
        exact.computeIfAbsent(path, key -> new LinkedHashMap<>()).put(method, endpoint);
        return this;
    }

    /** Answers {@code method} at every path that begins with {@code prefix}. */
    public Routes under(HttpMethod method, String prefix, Endpoint endpoint) {
        prefixes.computeIfAbsent(prefix, key -> new LinkedHashMap<>()).put(method, endpoint);
        return this;
    }

    /**
     * The endpoint for a call; HEAD is answered by who answers GET.
     *
     * @throws HttpRefusal 404 or 405
     */
    Endpoint find(HttpCall call) throws HttpRefusal {
        Map<HttpMethod, Endpoint> methods = methodsAt(call.path()).orElseThrow(Routes::notFound);
        HttpMethod method = call.method().equals(HttpMethod.HEAD) ? HttpMethod.GET : call.method();
        Endpoint endpoint = methods.get(method);
        if (endpoint == null) {
            throw new HttpRefusal(
                    HttpResponseStatus.METHOD_NOT_ALLOWED,
                    RefusalReason.METHOD_NOT_ALLOWED,
                    call.method() + " is not answered here; try " + methods.keySet());
        }
        return endpoint;
    }

    private Optional<Map<HttpMethod, Endpoint>> methodsAt(String path) {
        return Optional.ofNullable(exact.get(path))
                .or(() -> prefixes.entrySet().stream()
                        .filter(entry -> path.startsWith(entry.getKey()))
                        .findFirst()
                        .map(Map.Entry::getValue));
    }

    /** Whether an endpoint that takes a body of any length answers this request. */
    boolean receives(HttpRequest request) {
        String path = new QueryStringDecoder(request.uri()).rawPath();
        return methodsAt(path).map(methods -> methods.get(request.method())).orElse(null) instanceof Endpoint.Receiving;
    }

    private static HttpRefusal notFound() {
        return new HttpRefusal(
                HttpResponseStatus.NOT_FOUND, RefusalReason.NOT_FOUND, "nothing is here; see docs/protocol.md");
    }
}
