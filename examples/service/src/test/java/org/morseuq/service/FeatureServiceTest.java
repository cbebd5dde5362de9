package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** What every path promises, without a network. */
final class FeatureServiceTest {

    private static Service service;
    private static Client client;
    private static MorseDetector detector;
    private static float[][] rows;

    @BeforeAll
    static void start() throws IOException {
        service = Service.start(Settings.of(Samples.DETECTOR));
        client = new Client(service.port());
        detector = Samples.detector();
        rows = Arrays.copyOf(Samples.rows("textures"), 5);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonNode accepted(HttpResponse<byte[]> response) throws IOException {
        assertEquals(200, response.statusCode(), () -> new String(response.body(), StandardCharsets.UTF_8));
        return Client.json(response);
    }

    /** Doubles in shortest decimal form come back as the same doubles: no tolerance is needed. */
    private static void assertSame(Verdict expected, JsonNode actual) {
        assertEquals(expected.energy(), actual.get("energy").doubleValue());
        assertEquals(expected.pValue(), actual.get("p_value").doubleValue());
        assertEquals(expected.flagged(), actual.get("flagged").booleanValue());
        assertEquals(expected.label(), actual.get("label").intValue());
        assertEquals(expected.confidence(), actual.get("confidence").doubleValue());
    }

    @Test
    void rowsGetTheVerdictsOfTheDetector() throws IOException {
        JsonNode verdicts =
                accepted(client.post("/features", Samples.json(rows))).get("verdicts");
        assertEquals(rows.length, verdicts.size());
        for (int i = 0; i < rows.length; i++) {
            assertSame(detector.assess(rows[i]), verdicts.get(i));
        }
    }

    @Test
    void oneRowNeedsNoSecondBracket() throws IOException {
        JsonNode verdicts =
                accepted(client.post("/features", Samples.json(rows[0]))).get("verdicts");
        assertEquals(1, verdicts.size());
        assertSame(detector.assess(rows[0]), verdicts.get(0));
    }

    @Test
    void theNearestModesAreThoseOfLeastEnergy() throws IOException {
        JsonNode nearest =
                accepted(client.post("/features", Samples.json(rows[0]))).at("/verdicts/0/nearest");
        double[] energies = detector.network().classEnergies(rows[0]);
        String mode = detector.manifest()
                .origin()
                .classes()
                .get(detector.assess(rows[0]).mode());
        assertEquals(mode, nearest.get(0).get("class").textValue());
        double[] sorted = Arrays.stream(energies).sorted().toArray();
        for (int i = 0; i < 3; i++) {
            assertEquals(sorted[i], nearest.get(i).get("energy").doubleValue());
        }
    }

    private static Map<String, Object> inference(Object data) {
        List<Integer> shape = List.of(rows.length, rows[0].length);
        return Map.of(
                "id",
                "seven",
                "inputs",
                List.of(Map.of("name", "features", "shape", shape, "datatype", "FP32", "data", data)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theInferenceProtocolTakesTensorsFlatOrNested(boolean flat) throws IOException {
        Object data = flat ? detector.layout().width() + rows.length : rows;
        if (flat) {
            float[] all = new float[rows.length * rows[0].length];
            for (int i = 0; i < all.length; i++) {
                all[i] = rows[i / rows[0].length][i % rows[0].length];
            }
            data = all;
        }
        byte[] body = Samples.json(inference(data));
        JsonNode answer = accepted(client.post("/v2/models/morse/infer", body));
        assertEquals("seven", answer.get("id").textValue());
        assertEquals("morse", answer.get("model_name").textValue());
        for (JsonNode output : answer.get("outputs")) {
            assertEquals(rows.length, output.at("/shape/0").intValue());
            for (int i = 0; i < rows.length; i++) {
                Verdict expected = detector.assess(rows[i]);
                switch (output.get("name").textValue()) {
                    case "energy" ->
                        assertEquals(
                                expected.energy(), output.get("data").get(i).doubleValue());
                    case "mode" ->
                        assertEquals(expected.mode(), output.get("data").get(i).intValue());
                    case "probabilities" ->
                        assertEquals(
                                expected.probabilities()[3],
                                output.get("data").get(10 * i + 3).doubleValue());
                    default -> assertEquals(1, output.get("shape").size());
                }
            }
        }
        assertEquals(8, answer.get("outputs").size());
        assertEquals(
                5, accepted(client.post("/features", body)).get("verdicts").size(), "features takes such a body too");
    }

    @Test
    void theServerTellsOfItself() throws IOException {
        assertEquals("morse-service", accepted(client.get("/v2")).get("name").textValue());
        JsonNode model = accepted(client.get("/v2/models/morse"));
        assertEquals(
                "[-1," + detector.layout().width() + "]",
                model.at("/inputs/0/shape").toString());
        assertEquals("ship", model.at("/parameters/classes/8").textValue());
        for (String path : List.of("/v2/health/live", "/v2/health/ready", "/v2/models/morse/ready", "/health")) {
            accepted(client.get(path));
        }
    }

    @Test
    void everyPathIsInTheOpenApiDocumentAndTheOtherWayRound() throws IOException {
        JsonNode paths = accepted(client.get("/openapi.json")).get("paths");
        int operations = 0;
        for (Route route : service.routes()) {
            assertTrue(
                    paths.path(route.path()).has(route.method().toLowerCase(java.util.Locale.ROOT)),
                    route.method() + " " + route.path());
        }
        for (JsonNode path : paths) {
            operations += path.size();
        }
        assertEquals(service.routes().size(), operations);
    }

    @ParameterizedTest
    @CsvSource({"/, text/html", "/page.js, text/javascript", "/page.css, text/css"})
    void thePageLoadsNothingFromElsewhere(String path, String type) throws IOException {
        HttpResponse<byte[]> response = client.get(path);
        assertEquals(200, response.statusCode());
        assertTrue(response.headers().firstValue("content-type").orElse("").startsWith(type));
        assertTrue(response.headers()
                .firstValue("content-security-policy")
                .orElse("")
                .startsWith("default-src 'none'; script-src 'self'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "[1, 2] | the row has 2 numbers, expected 202",
                "[] | got an empty array",
                "7 | got 7",
                "[[1], 2] | row 0 has 1 numbers",
                "[\"a\"] | the row has 1 numbers",
                "[1, | not JSON at byte",
                "{} | expected 'inputs'",
                "[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]] | depth",
                "{\"inputs\": [{\"name\": \"x\"}]} | must be named 'features'",
                "{\"inputs\": [{\"name\": \"features\", \"datatype\": \"BYTES\"}]} | FP32 or FP64",
                "{\"inputs\": [{\"name\": \"features\", \"datatype\": \"FP32\", \"shape\": [1, 3]}]} | [n, 202]",
                "{\"inputs\": [{\"name\": \"features\", \"datatype\": \"FP32\", \"shape\": [1, 202], \"data\": [1]}]} | 'data' has 1 numbers",
                "{\"inputs\": [{\"name\": \"features\", \"datatype\": \"FP32\", \"shape\": [99999999, 202], \"data\": []}]} | 99999999 rows",
            })
    void whatIsNoFeatureRowIsRefusedInOneSentence(String body, String part) throws IOException {
        HttpResponse<byte[]> response = client.post("/features", body.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, response.statusCode());
        String error = Client.error(response);
        assertTrue(error.contains(part) && error.lines().count() == 1, error);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "1e39", "\"1\"", "null", "true"})
    void aNumberThatIsNoneIsRefusedWithItsPlace(String number) throws IOException {
        String body =
                new String(Samples.json(rows[0]), StandardCharsets.UTF_8).replaceFirst("\\[[^,]*,", "[" + number + ",");
        HttpResponse<byte[]> response = client.post("/features", body.getBytes(StandardCharsets.UTF_8));
        assertEquals(400, response.statusCode());
        String error = Client.error(response);
        assertTrue(error.contains("at place 0") || error.contains("not JSON"), error);
    }

    @Test
    void unknownPathsMethodsModelsAndEncodings() throws IOException {
        assertEquals(404, client.get("/nothing").statusCode());
        HttpResponse<byte[]> wrong = client.get("/features");
        assertEquals(405, wrong.statusCode());
        assertEquals("POST", wrong.headers().firstValue("allow").orElse(""));
        assertEquals(
                404,
                client.post("/v2/models/other/infer", Samples.json(inference(rows)))
                        .statusCode());
        HttpRequest packed = client.request("/features")
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Samples.json(rows)))
                .build();
        assertEquals(415, client.send(packed).statusCode());
        HttpResponse<byte[]> image = client.post("/image", Pictures.png(1));
        assertEquals(404, image.statusCode());
        assertTrue(Client.error(image).contains("--backbone"));
    }

    @Test
    void whatIsDoneIsCounted() throws IOException {
        accepted(client.post("/features", Samples.json(rows)));
        String metrics = new String(client.get("/metrics").body(), StandardCharsets.UTF_8);
        for (String part : java.util.List.of(
                "http_server_requests_seconds_count{status=\"200\",uri=\"/features\"}",
                "morse_assess_seconds_count{detector=\"morse\"}",
                "morse_p_value_permille_bucket{detector=\"morse\",le=\"50.0\"}",
                "morse_queue_waiting 0")) {
            assertTrue(metrics.contains(part), metrics);
        }
        JsonNode drift = accepted(client.get("/drift"));
        assertTrue(drift.get("inputs").intValue() >= rows.length);
        assertTrue(drift.get("words").textValue().contains("inputs"));
    }
}
