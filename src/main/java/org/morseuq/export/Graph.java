package org.morseuq.export;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.store.NamedArray;

/** A program without loops, in the making: constants, operations in the order of their execution, and outputs. */
final class Graph {

    /** The name of the one input: float32, one feature row an input. */
    static final String INPUT = "features";

    /** What an output holds. */
    enum Kind {
        /** 32-bit floats. */
        FLOAT(1),
        /** Truth values. */
        BOOL(9),
        /** Class indices, 64 bits. */
        INDEX(7);

        private final int onnx;

        Kind(int onnx) {
            this.onnx = onnx;
        }

        /** The number of ONNX's enumeration {@code TensorProto.DataType}. */
        int onnx() {
            return onnx;
        }
    }

    /**
     * A step.
     *
     * @param operation what is done
     * @param inputs to what: the input, constants, results of earlier steps
     * @param result the name of what comes out
     */
    record Step(Operation operation, List<String> inputs, String result) {}

    /**
     * A result that is handed out.
     *
     * @param name its name, which is that of the step's result too
     * @param kind what it holds
     * @param columns how many columns; 0 for a vector
     */
    record Output(String name, Kind kind, int columns) {}

    private final int width;
    private final List<NamedArray> constants = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Output> outputs = new ArrayList<>();

    /** A graph of rows of so many columns. */
    Graph(int width) {
        this.width = width;
    }

    int width() {
        return width;
    }

    List<NamedArray> constants() {
        return constants;
    }

    List<Step> steps() {
        return steps;
    }

    List<Output> outputs() {
        return outputs;
    }

    /** A row of numbers, 1 x k. */
    String row(double... values) {
        return keep(NamedArray.of(nextConstant(), new int[] {1, values.length}, values));
    }

    /** A vector of numbers. */
    String vector(double... values) {
        return keep(NamedArray.of(nextConstant(), new int[] {values.length}, values));
    }

    /** A vector of integers. */
    String indices(int... values) {
        return keep(NamedArray.of(nextConstant(), values));
    }

    /** A matrix whose columns are the given rows. */
    String transposed(double[][] rows) {
        int height = rows[0].length;
        double[] values = new double[height * rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < height; j++) {
                values[j * rows.length + i] = rows[i][j];
            }
        }
        return keep(NamedArray.of(nextConstant(), new int[] {height, rows.length}, values));
    }

    private String nextConstant() {
        return "c" + constants.size();
    }

    private String keep(NamedArray constant) {
        constants.add(constant);
        return constant.name();
    }

    /** Adds a step. */
    String apply(Operation operation, String... inputs) {
        return apply("v" + steps.size(), operation, inputs);
    }

    private String apply(String result, Operation operation, String... inputs) {
        steps.add(new Step(operation, List.of(inputs), result));
        return result;
    }

    /** Adds a step whose result is a number an input, handed out. */
    void output(String name, Kind kind, String column) {
        apply(name, Operation.VECTOR, column);
        outputs.add(new Output(name, kind, 0));
    }

    /** Adds a step whose result is so many floats an input, handed out. */
    void output(String name, int columns, String doubles) {
        apply(name, Operation.FLOAT, doubles);
        outputs.add(new Output(name, Kind.FLOAT, columns));
    }
}
