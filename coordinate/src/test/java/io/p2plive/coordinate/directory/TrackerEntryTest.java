/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.coordinate.directory;

import static io.p2plive.coordinate.directory.Registrations.tracker;
import static io.p2plive.coordinate.directory.Registrations.withForwards;
import static io.p2plive.coordinate.directory.Registrations.withUrl;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.p2plive.protocol.NodeMessage.Registration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackerEntryTest {

    @ParameterizedTest
    @CsvSource({
        "ws://tracker.example.org:9090/resource,10.0.0.9,ws://tracker.example.org:9090/resource",
        "ws://localhost:9090/resource,10.0.0.9,ws://10.0.0.9:9090/resource",
        "ws://:9090/resource,10.0.0.9,ws://10.0.0.9:9090/resource",
        "ws://127.0.0.1:9090/resource,2001:db8::1,ws://[2001:db8::1]:9090/resource",
        "ws://localhost:9090/resource,127.0.0.1,ws://localhost:9090/resource",
        "ws://localhost:9090/resource,::1,ws://localhost:9090/resource"
    })
    void findsATrackerThatCallsItselfLoopbackByItsAddress(String url, String address, String expected) {
        assertEquals(
                expected,
                TrackerEntry.of(withUrl(tracker("a", "r"), url), address, 0).url());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "tracker:9090",
                "http://tracker:9090/resource",
                "ws:tracker",
                "ws://a b:9090/",
                "javascript:alert(1)"
            })
    void refusesAnAddressThatNoViewerCouldUse(String url) {
        Registration registration = withUrl(tracker("a", "r"), url);
        assertThrows(IllegalArgumentException.class, () -> TrackerEntry.check(registration));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ws://:9090/resource", "wss://tracker.example.org/resource", "ws://tracker_1:9090/resource"})
    void takesEveryAddressThatAViewerCanUse(String url) {
        assertDoesNotThrow(() -> TrackerEntry.check(withUrl(tracker("a", "r"), url)));
    }

    /** To leave out what cannot be read would make a tracker for one LAN a tracker for everybody. */
    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "campus", "", "*"})
    void refusesANetworkThatIsNone(String network) {
        Registration registration = tracker("a", "r", List.of("10.0.0.0/8", network), 0);
        assertThrows(IllegalArgumentException.class, () -> TrackerEntry.check(registration));
    }

    @Test
    void refusesAForwardWithoutPort() {
        Registration registration = withForwards(tracker("a", "r"), "forward");
        assertThrows(IllegalArgumentException.class, () -> TrackerEntry.check(registration));
    }
}
