/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system.lab;

import com.fasterxml.jackson.databind.JsonNode;
import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.Eventually;
import io.p2plive.system.harness.Http;
import io.p2plive.system.harness.RunningProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * coordinate, tracker and forward on the server of a lab, each on its usual port, and who broadcasts there.
 *
 * <p>Confined to the test's thread.
 */
public final class LabServer implements AutoCloseable {
    /** Where coordinate is, for all in the lab. */
    public static final String COORDINATE = "http://" + Lab.SERVER + ":8080";

    private static final Path HOME = Path.of(System.getProperty("p2plive.home", ".."));
    private static final Duration SETTLE_WITHIN = Duration.ofSeconds(20);

    private final Namespace machine;
    private final Path logs;
    private final List<RunningProcess> running = new ArrayList<>();

    /** None runs yet. */
    public LabServer(Namespace machine, Path logs) {
        this.machine = machine;
        this.logs = logs;
    }

    /**
     * Starts the three, and waits until coordinate has a tracker to name.
     *
     * @param environment of all three: each setting's name says whose it is
     */
    public LabServer start(Map<String, String> environment) {
        for (String daemon : List.of("coordinate", "tracker", "forward")) {
            Path jar = HOME.resolve(daemon)
                    .resolve("target")
                    .resolve(daemon + ".jar")
                    .toAbsolutePath();
            String java =
                    Path.of(System.getProperty("java.home"), "bin", "java").toString();
            run(daemon, List.of(java, "-Xmx192m", "-XX:+UseSerialGC", "-jar", jar.toString()), environment);
        }
        awaits("names a tracker", () -> get(COORDINATE + "/tracker").status() == 200);
        return this;
    }

    /**
     * Pushes a test picture, and waits until the forward has it.
     *
     * @param filter what ffmpeg does to the picture of 640 by 480
     */
    public RunningProcess broadcast(String stream, String filter, int kilobitsPerSecond) {
        String rate = kilobitsPerSecond + "k";
        List<String> command = new ArrayList<>(List.of(Broadcaster.ffmpeg(), "-hide_banner", "-nostats"));
        command.addAll(List.of("-loglevel", "error", "-re", "-f", "lavfi"));
        command.addAll(List.of("-i", "testsrc2=size=640x480:rate=" + Broadcaster.RATE, "-vf", filter));
        command.addAll(List.of("-c:v", "mpeg1video", "-bf", "0", "-g", "15", "-threads", "1"));
        command.addAll(List.of("-b:v", rate, "-maxrate", rate, "-bufsize", kilobitsPerSecond / 2 + "k"));
        command.addAll(List.of("-f", "mpeg1video", COORDINATE + "/stream/" + stream));
        RunningProcess broadcaster = run("ffmpeg-" + stream, command, Map.of());
        awaits("has " + stream + " live", () -> isLive(stream));
        return broadcaster;
    }

    /** What a daemon answers, asked on the server itself. Java cannot enter a namespace; Node.js is put there. */
    public Http.Answer get(String url) {
        String script = "fetch(process.argv[1], { headers: { accept: 'application/json' } })"
                + ".then(async (answer) => console.log(answer.status + ' ' + await answer.text()))";
        Command.Answer answer = Command.attempt(machine.inside(List.of("node", "-e", script, url)), "");
        String[] parts = answer.output().split(" ", 2);
        return answer.status() == 0 && parts.length == 2
                ? new Http.Answer(Integer.parseInt(parts[0]), parts[1])
                : new Http.Answer(0, answer.output());
    }

    @Override
    public void close() {
        running.forEach(RunningProcess::close);
        running.clear();
    }

    private RunningProcess run(String name, List<String> command, Map<String, String> environment) {
        RunningProcess started =
                RunningProcess.start(name, machine.inside(command), environment, logs.resolve(name + ".log"));
        running.add(started);
        return started;
    }

    private boolean isLive(String stream) {
        for (JsonNode entry : get("http://" + Lab.SERVER + ":9998/load").json().path("streams")) {
            if (stream.equals(entry.path("name").asText())) {
                return "live".equals(entry.path("state").asText());
            }
        }
        return false;
    }

    private void awaits(String claim, Callable<Boolean> condition) {
        Eventually.holds("the server " + claim, SETTLE_WITHIN, condition, () -> {
            StringBuilder tails = new StringBuilder();
            running.forEach(process -> tails.append(process.tail(5)));
            return tails.toString();
        });
    }
}
