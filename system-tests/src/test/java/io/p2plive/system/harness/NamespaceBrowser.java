/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
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
import java.util.List;
import java.util.stream.Collectors;

/**
 * Chromium on another machine of a lab. No port of it can be reached from here, so it is led through pipes. It hides its
 * addresses from pages as it does for everybody.
 *
 * <p>Confined to the test's thread.
 */
public final class NamespaceBrowser implements AutoCloseable {
    private static final List<String> SCRIPTS = List.of("/page/picture-log.js", "/lab/connection-log.js");
    private static final List<String> FLAGS = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-proxy-server",
            "--no-default-browser-check",
            "--disable-background-timer-throttling",
            "--autoplay-policy=no-user-gesture-required");

    private final Browser browser;
    private final Path wrapper;
    private final Path logs;

    private NamespaceBrowser(Browser browser, Path wrapper, Path logs) {
        this.browser = browser;
        this.wrapper = wrapper;
        this.logs = logs;
    }

    /**
     * Starts one.
     *
     * @param entry the command that runs the command after it in the namespace
     */
    public static NamespaceBrowser launch(Playwright playwright, List<String> entry, Path logs) {
        Path wrapper = wrapper(entry);
        Browser browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(wrapper)
                        .setArgs(FLAGS)
                        .setChromiumSandbox(false)
                        .setTimeout(30_000));
        return new NamespaceBrowser(browser, wrapper, logs);
    }

    /** Opens the viewers' page. */
    public Viewer open(String name, String url) {
        BrowserContext context = browser.newContext();
        context.setDefaultTimeout(15_000);
        SCRIPTS.forEach(script -> context.addInitScript(resource(script)));
        Page page = context.newPage();
        Path console = logs.resolve("console-" + name + ".log");
        page.onConsoleMessage(message -> append(console, message.type() + ": " + message.text()));
        page.onPageError(error -> append(console, "uncaught: " + error));
        page.navigate(url, new Page.NavigateOptions().setWaitUntil(WaitUntilState.DOMCONTENTLOADED));
        page.waitForFunction("() => window.p2plive?.snapshot");
        return new Viewer(name, page);
    }

    @Override
    public void close() {
        browser.close();
        delete(wrapper);
    }

    private static Path wrapper(List<String> entry) {
        String chromium = System.getenv().getOrDefault("P2PLIVE_CHROMIUM", "/usr/bin/chromium");
        String prefix = entry.stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        try {
            Path script = Files.createTempFile("p2plive-browser", ".sh");
            Files.writeString(script, "#!/bin/sh\nexec " + prefix + " '" + chromium + "' \"$@\"\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + script + " executable");
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String resource(String name) {
        try (InputStream in = NamespaceBrowser.class.getResourceAsStream(name)) {
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

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
