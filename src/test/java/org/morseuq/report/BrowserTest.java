package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.head.ThresholdPolicy;

/** The page in headless Chromium, as wide as a phone, where Chromium is installed. */
final class BrowserTest {

    private static final int PHONE = 360;
    private static final long PATIENCE_SECONDS = 120;

    /** Goes into the test's copy of the page only, which allows it in its policy. */
    private static final String PROBE =
            """
            <script>
            addEventListener('load', function () {
              var others = performance.getEntriesByType('resource')
                .filter(function (entry) { return entry.name.indexOf('data:') !== 0; });
              parent.postMessage([innerWidth, document.documentElement.scrollWidth,
                document.querySelectorAll('section').length, others.length].join(' '), '*');
            });
            </script></body>""";

    /** The window is never narrower than 500 pixels, so the page is put into a frame. */
    private static final String FRAME =
            """
            <!DOCTYPE html><title>frame</title><pre id="seen"></pre>
            <script>
            addEventListener('message', function (event) {
              document.getElementById('seen').textContent = event.data;
            });
            </script>
            <iframe src="page.html" width="WIDTH" height="640" style="border: 0"></iframe>""";

    @TempDir
    private Path folder;

    /**
     * What the browser says.
     *
     * @param width of the window
     * @param scroll the width that can be scrolled
     * @param sections how many were understood
     * @param requests how many other files it asked for
     * @param console the messages of its console
     */
    private record Seen(int width, int scroll, int sections, int requests, List<String> console) {}

    private static Optional<Path> browser() {
        String path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : Stream.of(path.split(File.pathSeparator))
                        .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                                .map(name -> Path.of(place, name)))
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    private Seen open(String page) throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        assumeTrue(browser.isPresent(), "Chromium is not installed");
        String probed = page.replace("default-src 'none';", "default-src 'none'; script-src 'unsafe-inline';")
                .replace("</body>", PROBE);
        Files.writeString(folder.resolve("page.html"), probed);
        Path frame = folder.resolve("frame.html");
        Files.writeString(frame, FRAME.replace("WIDTH", Integer.toString(PHONE)));
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(
                        browser.get().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--enable-logging=stderr",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--hide-scrollbars", // as on a phone, where they lie above the page
                        "--dump-dom",
                        frame.toUri().toString())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the browser does not come to an end");
        } finally {
            process.destroyForcibly();
        }
        Matcher seen = Pattern.compile("<pre id=\"seen\">(\\d+) (\\d+) (\\d+) (\\d+)</pre>")
                .matcher(Files.readString(out));
        assertTrue(seen.find(), () -> "the page was not shown: " + read(err));
        return new Seen(
                Integer.parseInt(seen.group(1)),
                Integer.parseInt(seen.group(2)),
                Integer.parseInt(seen.group(3)),
                Integer.parseInt(seen.group(4)),
                Files.readAllLines(err).stream()
                        .filter(line -> line.contains("CONSOLE"))
                        .toList());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void fitsAPhoneAndAsksForNothing() throws IOException, InterruptedException {
        String wide = "w".repeat(60);
        String page = EvaluationPage.text(
                Evidences.of(
                        60,
                        true,
                        Map.of(wide, 20, "middle", 20),
                        List.of(wide, Evidences.HOSTILE, "c"),
                        new ThresholdPolicy.FalseAlarm(0.05)),
                "morse evaluate --data /" + wide);
        assertEquals(new Seen(PHONE, PHONE, 9, 0, List.of()), open(page));
    }

    @Test
    void cardsAndGalleriesFitAPhoneToo() throws IOException, InterruptedException {
        String card = ComplexityPage.text(ComplexityPageTest.evidence("w".repeat(60)), "morse complexity");
        assertEquals(new Seen(PHONE, PHONE, 9, 0, List.of()), open(card));
        assertEquals(new Seen(PHONE, PHONE, 5, 0, List.of()), open(GalleryPageTest.page()));
    }

    /** Otherwise the test above could not fail. */
    @Test
    void overflowAndRequestsAreSeen() throws IOException, InterruptedException {
        String page = EvaluationPage.text(Evidences.usual(), "morse evaluate")
                .replace(
                        "<main>",
                        "<main><div style=\"width: 999px\">wide</div><img src=\"http://127.0.0.1:9/x.png\" alt=\"x\"/>");
        Seen seen = open(page);
        assertTrue(seen.scroll() > 999 && seen.width() == PHONE, seen.toString());
        assertTrue(seen.console().stream().anyMatch(line -> line.contains("Content Security Policy")), seen.toString());
    }
}
