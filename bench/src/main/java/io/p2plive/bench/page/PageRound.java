/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.bench.harness.Workspace;
import java.io.IOException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One page between two parents and two children, watched for a while. Confined to its caller. */
final class PageRound {
    private static final int ROOTS = 2;
    private static final int MORE_VIEWERS = 3;
    private static final int CHILDREN = 2;
    private static final Duration SETTLE_TIME = Duration.ofSeconds(60);

    private final PageOptions options;
    private final Workspace workspace;
    private final PageCandidate candidate;
    private final int port;

    /**
     * One that has not begun.
     *
     * @param port the first of four
     */
    PageRound(PageOptions options, Workspace workspace, PageCandidate candidate, int port) {
        this.options = options;
        this.workspace = workspace;
        this.candidate = candidate;
        this.port = port;
    }

    /** Runs it; gives figures as lines. */
    String run() throws Exception {
        return candidate == PageCandidate.FLOOR ? runFloor() : runPage();
    }

    private String runFloor() throws Exception {
        try (Chromium chromium = chromium("chromium");
                Chromium others = chromium("others")) {
            return measure(chromium, FloorPage.open(chromium, others, options.kilobits));
        }
    }

    private String runPage() throws Exception {
        try (PageSystem system = new PageSystem(options, workspace, port);
                Chromium chromium = chromium("chromium")) {
            system.join(ROOTS);
            system.awaitRoots(ROOTS);
            Tab page = chromium.open(system.pageUrl());
            await(page, "it plays", "globalThis.p2plive?.snapshot().state === 'live'");
            system.join(MORE_VIEWERS);
            return measure(chromium, page);
        }
    }

    private String measure(Chromium chromium, Tab page) throws Exception {
        if (candidate.visibility.equals("hidden")) {
            chromium.open("about:blank");
        }
        await(page, "it is " + candidate.visibility, "document.visibilityState === '" + candidate.visibility + "'");
        await(page, "it has its children", children() + " === " + CHILDREN);
        chromium.runFor(options.warmSeconds);
        PageWatch watch = new PageWatch(chromium, page, options.profile != null);
        chromium.runFor(options.seconds);
        String figures = watch.figures();
        if (options.profile != null) {
            watch.writeProfile(options.profile.resolve(candidate + ".cpuprofile"));
        }
        await(page, "it still has its children", children() + " === " + CHILDREN);
        return figures;
    }

    private static String children() {
        return "p2plive.snapshot().targets.flatMap(({ stripes }) => stripes).length";
    }

    /** Waits until something holds in the page; says what is in it when that does not come. */
    private static void await(Tab page, String what, String condition) throws Exception {
        try {
            Awaitility.await(what)
                    .pollInSameThread()
                    .atMost(SETTLE_TIME)
                    .until(() -> page.evaluate(condition).asBoolean());
        } catch (ConditionTimeoutException e) {
            JsonNode snapshot = page.evaluate("globalThis.p2plive?.snapshot()");
            throw new IOException(e.getMessage() + ": " + snapshot, e);
        }
    }

    private Chromium chromium(String name) throws Exception {
        return new Chromium(options.chromium, workspace.log(name + "-" + port));
    }
}
