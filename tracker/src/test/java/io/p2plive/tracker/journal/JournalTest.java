/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.p2plive.tracker.journal.LogEntry.Doubt;
import io.p2plive.tracker.journal.LogEntry.End;
import io.p2plive.tracker.journal.LogEntry.Flaw;
import io.p2plive.tracker.journal.MeshLog.BrokenLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    private static final long MAX_BYTES = 100_000_000;

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("mesh.jsonl");
    }

    private List<LogLine> read() throws IOException {
        try (Stream<LogLine> lines = MeshLog.read(file)) {
            return lines.toList();
        }
    }

    private Map<Integer, MeshReplay.Run> replay(List<String> decided) throws IOException {
        MeshReplay replay = new MeshReplay(start -> RandomRun.listener(decided));
        try (Stream<LogLine> lines = MeshLog.read(file)) {
            lines.forEach(replay::accept);
        }
        return replay.runs();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void whatIsWrittenDownHappensAgainExactly(long seed) throws IOException {
        RandomRun run;
        try (JournalFile journal = JournalFile.open(file, MAX_BYTES)) {
            run = new RandomRun(seed, journal).happen(4_000);
            run.end();
        }
        List<String> again = new ArrayList<>();
        MeshReplay.Run replayed = replay(again).get(1);

        assertTrue(run.decided.size() > 1_000, "only " + run.decided.size() + " decisions");
        assertEquals(run.decided, again);
        assertEquals(Set.of(), replayed.doubts());
        assertEquals(4_001, replayed.events());
        assertTrue(replayed.isEnded());
    }

    @Test
    void theSameEventsWithAnotherSeedAreDecidedInAnotherWay() throws IOException {
        RandomRun run;
        try (JournalFile journal = JournalFile.open(file, MAX_BYTES)) {
            run = new RandomRun(1, journal).happen(4_000);
        }
        List<String> again = new ArrayList<>();
        MeshReplay replay = new MeshReplay(start -> RandomRun.listener(again));
        for (LogLine line : read()) {
            boolean isStart = line.what() instanceof MeshStart;
            replay.accept(isStart ? new LogLine(1, line.at(), RandomRun.start(7)) : line);
        }
        assertFalse(run.decided.equals(again));
    }

    static Stream<MeshEvent> oneOfEach() {
        return RandomRun.oneOfEach();
    }

    @ParameterizedTest
    @MethodSource("oneOfEach")
    void everyKindOfEventIsReadAsItWasWritten(MeshEvent event) throws IOException {
        MeshStart start = RandomRun.start(-7);
        try (JournalFile journal = JournalFile.open(file, MAX_BYTES)) {
            Journal.Run run = journal.begin(start, 5);
            run.write(6, event);
            run.end(7);
        }
        assertEquals(List.of(new LogLine(1, 5, start), new LogLine(1, 6, event), new LogLine(1, 7, new End())), read());
    }

    @Test
    void oneOfEachKindLeavesOutNone() {
        Set<Class<?>> kinds = oneOfEach().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(MeshEvent.class.getPermittedSubclasses()), kinds);
    }

    @Test
    void aRunThatComesTooFastEndsWhereItLostAnEvent() throws IOException {
        JournalFile journal = JournalFile.open(file, MAX_BYTES, 4);
        Journal.Run run = journal.begin(RandomRun.start(1), 0);
        IntStream.range(1, 10).forEach(at -> run.write(at, new MeshEvent.Tick()));
        run.end(10);
        journal.start().close();

        assertEquals(7, journal.dropped());
        List<LogLine> lines = read();
        assertEquals(new LogLine(1, 3, new Flaw(Doubt.DROPPED)), lines.get(lines.size() - 1));
        MeshReplay.Run replayed = replay(new ArrayList<>()).get(1);
        assertEquals(3, replayed.events());
        assertEquals(Set.of(Doubt.DROPPED), replayed.doubts());
        assertFalse(replayed.isEnded());
    }

    @Test
    void runsAtTheSameTimeAreDoubtedAndLaterOnesAreNot() throws IOException {
        try (JournalFile journal = JournalFile.open(file, MAX_BYTES)) {
            Journal.Run first = journal.begin(RandomRun.start(1), 0);
            Journal.Run second = journal.begin(RandomRun.start(2), 0);
            first.write(1, new MeshEvent.Tick());
            first.end(2);
            second.end(2);
            journal.begin(RandomRun.start(3), 3).end(4);
        }
        Map<Integer, MeshReplay.Run> runs = replay(new ArrayList<>());
        assertEquals(Set.of(Doubt.SHARED), runs.get(1).doubts());
        assertEquals(Set.of(Doubt.SHARED), runs.get(2).doubts());
        assertEquals(Set.of(), runs.get(3).doubts());
    }

    @Test
    void theFileStopsAtItsSizeAndIsRightAsFarAsItGoes() throws IOException {
        RandomRun run;
        try (JournalFile journal = JournalFile.open(file, 20_000)) {
            run = new RandomRun(1, journal).happen(2_000);
            run.end();
        }
        List<String> again = new ArrayList<>();
        MeshReplay.Run replayed = replay(again).get(1);

        assertTrue(Files.size(file) <= 20_000 && Files.size(file) > 19_000, "bytes " + Files.size(file));
        assertEquals(run.decided.subList(0, again.size()), again);
        assertFalse(replayed.isEnded());
        assertEquals(Set.of(), replayed.doubts());
    }

    @Test
    void aFormerFileIsKept() throws IOException {
        Files.writeString(file, "of yesterday");
        JournalFile.open(file, MAX_BYTES).close();
        assertEquals("of yesterday", Files.readString(folder.resolve("mesh.jsonl.1")));
        assertEquals(0, Files.size(file));
    }

    @Test
    void aFileThatCannotBeWrittenIsRefusedAtTheStart() {
        assertThrows(
                NoSuchFileException.class,
                () -> JournalFile.open(folder.resolve("no").resolve("such"), MAX_BYTES));
    }

    @Test
    void whatComesAfterTheEndOfTheFileIsDropped() throws IOException {
        JournalFile journal = JournalFile.open(file, MAX_BYTES);
        Journal.Run run = journal.begin(RandomRun.start(1), 0);
        journal.close();
        run.write(1, new MeshEvent.Tick());
        assertEquals(1, journal.dropped());
        assertEquals(1, read().size());
    }

    private void write(String text) throws IOException {
        try (JournalFile journal = JournalFile.open(file, MAX_BYTES)) {
            Journal.Run run = journal.begin(RandomRun.start(1), 100);
            run.write(100, new MeshEvent.Tick());
        }
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    @Test
    void aLastLineThatWasCutOffIsLeftOut() throws IOException {
        write("{\"run\":1,\"at\":101,\"what\":{\"ty");
        assertEquals(2, read().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no JSON",
                "{\"run\":1,\"at\":101}",
                "{\"run\":1,\"what\":{\"type\":\"tick\"}}",
                "{\"run\":1,\"at\":101,\"what\":{\"type\":\"dance\"}}",
                "{\"run\":1,\"at\":101,\"what\":{\"type\":\"leave\"}}",
                "{\"run\":1,\"at\":101,\"what\":{\"type\":\"connected\",\"viewer\":\"00000000000000000000000000000001\","
                        + "\"stripe\":-1,\"parent\":\"00000000000000000000000000000001\"}}",
                "{\"run\":1,\"at\":99,\"what\":{\"type\":\"tick\"}}",
                "{\"run\":2,\"at\":101,\"what\":{\"type\":\"tick\"}}"
            })
    void aBrokenLineIsNamedByItsNumber(String broken) throws IOException {
        write(broken + "\n{\"run\":1,\"at\":102,\"what\":{\"type\":\"tick\"}}\n");
        BrokenLogException refused = assertThrows(BrokenLogException.class, this::read);
        assertTrue(refused.getMessage().contains("mesh.jsonl, line 3: "), refused.getMessage());
    }

    @Test
    void anEventAfterTheEndOfItsRunIsRefused() throws IOException {
        write(
                "{\"run\":1,\"at\":101,\"what\":{\"type\":\"end\"}}\n{\"run\":1,\"at\":102,\"what\":{\"type\":\"tick\"}}\n");
        BrokenLogException refused = assertThrows(BrokenLogException.class, this::read);
        assertTrue(refused.getMessage().contains("line 4: run 1 has not begun, or is over"), refused.getMessage());
    }
}
