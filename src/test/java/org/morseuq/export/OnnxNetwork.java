package org.morseuq.export;

import java.util.List;
import java.util.Random;
import org.morseuq.store.NamedArray;

/** A small network on images of eight by eight pixels, as an ONNX model: logits, an embedding, and a map if asked for. */
final class OnnxNetwork {

    static final int LOGITS = 3;
    static final int EMBEDDING = 5;

    private OnnxNetwork() {}

    /** With twice the image as a third output. */
    static byte[] bytes(long seed) {
        return bytes(seed, true);
    }

    /** Random matrices on the flat pixels, in doubles between float32 at both ends; the same for the same seed. */
    static byte[] bytes(long seed, boolean map) {
        Protobuf graph = new Protobuf();
        node(graph, "Flatten", "flat", "image");
        node(graph, "Cast", "pixels", "flat", "to", 11);
        node(graph, "MatMul", "hidden", "pixels,first", null, 0);
        node(graph, "Tanh", "bounded", "hidden");
        node(graph, "MatMul", "sums", "bounded,second", null, 0);
        node(graph, "Cast", "logits", "sums", "to", 1);
        node(graph, "Cast", "embedding", "bounded", "to", 1);
        node(graph, "Add", "map", "image,image", null, 0);
        graph.text(2, "network");
        graph.message(5, OnnxFile.tensor(matrix("first", 192, EMBEDDING, seed)));
        graph.message(5, OnnxFile.tensor(matrix("second", EMBEDDING, LOGITS, seed + 1)));
        Protobuf shape = new Protobuf().message(1, new Protobuf().text(2, "n"));
        for (int extent : new int[] {3, 8, 8}) {
            shape.message(1, new Protobuf().integer(1, extent));
        }
        Protobuf tensor = new Protobuf().integer(1, 1).message(2, shape);
        graph.message(11, new Protobuf().text(1, "image").message(2, new Protobuf().message(1, tensor)));
        graph.message(12, OnnxFile.value("logits", 1, LOGITS));
        graph.message(12, OnnxFile.value("embedding", 1, EMBEDDING));
        if (map) {
            graph.message(12, new Protobuf().text(1, "map").message(2, new Protobuf().message(1, tensor)));
        }
        return new Protobuf()
                .integer(1, 8)
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").integer(2, OnnxFile.OPERATOR_SET))
                .toBytes();
    }

    /** What it returns for pixels on its scale: logits, then embedding. */
    static float[] row(float[] pixels, long seed) {
        double[] first = values(192 * EMBEDDING, seed);
        double[] second = values(EMBEDDING * LOGITS, seed + 1);
        double[] bounded = new double[EMBEDDING];
        for (int k = 0; k < EMBEDDING; k++) {
            for (int i = 0; i < 192; i++) {
                bounded[k] += pixels[i] * first[i * EMBEDDING + k];
            }
            bounded[k] = Math.tanh(bounded[k]);
        }
        float[] row = new float[LOGITS + EMBEDDING];
        for (int c = 0; c < LOGITS; c++) {
            double sum = 0;
            for (int k = 0; k < EMBEDDING; k++) {
                sum += bounded[k] * second[k * LOGITS + c];
            }
            row[c] = (float) sum;
        }
        for (int k = 0; k < EMBEDDING; k++) {
            row[LOGITS + k] = (float) bounded[k];
        }
        return row;
    }

    private static NamedArray matrix(String name, int rows, int columns, long seed) {
        return NamedArray.of(name, new int[] {rows, columns}, values(rows * columns, seed));
    }

    private static double[] values(int count, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextGaussian() * (count > 100 ? 0.1 : 2);
        }
        return values;
    }

    private static void node(Protobuf graph, String type, String result, String input) {
        node(graph, type, result, input, null, 0);
    }

    private static void node(Protobuf graph, String type, String result, String inputs, String attribute, int value) {
        Protobuf node = new Protobuf();
        for (String input : List.of(inputs.split(",", -1))) {
            node.text(1, input);
        }
        node.text(2, result).text(4, type);
        if (attribute != null) {
            node.message(5, new Protobuf().text(1, attribute).integer(3, value).integer(20, 2));
        }
        graph.message(1, node);
    }
}
