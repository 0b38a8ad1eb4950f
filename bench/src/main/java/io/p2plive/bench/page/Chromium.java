/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.bench.page;

import static org.awaitility.Awaitility.await;

import io.p2plive.bench.harness.Launch;
import io.p2plive.bench.harness.PinnedProcess;
import io.p2plive.bench.harness.ServerCost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A browser of our own, and what each kind of its processes costs. Confined to its caller. */
final class Chromium implements AutoCloseable {
    private static final Duration START_TIME = Duration.ofSeconds(30);
    /** What it would do by itself on the network is left out; what it does to pages that nobody sees is not. */
    private static final List<String> FLAGS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--disable-breakpad",
            "--no-first-run",
            "--no-default-browser-check",
            "--no-proxy-server",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-default-apps",
            "--disable-sync",
            "--disable-extensions",
            "--disable-field-trial-config",
            "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup,OptimizationHints,MediaRouter,Translate",
            "--remote-debugging-port=0");

    private static final int END_SECONDS = 10;

    private final Path profile = Files.createTempDirectory("bench-browser");
    private final PinnedProcess process;
    private final DevTools tools;

    /** The kinds of processes that a page keeps busy. */
    enum Kind {
        /** Runs the page, its WebRTC included. */
        RENDERER("--type=renderer"),
        /** Has the sockets. */
        NETWORK("network.mojom.NetworkService"),
        /** Puts pictures on the screen. */
        GPU("--type=gpu-process"),
        /** All else. */
        BROWSER("");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }

        private static Kind of(long pid) throws IOException {
            String command = Files.readString(Path.of("/proc/" + pid + "/cmdline"));
            return Stream.of(values())
                    .filter(kind -> command.contains(kind.mark))
                    .findFirst()
                    .orElse(BROWSER);
        }
    }

    /** Starts it. */
    Chromium(String program, Path log) throws Exception {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(FLAGS);
        command.addAll(List.of("--user-data-dir=" + profile, "about:blank"));
        process = PinnedProcess.start(new Launch("", log, command));
        try {
            tools = new DevTools(address());
        } catch (Exception e) {
            process.close();
            throw e;
        }
    }

    /** Opens a page, in front of all others. */
    Tab open(String url) throws IOException, InterruptedException {
        return Tab.open(tools, url);
    }

    /** The processor's time that each kind has used, in microseconds. */
    Map<Kind, Long> microsByKind() throws IOException {
        Map<Kind, Long> micros = new EnumMap<>(Kind.class);
        for (long pid : processes().map(ProcessHandle::pid).toList()) {
            try {
                micros.merge(Kind.of(pid), new ServerCost(pid).read().serverMicros(), Long::sum);
            } catch (NoSuchFileException e) {
                // It ended between the list and the look; those that work for the page do not.
            }
        }
        return micros;
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = processes().toList();
        tools.close();
        process.close();
        // Who still runs still writes into the profile.
        all.forEach(Chromium::awaitEnd);
        try (Stream<Path> files = Files.walk(profile)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
    }

    /**
     * Lets it do what it does for so long; it is asked nothing meanwhile, which would cost it.
     *
     * @throws IOException when it ends before
     */
    void runFor(long seconds) throws IOException, InterruptedException {
        process.runFor(seconds);
    }

    private static void awaitEnd(ProcessHandle one) {
        one.destroyForcibly();
        one.onExit().completeOnTimeout(one, END_SECONDS, TimeUnit.SECONDS).join();
    }

    private Stream<ProcessHandle> processes() {
        return ProcessHandle.of(process.pid()).stream()
                .flatMap(browser -> Stream.concat(Stream.of(browser), browser.descendants()));
    }

    private URI address() throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        await("the browser starts")
                .pollInSameThread()
                .atMost(START_TIME)
                .until(() -> Files.exists(file) && Files.readAllLines(file).size() >= 2);
        List<String> lines = Files.readAllLines(file);
        return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
    }
}
