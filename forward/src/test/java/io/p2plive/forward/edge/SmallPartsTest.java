/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.p2plive.net.HttpCall;
import io.p2plive.net.HttpRefusal;
import io.p2plive.protocol.LinkMessage;
import io.p2plive.protocol.RefusalReason;
import io.p2plive.testing.FakeLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmallPartsTest {

    @Nested
    class Query {
        private EdgeQuery read(String uri) throws HttpRefusal {
            return EdgeQuery.of(new HttpCall(
                    HttpMethod.GET,
                    "/",
                    new QueryStringDecoder(uri),
                    new DefaultHttpHeaders(),
                    new InetSocketAddress(0),
                    new byte[0]));
        }

        @Test
        void meansTheWholeOfTheDefaultStreamWhenItIsEmpty() throws HttpRefusal {
            EdgeQuery query = read("/");

            assertEquals("live", query.stream().value());
            assertEquals(StripeSet.ALL, query.stripes());
            assertNull(query.from());
        }

        @Test
        void namesStreamStripesAndPlace() throws HttpRefusal {
            EdgeQuery query = read("/?stream=a&stripes=0,3&epoch=4294967295&sequence=7");

            assertEquals("a", query.stream().value());
            assertEquals(StripeSet.of(List.of(3, 0)), query.stripes());
            assertEquals(new LinkMessage.Position(4_294_967_295L, 7), query.from());
            assertTrue(read("/?stripes=").stripes().isEmpty());
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "/?stream=../x",
                    "/?stream=",
                    "/?stripes=8",
                    "/?stripes=-1",
                    "/?stripes=0,",
                    "/?stripes=a",
                    "/?epoch=1",
                    "/?sequence=1",
                    "/?epoch=-1&sequence=0",
                    "/?epoch=1&sequence=4294967296",
                    "/?epoch=1&sequence=99999999999999999999"
                })
        void isRefusedWhenItMakesNoSense(String uri) {
            HttpRefusal refusal = assertThrows(HttpRefusal.class, () -> read(uri));

            assertEquals(400, refusal.status().code());
            assertEquals(RefusalReason.MALFORMED, refusal.reason());
        }
    }

    @Nested
    class Rate {
        private long millis(long millis) {
            return TimeUnit.MILLISECONDS.toNanos(millis);
        }

        @Test
        void coversTheLastSecondOnly() {
            OutRate rate = new OutRate(0);
            for (int i = 0; i <= 8; i++) {
                rate.sample(i * 1_000L, millis(i * 250L));
            }
            assertEquals(32_000, rate.bitsPerSecond());

            for (int i = 9; i <= 13; i++) {
                rate.sample(8_000, millis(i * 250L));
            }
            assertEquals(0, rate.bitsPerSecond());
        }

        @Test
        void countsWhatWentOutBeforeTheFirstSample() {
            OutRate rate = new OutRate(0);
            rate.sample(1_000, millis(250));

            assertEquals(32_000, rate.bitsPerSecond());
        }

        @Test
        void isNothingInNoTime() {
            OutRate rate = new OutRate(5);
            rate.sample(1_000_000, 5);

            assertEquals(0, rate.bitsPerSecond());
        }
    }

    @Nested
    class Budget {
        @Test
        void isSpentWithinASecondAndThereAgainAfterIt() {
            MessageBudget budget = new MessageBudget(2);

            assertTrue(budget.spend(0));
            assertTrue(budget.spend(1));
            assertFalse(budget.spend(2));
            assertTrue(budget.spend(TimeUnit.SECONDS.toNanos(1) + 1));
        }
    }

    @Nested
    class Stall {
        private final FakeLoop loop = new FakeLoop();
        private final AtomicInteger stalls = new AtomicInteger();
        private final StallWatch watch = new StallWatch(loop, 1_000, stalls::incrementAndGet);

        @Test
        void isNoticedOnce() {
            watch.onWritabilityChanged(false);
            loop.advanceMillis(999);
            assertEquals(0, stalls.get());
            loop.advanceMillis(1);
            watch.onWritabilityChanged(false);
            loop.advanceMillis(5_000);

            assertEquals(1, stalls.get());
        }

        @Test
        void isNoneWhileTheViewerTakesSomethingNowAndThen() {
            for (int i = 0; i < 20; i++) {
                watch.onWritabilityChanged(false);
                loop.advanceMillis(900);
                watch.onWritabilityChanged(true);
            }
            assertEquals(0, stalls.get());

            watch.onWritabilityChanged(false);
            loop.advanceMillis(1_000);
            assertEquals(1, stalls.get());
        }

        @Test
        void isOfNoInterestAfterTheEnd() {
            watch.onWritabilityChanged(false);
            watch.stop();
            loop.advanceMillis(5_000);

            assertEquals(0, stalls.get());
        }
    }
}
