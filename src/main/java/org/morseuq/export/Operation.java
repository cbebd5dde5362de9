package org.morseuq.export;

/**
 * An operation on matrices with one row an input, in ONNX (operator set {@value OnnxFile#OPERATOR_SET}) and in TorchScript.
 * Shapes broadcast; what reduces does so along a row and keeps the column.
 */
enum Operation {
    /** The columns of a matrix that a vector of indices names. */
    COLUMNS("Gather", "torch.index_select(%s, 1, %s)", "axis", 1),
    /** The element of a vector at every index. */
    PICK("Gather", "torch.take(%s, %s)", "axis", 0),
    ADD("Add", "torch.add(%s, %s)"),
    SUBTRACT("Sub", "torch.sub(%s, %s)"),
    MULTIPLY("Mul", "torch.mul(%s, %s)"),
    DIVIDE("Div", "torch.div(%s, %s)"),
    PRODUCT("MatMul", "torch.matmul(%s, %s)"),
    LARGER("Max", "torch.maximum(%s, %s)"),
    SMALLER("Min", "torch.minimum(%s, %s)"),
    SQRT("Sqrt", "torch.sqrt(%s)"),
    EXP("Exp", "torch.exp(%s)"),
    LOG("Log", "torch.log(%s)"),
    TANH("Tanh", "torch.tanh(%s)"),
    SUM("ReduceSum", "torch.sum(%s, [1], True)"),
    LARGEST("ReduceMax", "torch.amax(%s, [1], True)"),
    LEAST("ReduceMin", "torch.amin(%s, [1], True)"),
    /** The first column with the largest number. */
    WHICH_LARGEST("ArgMax", "torch.argmax(%s, 1, True)", "axis", 1),
    /** The first column with the least number. */
    WHICH_LEAST("ArgMin", "torch.argmin(%s, 1, True)", "axis", 1),
    AT_MOST("LessOrEqual", "torch.le(%s, %s)"),
    EQUAL("Equal", "torch.eq(%s, %s)"),
    BOTH("And", "torch.logical_and(%s, %s)"),
    NOT("Not", "torch.logical_not(%s)"),
    /** The second where the first is true, else the third. */
    CHOICE("Where", "torch.where(%s, %s, %s)"),
    DOUBLE("Cast", "torch.to(%s, 7)", "to", 11),
    FLOAT("Cast", "torch.to(%s, 6)", "to", 1),
    /** A matrix of one column as a vector. */
    VECTOR("Squeeze", "torch.squeeze(%s, 1)");

    private final String onnx;
    private final String script;
    private final String attribute;
    private final int value;

    Operation(String onnx, String script) {
        this(onnx, script, "", 0);
    }

    Operation(String onnx, String script, String attribute, int value) {
        this.onnx = onnx;
        this.script = script;
        this.attribute = attribute;
        this.value = value;
    }

    /** The operator's name in ONNX. */
    String onnx() {
        return onnx;
    }

    /** The name of the operator's attribute in ONNX, an integer; empty if it has none. */
    String attribute() {
        return attribute;
    }

    /** The value of that attribute. */
    int value() {
        return value;
    }

    /** Whether ONNX wants the axis, 1, as one input more. */
    boolean takesAxis() {
        return onnx.startsWith("Reduce") || this == VECTOR;
    }

    /** The expression in TorchScript. */
    String script(Object... inputs) {
        return script.formatted(inputs);
    }
}
