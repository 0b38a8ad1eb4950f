/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.WaitUntilState;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A browser with viewers in it. Every viewer has a context, and so a renderer process, of its own. It hides its addresses
 * from pages as it does for everybody.
 *
 * <p>Confined to the test's thread.
 */
public final class Browser implements AutoCloseable {
    private static final String PICTURE_LOG = "/page/picture-log.js";
    private static final String CONNECTION_LOG = "/lab/connection-log.js";

    private final Chromium chromium;
    private final List<String> scripts;
    private final Path logs;
    private final List<Viewer> viewers = new ArrayList<>();

    private Browser(Chromium chromium, List<String> scripts, Path logs) {
        this.chromium = chromium;
        this.scripts = scripts;
        this.logs = logs;
    }

    /** Starts one. */
    static Browser launch(Playwright playwright, String name, Path logs) {
        return new Browser(Chromium.Local.start(playwright, name, logs), List.of(PICTURE_LOG), logs);
    }

    /**
     * Starts one on another machine of a lab, whose pages keep all connections that they try.
     *
     * @param entry the command that runs the command after it on that machine
     */
    public static Browser launchInside(Playwright playwright, List<String> entry, Path logs) {
        return new Browser(Chromium.Remote.start(playwright, entry), List.of(PICTURE_LOG, CONNECTION_LOG), logs);
    }

    /** Opens the viewers' page. */
    public Viewer open(String name, String url) {
        Page page = newPage(name);
        Viewer viewer = new Viewer(name, page);
        viewers.add(viewer);
        page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        page.waitForFunction("() => window.p2plive?.snapshot");
        return viewer;
    }

    /** An empty page that can read frame codes. */
    public Page newPage(String name) {
        BrowserContext context = chromium.driver().newContext();
        context.setDefaultTimeout(15_000);
        scripts.forEach(script -> context.addInitScript(resource(script)));
        Page page = context.newPage();
        Path console = logs.resolve("console-" + name + ".log");
        page.onConsoleMessage(message -> append(console, message.type() + ": " + message.text()));
        page.onPageError(error -> append(console, "uncaught: " + error));
        return page;
    }

    /** Kills it and all its pages at once, without a goodbye. */
    public void kill() {
        viewers.forEach(Viewer::markGone);
        chromium.kill();
    }

    /** Stops it and all its pages in their tracks: sockets stay open, nothing comes any more. */
    public void freeze() {
        viewers.forEach(Viewer::markGone);
        chromium.freeze();
    }

    @Override
    public void close() {
        chromium.end();
    }

    private static String resource(String name) {
        try (InputStream in = Browser.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
