/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words and numbers in the code are those of docs/protocol.md. */
class WordsTest {
    private static final String DOCS = docs();

    @Test
    void refusalReasonsAreThoseOfTheDocumentInItsOrder() {
        String list = DOCS.substring(DOCS.lastIndexOf("\nReasons: "));

        assertEquals(words(list), words(RefusalReason.values(), RefusalReason::word));
    }

    @Test
    void lossReasonsAreThoseOfTheDocumentInItsOrder() {
        String row = row("`lost`");

        assertEquals(
                words(cell(row, "`reason`: ")), words(SwarmMessage.LossReason.values(), SwarmMessage.LossReason::word));
    }

    @Test
    void closeReasonsAreThoseOfTheDocumentInItsOrder() {
        String row = row("`close`");

        assertEquals(
                words(cell(row, "`reason`: ")),
                words(RelayMessage.CloseReason.values(), RelayMessage.CloseReason::word));
    }

    @Test
    void streamStatesAreThoseOfTheDocument() {
        String sentence = DOCS.substring(DOCS.indexOf("`state` is `live`"));

        assertEquals(
                words(sentence.substring(10, sentence.indexOf(';'))), words(StreamState.values(), StreamState::word));
    }

    @Test
    void streamFormatsAreThoseOfTheDocument() {
        assertTrue(DOCS.replace('\n', ' ').contains("`format` is `mpeg1` or `mpegts`"));
        assertEquals(List.of("mpeg1", "mpegts"), words(StreamFormat.values(), StreamFormat::label));
        assertTrue(DOCS.contains("1 = MPEG1 elementary stream, 2 = MPEG-TS"));
        assertEquals(1, StreamFormat.MPEG1.code());
        assertEquals(2, StreamFormat.MPEGTS.code());
    }

    @Test
    void limitsAreThoseOfTheDocument() {
        assertTrue(DOCS.contains("Protocol version: **" + Limits.PROTOCOL_VERSION + "**"));
        assertTrue(DOCS.contains(
                "control as JSON text messages of at most " + Limits.MAX_LINK_MESSAGE_BYTES / 1024 + " KiB"));
        assertTrue(DOCS.contains("JSON text messages of at most " + Limits.MAX_SWARM_MESSAGE_BYTES / 1024 + " KiB"));
        assertTrue(DOCS.contains("string, at most " + Limits.MAX_SIGNAL_CHARS / 1024 + " KiB"));
        assertTrue(DOCS.contains("`sequences`: int[], 1 … " + Limits.MAX_REQUESTED_SEQUENCES));
        assertTrue(DOCS.contains(
                String.format(java.util.Locale.ROOT, "length of what follows, 1 … %,d", Limits.MAX_RELAY_FRAME_BYTES)));
    }

    @ParameterizedTest(name = "[{0}]")
    @EnumSource(RefusalReason.class)
    void refusalReasonsAreFoundByTheirWords(RefusalReason reason) {
        assertEquals(reason, RefusalReason.ofWord(reason.word()));
    }

    @ParameterizedTest(name = "[{0}]")
    @EnumSource(StreamState.class)
    void streamStatesAreFoundByTheirWords(StreamState state) {
        assertEquals(state, StreamState.ofWord(state.word()));
    }

    @ParameterizedTest(name = "[{0}]")
    @EnumSource(StreamFormat.class)
    void streamFormatsAreFoundByTheirWordsAndCodes(StreamFormat format) {
        assertEquals(format, StreamFormat.ofLabel(format.label()));
        assertTrue(StreamFormat.isCode(format.code()));
    }

    @ParameterizedTest(name = "[{0}]")
    @ValueSource(strings = {"LIVE", "Malformed", "nonsense", " "})
    void wordsThatAreNoneAreRefused(String word) {
        assertThrows(IllegalArgumentException.class, () -> RefusalReason.ofWord(word));
        assertThrows(IllegalArgumentException.class, () -> StreamState.ofWord(word));
        assertThrows(IllegalArgumentException.class, () -> StreamFormat.ofLabel(word));
    }

    private static <T> List<String> words(T[] values, java.util.function.Function<T, String> word) {
        return Arrays.stream(values).map(word).toList();
    }

    private static List<String> words(String text) {
        return Pattern.compile("`([a-z0-9-]+)`")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String row(String beginning) {
        return DOCS.lines()
                .filter(line -> line.startsWith("| " + beginning))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row " + beginning));
    }

    /** The rest of a table's cell; within it a bar is escaped. */
    private static String cell(String row, String beginning) {
        int begin = row.indexOf(beginning) + beginning.length();
        return row.substring(begin, row.indexOf(" | ", begin));
    }

    private static String docs() {
        try {
            return Files.readString(Path.of(System.getProperty("basedir", "."), "..", "docs", "protocol.md"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
