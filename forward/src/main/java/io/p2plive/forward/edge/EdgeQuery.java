/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.p2plive.id.StreamName;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.RefusalReason;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first subscription, as the query of a viewer's request says it (docs/protocol.md §2). Immutable.
 *
 * @param from the first chunk wanted, or null for the latest keyframe
 */
record EdgeQuery(StreamName stream, StripeSet stripes, LinkMessage.Position from) {

    /**
     * Reads the query.
     *
     * @throws HttpRefusal 400 when it makes no sense
     */
    static EdgeQuery of(HttpCall call) throws HttpRefusal {
        try {
            return new EdgeQuery(
                    call.parameter("stream").map(StreamName::new).orElse(StreamName.DEFAULT),
                    call.parameter("stripes").map(EdgeQuery::stripes).orElse(StripeSet.ALL),
                    position(call.parameter("epoch"), call.parameter("sequence")));
        } catch (NumberFormatException e) {
            throw malformed("stripes, epoch and sequence are numbers");
        } catch (IllegalArgumentException e) {
            throw malformed(e.getMessage());
        }
    }

    private static HttpRefusal malformed(String message) {
        return new HttpRefusal(HttpResponseStatus.BAD_REQUEST, RefusalReason.MALFORMED, message);
    }

    private static StripeSet stripes(String list) {
        if (list.isEmpty()) {
            return StripeSet.NONE;
        }
        return StripeSet.of(
                Arrays.stream(list.split(",", -1)).map(Integer::valueOf).toList());
    }

    private static LinkMessage.Position position(Optional<String> epoch, Optional<String> sequence) {
        if (epoch.isPresent() != sequence.isPresent()) {
            throw new IllegalArgumentException("epoch and sequence come together or not at all");
        }
        return epoch.isEmpty()
                ? null
                : new LinkMessage.Position(Long.parseLong(epoch.get()), Long.parseLong(sequence.get()));
    }
}
