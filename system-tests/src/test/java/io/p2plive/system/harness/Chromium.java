/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.harness;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.ConnectOverCDPOptions;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Chromium that runs, how it is led and how it ends. */
interface Chromium {
    /** Leads it. */
    Browser driver();

    /** Kills it and all its pages at once, without a goodbye. */
    void kill();

    /** Stops it and all its pages in their tracks. */
    void freeze();

    /** Ends it, and leaves nothing behind. */
    void end();

    /** A process of our own, so that it can be killed or frozen by its process id. Immutable. */
    record Local(RunningProcess process, Browser driver, Path profile) implements Chromium {
        private static final Duration START_WITHIN = Duration.ofSeconds(30);
        /** What Chromium would do by itself on the network, and to pages that nobody looks at, is left out. */
        private static final List<String> FLAGS = List.of(
                "--headless",
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--disable-breakpad",
                "--no-startup-window",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-default-apps",
                "--disable-sync",
                "--disable-extensions",
                "--disable-field-trial-config",
                // The popup of the address bar is a page with a renderer of its own for each window that nobody sees.
                "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,OptimizationHints,MediaRouter,Translate",
                "--disable-backgrounding-occluded-windows",
                "--disable-renderer-backgrounding",
                "--remote-debugging-port=0");

        static Local start(Playwright playwright, String name, Path logs) {
            try {
                Path profile = Files.createTempDirectory("p2plive-browser");
                List<String> command = new ArrayList<>(List.of(executable()));
                command.addAll(COMMON_FLAGS);
                command.addAll(FLAGS);
                command.add("--user-data-dir=" + profile);
                RunningProcess process = RunningProcess.start(
                        "browser " + name, command, Map.of(), logs.resolve("browser-" + name + ".log"));
                Path portFile = profile.resolve("DevToolsActivePort");
                Eventually.holds(
                        "the browser " + name + " starts",
                        START_WITHIN,
                        () -> Files.exists(portFile)
                                && Files.readAllLines(portFile).size() >= 2,
                        () -> process.tail(20));
                String address =
                        "http://127.0.0.1:" + Files.readAllLines(portFile).get(0);
                ConnectOverCDPOptions options = new ConnectOverCDPOptions().setTimeout(START_WITHIN.toMillis());
                return new Local(process, playwright.chromium().connectOverCDP(address, options), profile);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void kill() {
            process.kill();
        }

        @Override
        public void freeze() {
            process.freeze();
        }

        @Override
        public void end() {
            process.kill();
            delete(profile);
        }
    }

    /** On another machine of a lab: no port of it can be reached from here, so it is led through pipes. Immutable. */
    record Remote(Browser driver, Path folder) implements Chromium {
        /** The command that runs the command after it on that machine is the entry. */
        static Remote start(Playwright playwright, List<String> entry) {
            try {
                Path folder = Files.createTempDirectory("p2plive-browser");
                LaunchOptions options = new LaunchOptions()
                        .setExecutablePath(wrapper(folder, entry))
                        .setArgs(COMMON_FLAGS)
                        .setChromiumSandbox(false)
                        .setTimeout(30_000);
                return new Remote(playwright.chromium().launch(options), folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path wrapper(Path folder, List<String> entry) throws IOException {
            String command =
                    Stream.concat(entry.stream(), Stream.of(executable())).collect(Collectors.joining("' '", "'", "'"));
            Path script = Files.writeString(folder.resolve("chromium.sh"), "#!/bin/sh\nexec " + command + " \"$@\"\n");
            if (!script.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + script + " executable");
            }
            return script;
        }

        @Override
        public void kill() {
            throw new UnsupportedOperationException("its process is not ours");
        }

        @Override
        public void freeze() {
            throw new UnsupportedOperationException("its process is not ours");
        }

        @Override
        public void end() {
            driver.close();
            delete(folder);
        }
    }

    /** For any. */
    List<String> COMMON_FLAGS = List.of(
            "--disable-gpu",
            "--disable-quic",
            "--no-proxy-server",
            "--no-default-browser-check",
            "--disable-background-timer-throttling",
            "--autoplay-policy=no-user-gesture-required");

    private static String executable() {
        return System.getenv().getOrDefault("P2PLIVE_CHROMIUM", "/usr/bin/chromium");
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
