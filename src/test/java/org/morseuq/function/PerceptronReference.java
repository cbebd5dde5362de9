package org.morseuq.function;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** A 3-5-4 perceptron with 8 rows and its derivatives by torch; {@code perceptron_reference.py} says how they were made. */
public final class PerceptronReference {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNode FILE = read();

    private PerceptronReference() {}

    private static JsonNode read() {
        try (InputStream in = PerceptronReference.class.getResourceAsStream("perceptron_reference.json")) {
            return JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] numbers(String name) {
        return JSON.convertValue(FILE.get(name), double[].class);
    }

    public static double loss() {
        return FILE.get("loss").doubleValue();
    }

    public static ArrayVector point() {
        return ArrayVector.of(numbers("theta"));
    }

    /** The loss on some of the rows. */
    public static TanhPerceptron loss(int from, int to) {
        double[][] inputs = JSON.convertValue(FILE.get("inputs"), double[][].class);
        int[] labels = JSON.convertValue(FILE.get("labels"), int[].class);
        return new TanhPerceptron(Arrays.copyOfRange(inputs, from, to), Arrays.copyOfRange(labels, from, to), 5, 4);
    }

    /** The loss on all eight rows. */
    public static TanhPerceptron all() {
        return loss(0, 8);
    }
}
