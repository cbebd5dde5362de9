package org.morseuq.optimizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.TanhPerceptron;

/** What {@code reference.py} has computed with PyTorch and SciPy, and its network. */
final class Reference {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode ROOT = read();

    private Reference() {}

    private static JsonNode read() {
        try (InputStream in = Reference.class.getResourceAsStream("reference.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode get(String name) {
        return ROOT.get(name);
    }

    static double[] numbers(JsonNode node) {
        return JSON.convertValue(node, double[].class);
    }

    static ArrayVector start() {
        return ArrayVector.of(numbers(get("start")));
    }

    static TanhPerceptron network() {
        return rows(0, 8);
    }

    static TanhPerceptron rows(int from, int to) {
        return new TanhPerceptron(
                Arrays.copyOfRange(JSON.convertValue(get("rows"), double[][].class), from, to),
                Arrays.copyOfRange(JSON.convertValue(get("labels"), int[].class), from, to),
                5,
                4);
    }
}
