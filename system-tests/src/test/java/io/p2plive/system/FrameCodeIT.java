/*
 * Copyright The P2PLive Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package io.p2plive.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.microsoft.playwright.Page;
import io.p2plive.system.harness.Broadcaster;
import io.p2plive.system.harness.FrameCode;
import io.p2plive.system.harness.RunningProcess;
import io.p2plive.system.harness.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The measuring rod itself: what ffmpeg draws, the page reads, after MPEG1 at a broadcaster's rate. */
final class FrameCodeIT {
    @RegisterExtension
    static final Stage stage = new Stage();

    private static final String READ = "async source => {"
            + " const image = new Image(); image.src = source; await image.decode();"
            + " const canvas = document.createElement('canvas');"
            + " canvas.width = image.width; canvas.height = image.height;"
            + " canvas.getContext('2d').drawImage(image, 0, 0);"
            + " return window.pictureLog.readFrameCode(canvas); }";

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "2,21845", "3,43690", "0,65535", "1,4095"})
    void pageReadsTheNumberThatWasDrawn(int stream, int number) throws IOException {
        Object read = read(picture("code-" + number, FrameCode.filter(stream, number)));
        assertEquals(Map.of("number", number, "stream", stream), read);
    }

    @ParameterizedTest
    @CsvSource({"hflip", "vflip", "'crop=640:400:0:40,scale=640:480'", "negate"})
    void pageReadsNothingOffAnotherPicture(String change) throws IOException {
        assertNull(read(picture("other", FrameCode.filter(0, 1234) + "," + change)));
    }

    @Test
    void pageReadsNothingOffAPictureWithoutCode() throws IOException {
        assertNull(read(picture("none", "null")));
    }

    private static Object read(Path png) throws IOException {
        Page page = stage.browser("reader").newPage("reader");
        try {
            page.navigate("about:blank");
            return page.evaluate(
                    READ, "data:image/png;base64," + Base64.getEncoder().encodeToString(Files.readAllBytes(png)));
        } finally {
            page.context().close();
        }
    }

    /** One picture that went through the encoder. */
    private static Path picture(String name, String filter) {
        Path coded = stage.logs().resolve(name + ".mpg");
        Path png = stage.logs().resolve(name + ".png");
        run(
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=640x480:rate=30",
                "-vf",
                filter,
                "-frames:v",
                "1",
                "-c:v",
                "mpeg1video",
                "-b:v",
                "1000k",
                "-f",
                "mpeg1video",
                coded.toString());
        run("-f", "mpegvideo", "-i", coded.toString(), "-frames:v", "1", png.toString());
        return png;
    }

    private static void run(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Broadcaster.ffmpeg(), "-hide_banner", "-loglevel", "error", "-y"));
        command.addAll(List.of(arguments));
        RunningProcess ffmpeg =
                RunningProcess.start("ffmpeg", command, Map.of(), stage.logs().resolve("ffmpeg.log"));
        assertEquals(0, ffmpeg.awaitExit(Duration.ofSeconds(20)), () -> ffmpeg.tail(20));
    }
}
