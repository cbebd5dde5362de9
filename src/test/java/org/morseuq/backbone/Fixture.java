package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.function.Executable;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;

/** The networks of {@code make_fixtures.py}, and what tests say about networks. */
final class Fixture {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Fixture() {}

    static Path path(String name) {
        try {
            return Path.of(Fixture.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource has a URI", e);
        }
    }

    static Backbone load(String name) throws IOException {
        return Backbone.load(path(name + ".pt"), "cpu");
    }

    static FeatureTable extract(Backbone backbone, ImageSet images, int batchSize) throws IOException {
        return backbone.extract(images, batchSize, done -> {});
    }

    /** A copy of a fixture without its description, in a folder that may be written to. */
    static Path copy(String name, Path folder) throws IOException {
        return Files.copy(path(name + ".pt"), folder.resolve(name + ".pt"));
    }

    static Path sidecar(Path network, String json) throws IOException {
        return Files.writeString(network.resolveSibling(network.getFileName() + ".json"), json);
    }

    static float[][] reference(String name) throws IOException {
        return JSON.convertValue(resource("reference.json").get(name), float[][].class);
    }

    static JsonNode resource(String name) throws IOException {
        try (InputStream in = Fixture.class.getResourceAsStream(name)) {
            return JSON.readTree(in);
        }
    }

    static void assertClose(float[][] expected, float[][] actual, double tolerance) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i].length, actual[i].length);
            for (int j = 0; j < expected[i].length; j++) {
                assertEquals(expected[i][j], actual[i][j], tolerance, "row " + i + ", column " + j);
            }
        }
    }

    /** Asserts that the call is refused by exactly this exception, in one sentence that has all the parts. */
    static void assertRefused(Class<? extends Exception> type, Executable call, Object... parts) {
        Exception thrown = assertThrows(Exception.class, call);
        assertEquals(type, thrown.getClass(), thrown.toString());
        for (Object part : parts) {
            assertTrue(thrown.getMessage().contains(part.toString()), thrown.getMessage() + " lacks " + part);
        }
        assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }
}
