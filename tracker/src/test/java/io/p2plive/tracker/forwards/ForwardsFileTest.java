/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.tracker.forwards;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.p2plive.daemon.Settings;
import io.p2plive.tracker.TrackerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForwardsFileTest {
    @TempDir
    private Path folder;

    private final List<List<ForwardAddress>> taken = new ArrayList<>();
    private Path file;
    private ForwardsFile forwards;

    @BeforeEach
    void writeOne() throws IOException {
        file = folder.resolve("tracker.yaml");
        write("one");
        List<ForwardAddress> current = List.of(new ForwardAddress("one", "a:1", "ws://a:2"));
        forwards = new ForwardsFile(
                file,
                () -> Settings.load("tracker", Optional.of(file), Map.of(), TrackerSettings.class)
                        .forwards(),
                current,
                taken::add);
    }

    private void write(String... names) throws IOException {
        StringBuilder text = new StringBuilder("forwards:\n");
        for (String name : names) {
            text.append("  - {name: ").append(name).append(", push: 'a:1', pull: 'ws://a:2'}\n");
        }
        Files.writeString(file, text);
    }

    @Test
    void takesUpAnEdit() throws IOException {
        write("one", "two");
        forwards.look();
        forwards.look();

        assertEquals(1, taken.size());
        assertEquals(
                List.of("one", "two"),
                taken.get(0).stream().map(ForwardAddress::name).toList());
    }

    @Test
    void ignoresABrokenEditAndTakesUpItsRepair() throws IOException {
        Files.writeString(file, "forwards:\n  - {name: two, push: nowhere, pull: 'ws://a:2'}\n");
        forwards.look();
        Files.writeString(file, "forwards: [");
        forwards.look();
        assertEquals(List.of(), taken);

        write("two");
        forwards.look();
        assertEquals("two", taken.get(0).get(0).name());
    }

    @Test
    void keepsTheListWhileTheFileIsGone() throws IOException {
        Files.delete(file);
        forwards.look();
        assertEquals(List.of(), taken);
    }

    @Test
    void ignoresEditsOfOtherKeys() throws IOException {
        Files.writeString(file, Files.readString(file) + "region: asia\n");
        forwards.look();
        assertEquals(List.of(), taken);
    }
}
