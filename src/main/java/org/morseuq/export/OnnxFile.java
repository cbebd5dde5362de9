package org.morseuq.export;

import java.util.Map;
import java.util.TreeMap;
import org.morseuq.store.NamedArray;

/**
 * A graph as an ONNX model: the messages of {@code onnx.proto} (version 1.13, IR version 8), whose field numbers are below.
 * Any runtime since 2023 reads it.
 */
final class OnnxFile {

    /** The version of ONNX's operators that the graph uses. */
    static final int OPERATOR_SET = 18;

    private static final int IR_VERSION = 8;
    private static final int FLOAT = 1;
    private static final int INTEGER_ATTRIBUTE = 2;
    private static final String AXIS = "axis";

    private OnnxFile() {}

    static byte[] bytes(Graph graph, String version, Map<String, String> properties) {
        Protobuf model = new Protobuf()
                .integer(1, IR_VERSION)
                .text(2, "morse")
                .text(3, version)
                .message(7, graph(graph))
                .message(8, new Protobuf().text(1, "").integer(2, OPERATOR_SET));
        new TreeMap<>(properties)
                .forEach((key, value) ->
                        model.message(14, new Protobuf().text(1, key).text(2, value)));
        return model.toBytes();
    }

    private static Protobuf graph(Graph graph) {
        Protobuf message = new Protobuf();
        graph.steps().forEach(step -> message.message(1, node(step)));
        message.text(2, "morse_head");
        graph.constants().forEach(constant -> message.message(5, tensor(constant)));
        message.message(5, tensor(NamedArray.of(AXIS, new int[] {1})));
        message.message(11, value(Graph.INPUT, FLOAT, graph.width()));
        graph.outputs()
                .forEach(output ->
                        message.message(12, value(output.name(), output.kind().onnx(), output.columns())));
        return message;
    }

    private static Protobuf node(Graph.Step step) {
        Protobuf node = new Protobuf();
        step.inputs().forEach(input -> node.text(1, input));
        if (step.operation().takesAxis()) {
            node.text(1, AXIS);
        }
        node.text(2, step.result()).text(4, step.operation().onnx());
        if (!step.operation().attribute().isEmpty()) {
            node.message(
                    5,
                    new Protobuf()
                            .text(1, step.operation().attribute())
                            .integer(3, step.operation().value())
                            .integer(20, INTEGER_ATTRIBUTE));
        }
        return node;
    }

    static Protobuf tensor(NamedArray constant) {
        Protobuf tensor = new Protobuf();
        for (int extent : constant.shape()) {
            tensor.integer(1, extent);
        }
        return tensor.integer(2, constant.type().onnx())
                .text(8, constant.name())
                .bytes(9, constant.littleEndian());
    }

    /** A number of rows that is not known, and so many columns; 0 for a vector. */
    static Protobuf value(String name, int type, int columns) {
        Protobuf shape = new Protobuf().message(1, new Protobuf().text(2, "n"));
        if (columns > 0) {
            shape.message(1, new Protobuf().integer(1, columns));
        }
        Protobuf tensor = new Protobuf().integer(1, type).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }
}
