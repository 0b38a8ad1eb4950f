/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The namespaces of one run, named after its process, so that no two runs meet and what a dead one left is known. With a
 * namespace go its interfaces, its rules and whatever still runs in it; nothing outside is ever touched.
 *
 * <p>Confined to the test's thread.
 */
public final class Namespaces implements AutoCloseable {
    private static final Path ALL = Path.of("/run/netns");
    private static final Pattern OURS = Pattern.compile("p2plive-([0-9]+)-[a-z0-9-]+");
    private static final List<String> PROGRAMS = List.of("ip", "nft", "tc");

    private final String prefix = "p2plive-" + ProcessHandle.current().pid() + "-";
    private final List<Namespace> open = new ArrayList<>();

    /** None yet; what dead runs left is taken away. */
    public Namespaces() {
        names().filter(Namespaces::isOfADeadRun).forEach(name -> remove(new Namespace(name)));
    }

    /**
     * What this machine, or this user, lacks for namespaces with routers in them; in plain words.
     *
     * @param programs needed besides
     */
    public static Optional<String> missing(String... programs) {
        List<String> absent = Stream.concat(PROGRAMS.stream(), Stream.of(programs))
                .filter(program -> !isInstalled(program))
                .toList();
        if (!absent.isEmpty()) {
            return Optional.of("not installed: " + String.join(", ", absent));
        }
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.of("only root may make network namespaces");
        }
        try (Namespaces trial = new Namespaces()) {
            Namespace router = trial.create("trial");
            router.bridge("br0", "192.0.2.1/24");
            NatKind.SYMMETRIC.install(router);
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(
                    "this machine does not allow network namespaces that translate addresses: " + e.getMessage());
        }
    }

    /** Makes one, with only a loopback interface. */
    public Namespace create(String name) {
        Namespace created = new Namespace(prefix + name);
        Command.run(List.of("ip", "netns", "add", created.name()));
        open.add(created);
        created.run("ip", "link", "set", "lo", "up");
        return created;
    }

    @Override
    public void close() {
        open.forEach(Namespaces::remove);
        open.clear();
    }

    private static Stream<String> names() {
        if (!Files.isDirectory(ALL)) {
            return Stream.empty();
        }
        try (Stream<Path> files = Files.list(ALL)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOfADeadRun(String name) {
        Matcher ours = OURS.matcher(name);
        return ours.matches() && ProcessHandle.of(Long.parseLong(ours.group(1))).isEmpty();
    }

    private static void remove(Namespace namespace) {
        Command.attempt(List.of("ip", "netns", "pids", namespace.name()), "")
                .output()
                .lines()
                .filter(line -> line.matches("[0-9]+"))
                .map(Long::valueOf)
                .flatMap(pid -> ProcessHandle.of(pid).stream())
                .forEach(ProcessHandle::destroyForcibly);
        Command.attempt(List.of("ip", "netns", "delete", namespace.name()), "");
    }

    private static boolean isInstalled(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
