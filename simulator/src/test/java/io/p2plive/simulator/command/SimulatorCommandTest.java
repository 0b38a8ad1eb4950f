/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.simulator.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SimulatorCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int execute(String line) {
        CommandLine command = SimulatorCommand.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        return command.execute(line.split(" ", -1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "figures", "curves", "striping", "replay"})
    void everyCommandExplainsItself(String name) {
        assertEquals(0, execute(name + " --help"));
        assertTrue(out.toString().contains("Usage: simulator " + name), out.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "run --viewers -3 | viewers -3 is not in",
                "run --uplinks 1:0.5 | sum to 0.5",
                "run --uplinks banana | is not streams:share",
                "run --link-delay uniform:80-20 | ends before it begins",
                "run --link-delay slow | is not a delay",
                "run --flash many | is not viewers:seconds",
                "run --bitrate fast | is not bits a second",
                "run --stripes 9 | stripes is not in",
                "run --warmup 500 --duration 100 | warm-up 500 is not in",
                "run --nonsense | Unknown option",
                "figures --only nothing | there is nothing named nothing",
                "figures --seeds many | is not an int",
                "curves --out mesh --only nothing | there is nothing named nothing",
                "curves | Missing required option",
                "striping --no-media | there is nothing to divide",
                "replay no-such-file | cannot be read",
                "replay | Missing required parameter",
            })
    void whatDoesNotFitIsRefusedInWords(String line, String words) {
        assertEquals(2, execute(line.strip()));
        assertTrue(err.toString().contains(words.strip()), err.toString());
    }

    @Test
    void aRunPrintsATableAndWritesWhatWasAskedFor() throws IOException {
        Path json = folder.resolve("run.json");
        Path picture = folder.resolve("run.svg");
        String files = " --json " + json + " --picture " + picture;
        assertEquals(0, execute("run --viewers 30 --duration 30 --mean-stay 60 --uplinks 3:1" + files), err::toString);
        assertTrue(out.toString().contains("bytes from viewers"), out.toString());
        JsonNode root = new ObjectMapper().readTree(json.toFile());
        assertTrue(root.at("/measures/from_viewers").asDouble() > 10, root.toString());
        assertEquals(30, root.at("/scenario/crowd/viewers").asInt());
        assertTrue(root.at("/seconds").size() >= 30);
        String svg = Files.readString(picture);
        assertTrue(svg.startsWith("<svg") && svg.strip().endsWith("</svg>"));
        assertTrue(svg.contains("Delay from ingest to picture"));
    }

    @Test
    void aSourcesUplinkDecidesHowManyStripesItFeeds() {
        assertEquals(0, execute("run --viewers 5 --duration 15 --source-uplink 1.6M --bitrate 300k"));
        assertTrue(err.toString().contains("carries 10 stripes"), err.toString());
    }

    @Test
    void comparesTwoWaysToDivideTheStream() {
        assertEquals(0, execute("striping --viewers 20 --duration 30 --uplinks 4:1"), err::toString);
        assertTrue(out.toString().contains("GOPs in turn"), out.toString());
    }
}
