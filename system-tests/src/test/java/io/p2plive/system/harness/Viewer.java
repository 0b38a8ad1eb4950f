/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A page that watches, or only takes part.
 *
 * <p>Confined to the test's thread.
 */
public final class Viewer {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration JOIN_WITHIN = Duration.ofSeconds(15);

    private final String name;
    private final Page page;
    private boolean isGone;

    Viewer(String name, Page page) {
        this.name = name;
        this.page = page;
    }

    /** What it says of itself. */
    public Snapshot snapshot() {
        String json = (String) page.evaluate("() => JSON.stringify(window.p2plive?.snapshot() ?? null)");
        try {
            Snapshot snapshot = JSON.readValue(json, Snapshot.class);
            if (snapshot == null) {
                throw new AssertionError(name + ": the page has not started");
            }
            return snapshot;
        } catch (JsonProcessingException e) {
            throw new AssertionError(name + " says " + json, e);
        }
    }

    /** Waits until chunks come. */
    public Viewer awaitChunks() {
        awaits("gets chunks", JOIN_WITHIN, () -> snapshot().totals().chunksReceived() > 0);
        return this;
    }

    /** Waits until pictures come. */
    public Viewer awaitPictures() {
        int mark = pictureCount();
        awaits("draws", JOIN_WITHIN, () -> pictureCount() > mark);
        return this;
    }

    /** Waits for something of this viewer. */
    public void awaits(String claim, Duration within, java.util.concurrent.Callable<Boolean> condition) {
        Eventually.holds(name + " " + claim, within, condition, this::describe);
    }

    /** How many pictures it has drawn: a mark for {@link #picturesSince}. */
    public int pictureCount() {
        return (Integer) page.evaluate("() => window.pictureLog.pictures.length");
    }

    /** What it has drawn since a mark. */
    public PictureRun picturesSince(int mark) {
        List<?> rows = (List<?>) page.evaluate("mark => window.pictureLog.pictures.slice(mark)", mark);
        List<Picture> pictures = new ArrayList<>();
        for (Object row : rows) {
            List<Number> values =
                    ((List<?>) row).stream().map(Number.class::cast).toList();
            pictures.add(new Picture(
                    values.get(0).longValue(),
                    values.get(1).longValue(),
                    values.get(2).intValue(),
                    values.get(3).intValue(),
                    values.get(4).longValue()));
        }
        return new PictureRun(pictures);
    }

    /** When it asked coordinate for a tracker, since the page's start. */
    public long askedMillis() {
        Number millis = (Number) page.evaluate("() => performance.getEntriesByType('resource')"
                + ".find(entry => new URL(entry.name).pathname === '/tracker').startTime");
        return millis.longValue();
    }

    /** Closes its tab, as a person does. */
    public void leave() {
        isGone = true;
        page.waitForClose(() -> page.close(new Page.CloseOptions().setRunBeforeUnload(true)));
    }

    /** Notes that its browser is dead or frozen: nothing more can be asked of it. */
    void markGone() {
        isGone = true;
    }

    /** Whether it was closed, killed or frozen. */
    public boolean isGone() {
        return isGone;
    }

    /** The page itself. */
    public Page page() {
        return page;
    }

    /** All that it says, for a message. */
    public String describe() {
        if (isGone) {
            return name + " is gone";
        }
        try {
            return name + " " + page.evaluate("() => JSON.stringify(window.p2plive?.snapshot() ?? null)");
        } catch (PlaywrightException e) {
            return name + " does not answer: " + e.getMessage();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
