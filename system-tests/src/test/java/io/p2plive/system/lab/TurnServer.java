/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * coturn on the server of a lab.
 *
 * <p>Confined to the test's thread.
 */
public final class TurnServer implements AutoCloseable {
    /** The name of its program. */
    public static final String PROGRAM = "turnserver";

    private static final String SECRET = "between coturn and coordinate";
    private static final String ADDRESS = Lab.SERVER + ":3478";

    private final RunningProcess process;
    private final boolean relays;

    private TurnServer(RunningProcess process, boolean relays) {
        this.process = process;
        this.relays = relays;
    }

    /** Starts one that only tells callers their address. */
    public static TurnServer stun(Namespace machine, Path logs) {
        return start(machine, logs, List.of("--stun-only"), false);
    }

    /** Starts one that also passes on what two say to each other, for who brings credentials that have not expired. */
    public static TurnServer turn(Namespace machine, Path logs) {
        List<String> options = List.of(
                "--use-auth-secret", "--static-auth-secret=" + SECRET, "--realm=p2plive", "--relay-ip=" + Lab.SERVER);
        return start(machine, logs, options, true);
    }

    /** What coordinate has to be told. */
    public Map<String, String> coordinateSettings() {
        String key = "P2PLIVE_COORDINATE_ICESERVERS_0_";
        return relays
                ? Map.of(key + "URLS", "[turn:" + ADDRESS + "]", key + "SECRET", SECRET, key + "TTL_SECONDS", "600")
                : Map.of(key + "URLS", "[stun:" + ADDRESS + "]");
    }

    @Override
    public void close() {
        process.close();
    }

    private static TurnServer start(Namespace machine, Path logs, List<String> options, boolean relays) {
        List<String> command = new ArrayList<>(List.of(PROGRAM, "-n", "--log-file=stdout", "--simple-log"));
        command.addAll(List.of("--listening-ip=" + Lab.SERVER, "--no-tls", "--no-dtls", "--no-cli"));
        command.add("--pidfile=" + logs.resolve(PROGRAM + ".pid"));
        command.addAll(options);
        RunningProcess process =
                RunningProcess.start(PROGRAM, machine.inside(command), Map.of(), logs.resolve(PROGRAM + ".log"));
        Eventually.holds(
                "coturn listens",
                Duration.ofSeconds(10),
                () -> process.isAlive()
                        && machine.run("ss", "-Hlun", "sport = 3478").contains(ADDRESS),
                () -> process.tail(10));
        return new TurnServer(process, relays);
    }
}
