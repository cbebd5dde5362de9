package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Too much, too large and too slow are refused, and what was accepted is done. */
final class LimitsTest {

    private static final int BODY = 16_384;

    private Service service;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        service = Service.start(Settings.of(Samples.DETECTOR)
                .withWork(1, 1)
                .withLimits(64, BODY)
                .withTimes(Duration.ofSeconds(2), Duration.ofSeconds(10)));
        client = new Client(service.port());
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Test
    void aFullQueueRefusesAndSaysWhenToComeBack() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Boolean> worked = service.queue().submit(() -> {
            busy.countDown();
            return await(release);
        });
        busy.await();
        CompletableFuture<Boolean> waited = service.queue().submit(() -> true);
        byte[] row = Samples.json(Samples.rows("mnist")[0]);
        HttpResponse<byte[]> refused = client.post("/features", row);
        assertEquals(429, refused.statusCode());
        assertEquals("1", refused.headers().firstValue("retry-after").orElse(""));
        assertEquals(200, client.get("/health").statusCode(), "health is told also under load");
        release.countDown();
        assertTrue(worked.get() && waited.get());
        assertEquals(200, client.post("/features", row).statusCode());
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Test
    void workThatTakesTooLongIsGivenUpOn() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CompletableFuture<Boolean> worked = service.queue().submit(() -> await(release));
        HttpResponse<byte[]> late = client.post("/features", Samples.json(Samples.rows("mnist")[0]));
        assertEquals(503, late.statusCode());
        release.countDown();
        assertTrue(worked.get());
    }

    @Test
    void aLongBodyIsRefusedWhetherItsLengthIsToldOrNot() throws IOException {
        byte[] body = new byte[3 * BODY];
        assertEquals(413, client.post("/features", body).statusCode());
        HttpRequest chunked = client.request("/features")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                .build();
        HttpResponse<byte[]> response = client.send(chunked);
        assertEquals(413, response.statusCode());
        assertEquals("the body is longer than 16384 bytes", Client.error(response));
    }

    @Test
    void aBodyThatDoesNotArriveIsNotWaitedFor() throws IOException {
        String answer = raw("POST /features HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n[1, 2");
        assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
        assertTrue(answer.contains("Connection: close"), answer);
    }

    @Test
    void aHeaderWithoutEndIsRefused() throws IOException {
        String answer = raw("GET / HTTP/1.1\r\nHost: x\r\nX: " + "a".repeat(20_000) + "\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 431 "), answer);
        assertTrue(answer.endsWith("{\"error\":\"request header fields too large\"}"), answer);
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
