package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new detector takes over between two requests, and a broken one never does. */
final class ReloadTest {

    @TempDir
    private Path temporary;

    private Path folder;
    private Service service;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        folder = Samples.copy(temporary);
        service = Service.start(Settings.of(folder).withTimes(Duration.ofSeconds(10), Duration.ofMillis(20)));
        client = new Client(service.port());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private String threshold() throws IOException {
        return Client.json(client.get("/v2/models/morse"))
                .at("/parameters/threshold")
                .textValue();
    }

    private void until(String what, Condition condition) throws Exception {
        for (int i = 0; i < 1000; i++) {
            if (condition.holds()) {
                return;
            }
            Thread.sleep(10);
        }
        throw new AssertionError(what + " within 10 seconds");
    }

    private interface Condition {
        boolean holds() throws IOException;
    }

    @Test
    void theDetectorChangesUnderRequestsOfWhichNoneIsLost() throws Exception {
        byte[] row = Samples.json(Samples.rows("mnist")[0]);
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            while (!done.get()) {
                try {
                    assertEquals(200, client.post("/features", row).statusCode());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                answered.incrementAndGet();
            }
        });
        for (double rate : new double[] {0.01, 0.02, 0.1}) {
            Samples.detector().withFalseAlarm(rate).save(folder);
            until("the new threshold " + rate, () -> threshold().equals("false-alarm:" + rate));
        }
        done.set(true);
        sender.get();
        assertTrue(answered.get() > 10, "only " + answered + " requests");
    }

    @Test
    void aBrokenDetectorLeavesTheOldOneInPlace() throws Exception {
        Path next = temporary.resolve("next.morse");
        Samples.detector().withFalseAlarm(0.01).save(next);
        byte[] broken = Files.readAllBytes(next.resolve("head.safetensors"));
        broken[broken.length / 2] ^= 1;
        Files.write(folder.resolve("head.safetensors"), broken);
        Files.copy(next.resolve("manifest.json"), folder.resolve("manifest.json"), StandardCopyOption.REPLACE_EXISTING);
        byte[] row = Samples.json(Samples.rows("mnist")[0]);
        for (int i = 0; i < 20; i++) {
            Thread.sleep(20); // as long as from one look at the folder to the next
            assertEquals(200, client.post("/features", row).statusCode());
            assertEquals("false-alarm:0.05", threshold());
        }
        Files.delete(folder.resolve("manifest.json"));
        Thread.sleep(100);
        assertEquals(200, client.post("/features", row).statusCode());
        Samples.detector().withFalseAlarm(0.1).save(folder);
        until("the sound detector", () -> threshold().equals("false-alarm:0.1"));
    }
}
