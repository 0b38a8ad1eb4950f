/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.id.ViewerId;
import io.p2plive.net.MessageCodec;
import io.p2plive.protocol.SwarmMessage.Capacity;
import io.p2plive.protocol.SwarmMessage.FromViewer;
import io.p2plive.protocol.SwarmMessage.LossReason;
import io.p2plive.protocol.SwarmMessage.Lost;
import io.p2plive.protocol.SwarmMessage.Sources;
import io.p2plive.protocol.SwarmMessage.Statistics;
import io.p2plive.protocol.SwarmMessage.ToViewer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the golden messages cannot show: defaults of what is absent, and edges of ranges. */
class SwarmMessageTest {
    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String STATISTICS = "{\"type\":\"statistics\",\"state\":\"live\",\"delayMillis\":1,"
            + "\"bufferMillis\":2,\"hops\":1,\"sources\":[],\"targets\":[],\"bytesFromForwards\":1,"
            + "\"bytesFromViewers\":2,\"bytesToViewers\":3,\"chunksLost\":0,\"chunksDropped\":0,\"picturesDrawn\":5";

    private static <T> T fromViewer(String json, Class<T> type) throws ProtocolException {
        return type.cast(MessageCodec.read(json, FromViewer.class));
    }

    @Test
    void takesStatisticsWithoutStallsAndRoundTripForNoneAndNotKnown() throws ProtocolException {
        Statistics said = fromViewer(STATISTICS + "}", Statistics.class);
        assertEquals(0, said.stalledMillis());
        assertEquals(-1, said.rttMillis());
    }

    @Test
    void keepsStallsAndRoundTrip() throws ProtocolException {
        Statistics said = fromViewer(STATISTICS + ",\"stalledMillis\":4000000000,\"rttMillis\":35}", Statistics.class);
        assertEquals(4_000_000_000L, said.stalledMillis());
        assertEquals(35, said.rttMillis());
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"stalledMillis\":\"1\"", "\"rttMillis\":1.5", "\"rttMillis\":3000000000"})
    void refusesStatisticsOfAnotherKind(String field) {
        assertThrows(ProtocolException.class, () -> fromViewer(STATISTICS + "," + field + "}", Statistics.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, Limits.MAX_CHILDREN})
    void takesEveryCapacityThatAViewerMayHave(int slots) throws ProtocolException {
        assertEquals(
                new Capacity(slots), fromViewer("{\"type\":\"capacity\",\"slots\":" + slots + "}", Capacity.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Limits.MAX_CHILDREN + 1})
    void refusesACapacityThatNobodyHas(int slots) {
        assertThrows(IllegalArgumentException.class, () -> new Capacity(slots));
    }

    @Test
    void knowsTheSlowParent() throws ProtocolException {
        String json = "{\"type\":\"lost\",\"stripe\":0,\"viewer\":\"" + ID + "\",\"reason\":\"slow\"}";
        assertEquals(new Lost(0, new ViewerId(ID), null, LossReason.SLOW), fromViewer(json, Lost.class));
    }

    @Test
    void saysThatThereIsNoStandbyInsteadOfNothing() {
        String json = MessageCodec.write(new Sources(1, null, List.of(), List.of(), null, List.of()));
        assertTrue(json.contains("\"standby\":null"), json);
        assertTrue(json.contains("\"spares\":[]"), json);
    }

    @Test
    void takesSourcesOfATrackerThatKnowsNoStandby() throws ProtocolException {
        String json = "{\"type\":\"sources\",\"revision\":1,\"forward\":null,\"parents\":[],\"children\":[]}";
        Sources sources = (Sources) MessageCodec.read(json, ToViewer.class);
        assertNull(sources.standby());
        assertEquals(List.of(), sources.spares());
    }
}
