/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.forward;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class QuietCompilerTest {
    /** Where proc(5) has the nice value of a thread, counted from behind its name, which may have blanks in it. */
    private static final int NICE = 16;

    private final CompletableFuture<Void> isOver = new CompletableFuture<>();

    @Test
    @EnabledOnOs(OS.LINUX)
    void makesThreadsOfThatNameNicerAndNoOthers() throws Exception {
        Path named = start("steps back");
        Path other = start("steps back not");
        try {
            assertEquals(1, QuietCompiler.stepBack("steps back"));
            assertEquals(QuietCompiler.NICE, nice(named));
            assertEquals(nice(Path.of("/proc/thread-self")), nice(other));
        } finally {
            isOver.complete(null);
        }
    }

    @Test
    void leavesAllAsItIsWhereNobodyHasThatName() {
        assertEquals(0, QuietCompiler.stepBack("nobody"));
    }

    private Path start(String name) throws Exception {
        CompletableFuture<Path> started = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        started.complete(Path.of("/proc/thread-self").toRealPath());
                    } catch (IOException e) {
                        started.completeExceptionally(e);
                    }
                    isOver.join();
                },
                name);
        thread.start();
        return started.get();
    }

    private static int nice(Path thread) throws Exception {
        String stat = Files.readString(thread.resolve("stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[NICE]);
    }
}
