/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import io.p2plive.simulator.replay.LogReplay;
import io.p2plive.simulator.report.ReplayTable;
import io.p2plive.tracker.journal.MeshLog.BrokenLogException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Plays what a real tracker wrote down once more. Confined to the command line. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description = {
            "Makes a tracker's event log happen again in the engine of this build, and shows what the meshes were like.",
            "The exit code is 1 when a mesh was not as it has to be."
        })
final class ReplayCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "what the tracker's setting eventLog names")
    private Path file;

    @Override
    public Integer call() {
        LogReplay replay = read();
        if (replay.seen().isEmpty()) {
            throw refusal(file + " tells of no mesh", null);
        }
        spec.commandLine().getOut().print(ReplayTable.of(replay));
        spec.commandLine().getOut().flush();
        return replay.seen().values().stream().anyMatch(run -> run.fault().isPresent()) ? 1 : 0;
    }

    private LogReplay read() {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw refusal(file + " cannot be read", null);
        }
        try {
            return LogReplay.of(file);
        } catch (BrokenLogException e) {
            throw refusal(e.getMessage(), e);
        } catch (IOException | UncheckedIOException e) {
            throw refusal(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private ParameterException refusal(String words, Exception cause) {
        return new ParameterException(spec.commandLine(), words, cause);
    }
}
