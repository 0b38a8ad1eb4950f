/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.ConnectOverCDPOptions;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A Chromium process of our own, so that it can be killed or frozen by its process id. Every viewer has a context, and so
 * a renderer process, of its own.
 *
 * <p>Confined to the test's thread.
 */
public final class Browser implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(30);
    private static final String PICTURE_LOG = resource("/page/picture-log.js");
    /** What Chromium would do by itself on the network, and to pages that nobody looks at, is left out. */
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-breakpad",
            "--no-startup-window",
            "--no-first-run",
            "--no-default-browser-check",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-sync",
            "--disable-extensions",
            "--disable-field-trial-config",
            // The popup of the address bar is a page with a renderer of its own for each window that nobody sees.
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,OptimizationHints,MediaRouter,Translate",
            "--disable-background-timer-throttling",
            "--disable-backgrounding-occluded-windows",
            "--disable-renderer-backgrounding",
            "--autoplay-policy=no-user-gesture-required",
            "--remote-debugging-port=0");

    private final RunningProcess process;
    private final com.microsoft.playwright.Browser browser;
    private final Path profile;
    private final Path logs;
    private final List<Viewer> viewers = new ArrayList<>();

    private Browser(RunningProcess process, com.microsoft.playwright.Browser browser, Path profile, Path logs) {
        this.process = process;
        this.browser = browser;
        this.profile = profile;
        this.logs = logs;
    }

    /** Starts one. */
    static Browser launch(Playwright playwright, String name, Path logs) {
        try {
            Path profile = Files.createTempDirectory("p2plive-browser");
            List<String> command = new ArrayList<>(List.of(executable()));
            command.addAll(FLAGS);
            command.add("--user-data-dir=" + profile);
            RunningProcess process = RunningProcess.start(
                    "browser " + name, command, Map.of(), logs.resolve("browser-" + name + ".log"));
            Path portFile = profile.resolve("DevToolsActivePort");
            Eventually.holds(
                    "the browser " + name + " starts",
                    START_WITHIN,
                    () -> Files.exists(portFile) && Files.readAllLines(portFile).size() >= 2,
                    () -> process.tail(20));
            String port = Files.readAllLines(portFile).get(0);
            return new Browser(
                    process,
                    playwright
                            .chromium()
                            .connectOverCDP("http://127.0.0.1:" + port, new ConnectOverCDPOptions().setTimeout(30_000)),
                    profile,
                    logs);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        BrowserContext context = browser.newContext();
        context.setDefaultTimeout(15_000);
        context.addInitScript(PICTURE_LOG);
        Page page = context.newPage();
        Path console = logs.resolve("console-" + name + ".log");
        page.onConsoleMessage(message -> append(console, message.type() + ": " + message.text()));
        page.onPageError(error -> append(console, "uncaught: " + error));
        return page;
    }

    /** Kills it and all its pages at once, without a goodbye. */
    public void kill() {
        viewers.forEach(Viewer::markGone);
        process.kill();
    }

    /** Stops it and all its pages in their tracks: sockets stay open, nothing comes any more. */
    public void freeze() {
        viewers.forEach(Viewer::markGone);
        process.freeze();
    }

    @Override
    public void close() {
        process.kill();
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String executable() {
        return System.getenv().getOrDefault("P2PLIVE_CHROMIUM", "/usr/bin/chromium");
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
