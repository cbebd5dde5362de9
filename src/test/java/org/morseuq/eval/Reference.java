package org.morseuq.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/** Numbers from numpy, scipy and scikit-learn; the scripts beside the resources say how they were made. */
final class Reference {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Reference() {}

    static JsonNode part(String name) {
        return file("reference.json").get(name);
    }

    static JsonNode file(String name) {
        try (InputStream file = Reference.class.getResourceAsStream(name)) {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double[] doubles(JsonNode node) {
        return JSON.convertValue(node, double[].class);
    }

    static double[][] rows(JsonNode node) {
        return JSON.convertValue(node, double[][].class);
    }

    static float[][] floats(JsonNode node) {
        return JSON.convertValue(node, float[][].class);
    }

    static int[] integers(JsonNode node) {
        return JSON.convertValue(node, int[].class);
    }

    static FeatureTable train() {
        JsonNode train = part("detectors").get("train");
        return table(floats(train.get("logits")), floats(train.get("embedding")), integers(train.get("labels")));
    }

    static FeatureTable test() {
        JsonNode test = part("detectors").get("test");
        float[][] logits = floats(test.get("logits"));
        return table(logits, floats(test.get("embedding")), new int[logits.length]);
    }

    static FeatureTable table(float[][] logits, float[][] embedding, int[] labels) {
        int classes = logits[0].length;
        int features = embedding[0].length;
        float[][] rows = new float[logits.length][classes + features];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(logits[i], 0, rows[i], 0, classes);
            System.arraycopy(embedding[i], 0, rows[i], classes, features);
        }
        Layout layout = new Layout(
                List.of(new Layout.Block(Layout.LOGITS, classes), new Layout.Block(Layout.EMBEDDING, features)));
        return new FeatureTable(layout, rows, labels);
    }

    /** Rows of a network that shows logits, an embedding with a dead unit, and two inner layers. */
    static FeatureTable network(String part) {
        JsonNode node = part("network").get(part);
        float[][] parts = floats(node.get("logits"));
        int[] labels = node.has("labels") ? integers(node.get("labels")) : new int[parts.length];
        int inner = node.get("inner").get(0).size() / 2;
        FeatureTable outputs = table(parts, floats(node.get("embedding")), labels);
        FeatureTable all = table(outputs.rows(), floats(node.get("inner")), labels);
        List<Layout.Block> blocks = new ArrayList<>(outputs.layout().blocks());
        blocks.add(new Layout.Block(Layout.INNER + "1.mean", inner));
        blocks.add(new Layout.Block(Layout.INNER + "2.mean", inner));
        return new FeatureTable(new Layout(blocks), all.rows(), labels);
    }
}
