package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A stop answers what was accepted. */
final class ShutdownTest {

    @Test
    void requestsThatWaitAreAnsweredWhileTheServiceStops() throws Exception {
        Service service = Service.start(Settings.of(Samples.DETECTOR).withWork(1, 8));
        Client client = new Client(service.port());
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> worked = service.queue().submit(() -> {
            busy.countDown();
            try {
                return release.await(10, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                return false;
            }
        });
        busy.await();
        byte[] row = Samples.json(Samples.rows("mnist")[0]);
        List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waiting.add(CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return client.post("/features", row);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    },
                    task -> new Thread(task).start()));
        }
        while (service.queue().waiting() < 5) {
            Thread.sleep(5);
        }
        CompletableFuture<Void> stop = CompletableFuture.runAsync(service::close);
        Thread.sleep(100);
        assertTrue(!stop.isDone(), "the stop waits");
        release.countDown();
        for (CompletableFuture<HttpResponse<byte[]>> one : waiting) {
            assertEquals(200, one.get().statusCode());
        }
        assertTrue(worked.get());
        stop.get();
    }

    /** The whole process, with no engine on its class path. */
    @Test
    void theProcessRunsWithoutTheEngineAndStopsOnSigterm() throws Exception {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches("(pytorch|api-|jna).*"))
                .collect(Collectors.joining(File.pathSeparator));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        "org.morseuq.service.Main",
                        "--detector",
                        Samples.DETECTOR.toString(),
                        "--port",
                        "0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            assertTrue(line.startsWith("ready at http://127.0.0.1:"), line);
            Client client =
                    new Client(Integer.parseInt(line.replaceAll("\\D+$", "").replaceAll(".*:", "")));
            byte[] row = Samples.json(Samples.rows("mnist")[0]);
            assertEquals(200, client.post("/features", row).statusCode());
            process.destroy(); // SIGTERM
            assertTrue(process.waitFor(30, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
