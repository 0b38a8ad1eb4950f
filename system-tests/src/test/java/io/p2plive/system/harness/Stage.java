/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * What the tests of one class share: a folder of logs, a system, browsers. Ends all of it after the last test, and shows
 * the logs' last lines when a test fails.
 *
 * <p>Confined to the test's thread.
 */
public final class Stage
        implements BeforeAllCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {
    private static final int TAIL_LINES = 15;

    private final Map<String, Browser> browsers = new LinkedHashMap<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private Path logs;
    private Playwright playwright;

    /** The folder for this class's logs. */
    public Path logs() {
        return logs;
    }

    /** A system of daemons that does not run yet. */
    public LiveSystem system(int forwards) {
        return system(forwards, logs);
    }

    /** A system of daemons that does not run yet, with a folder of its own for logs. */
    public LiveSystem system(int forwards, Path folder) {
        LiveSystem system = new LiveSystem(forwards, folder);
        open.add(system);
        return system;
    }

    /** The browser of that name; started when there is none. */
    public Browser browser(String name) {
        return browsers.computeIfAbsent(name, key -> Browser.launch(playwright(), key, logs));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        logs = Path.of(System.getProperty("p2plive.logs", "target/logs"))
                .resolve(context.getRequiredTestClass().getSimpleName())
                .toAbsolutePath();
        if (Files.exists(logs)) {
            try (Stream<Path> old = Files.walk(logs)) {
                old.filter(Files::isRegularFile).forEach(file -> file.toFile().delete());
            }
        }
        Files.createDirectories(logs);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable fault) throws Throwable {
        throw told(context, fault);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable fault) throws Throwable {
        throw told(context, fault);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable fault) throws Throwable {
        throw told(context, fault);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        browsers.values().forEach(Browser::close);
        for (AutoCloseable part : open) {
            part.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    private Playwright playwright() {
        if (playwright == null) {
            playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        }
        return playwright;
    }

    private Throwable told(ExtensionContext context, Throwable fault) {
        System.err.println(context.getDisplayName() + " failed: " + fault.getMessage());
        System.err.println(tails());
        return fault;
    }

    private String tails() {
        StringBuilder tails = new StringBuilder();
        try (Stream<Path> files = Files.walk(logs)) {
            files.filter(Files::isRegularFile)
                    .sorted()
                    .forEach(file -> tails.append(RunningProcess.tail(file, TAIL_LINES)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tails.toString();
    }
}
