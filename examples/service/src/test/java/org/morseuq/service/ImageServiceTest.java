package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.backbone.Backbone;
import org.morseuq.data.DataFolder;
import org.morseuq.head.Verdict;

/** Images over HTTP, with the network that comes with the project. */
final class ImageServiceTest {

    /** Batches of another size change a float's last digits, and energies are sums of hundreds of them. */
    private static final double ROUNDING = 1e-4;

    @TempDir
    private static Path folder;

    private static Service service;
    private static Client client;

    @BeforeAll
    static void start() throws IOException {
        service = Service.start(
                Settings.of(Samples.DETECTOR).withBackbone(Samples.NETWORK).withWork(2, 16));
        client = new Client(service.port());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode accepted(HttpResponse<byte[]> response) throws IOException {
        assertEquals(200, response.statusCode(), () -> new String(response.body(), StandardCharsets.UTF_8));
        return Client.json(response);
    }

    /** By the way of the library's own image folders. */
    private static List<Verdict> expected(List<byte[]> files) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            Files.write(folder.resolve("image" + i + (i % 2 == 0 ? ".png" : ".jpg")), files.get(i));
        }
        try (Backbone backbone = Backbone.load(Samples.NETWORK, "cpu")) {
            return Samples.detector().assess(backbone.extract(DataFolder.open(folder), 16, done -> {}));
        }
    }

    @Test
    void manyAtATimeGetTheVerdictsOfTheCommandLine() throws Exception {
        List<byte[]> files = IntStream.range(0, 8)
                .mapToObj(i -> i % 2 == 0 ? Pictures.png(i) : Pictures.jpeg(i))
                .toList();
        List<CompletableFuture<HttpResponse<byte[]>>> answers = files.stream()
                .map(file -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return client.post("/image", file);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                }))
                .toList();
        List<Verdict> verdicts = expected(files);
        for (int i = 0; i < files.size(); i++) {
            JsonNode verdict = accepted(answers.get(i).get()).get("verdict");
            double energy = verdicts.get(i).energy();
            assertEquals(energy, verdict.get("energy").doubleValue(), ROUNDING * energy);
            assertEquals(verdicts.get(i).label(), verdict.get("label").intValue());
        }
    }

    @Test
    void aFormIsTakenLikeItsFile() throws IOException {
        byte[] file = Pictures.png(4);
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(ascii("--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n"));
        form.writeBytes(ascii("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n"));
        form.writeBytes(file);
        form.writeBytes(ascii("\r\n--x--\r\n"));
        assertEquals(accepted(client.post("/image", file)), accepted(form(form.toByteArray())));
        String text = "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--x--\r\n";
        HttpResponse<byte[]> none = form(ascii(text));
        assertEquals("the form holds no file", Client.error(none));
        HttpResponse<byte[]> broken = form(new byte[] {1, 2, 3});
        assertEquals(400, broken.statusCode());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static HttpResponse<byte[]> form(byte[] body) throws IOException {
        HttpRequest request = client.request("/image")
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request);
    }

    @Test
    void theHeatComesWithTheVerdict() throws IOException {
        byte[] file = Pictures.jpeg(6);
        JsonNode alone = accepted(client.post("/image", file)).get("verdict");
        JsonNode answer = accepted(client.post("/image/heat", file));
        double energy = alone.get("energy").doubleValue();
        assertEquals(energy, answer.at("/verdict/energy").doubleValue(), ROUNDING * energy);
        assertEquals(8, answer.get("heat").size());
        assertEquals(8, answer.at("/heat/0").size());
    }

    @Test
    void whatIsNoImageIsRefusedWithASentence() throws IOException {
        assertEquals(415, client.post("/image", new byte[0]).statusCode());
        assertEquals(415, client.post("/image/heat", new byte[] {1, 2, 3}).statusCode());
        HttpResponse<byte[]> huge = client.post("/image", Pictures.chunks(Pictures.header(20_000, 20_000)));
        assertEquals(413, huge.statusCode());
        assertTrue(Client.error(huge).contains("20000 x 20000"));
    }

    /** The digest in the manifest is another: the file is not opened, so that it is no network is not noticed. */
    @Test
    void aNetworkThatTheManifestDoesNotNameIsNotOpened() throws IOException {
        Path program = Files.writeString(folder.resolve("program.pt"), "not a program");
        Settings settings = Settings.of(Samples.DETECTOR).withBackbone(program);
        IOException refused = assertThrows(IOException.class, () -> Service.start(settings));
        assertTrue(refused.getMessage().contains("has the digest"), refused.getMessage());
    }
}
