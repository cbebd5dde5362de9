package org.morseuq.export;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Map;
import org.morseuq.head.MorseDetector;

/** Runs exported heads where they are meant to run. */
final class Runtimes {

    private Runtimes() {}

    /** What came back for n rows. */
    record Result(
            float[] energy,
            float[] pValue,
            boolean[] flagged,
            long[] label,
            long[] mode,
            float[] temperature,
            float[][] probabilities,
            float[][] classEnergies) {}

    static Result onnx(MorseDetector detector, float[][] rows) throws OrtException {
        Engine.getEngine("OnnxRuntime"); // which refuses an environment that was made before its own
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session =
                        environment.createSession(HeadExport.onnx(detector), new OrtSession.SessionOptions());
                OnnxTensor features = OnnxTensor.createTensor(environment, rows);
                OrtSession.Result result = session.run(Map.of("features", features))) {
            return new Result(
                    (float[]) result.get("energy").orElseThrow().getValue(),
                    (float[]) result.get("p_value").orElseThrow().getValue(),
                    (boolean[]) result.get("flagged").orElseThrow().getValue(),
                    (long[]) result.get("label").orElseThrow().getValue(),
                    (long[]) result.get("mode").orElseThrow().getValue(),
                    (float[]) result.get("temperature").orElseThrow().getValue(),
                    (float[][]) result.get("probabilities").orElseThrow().getValue(),
                    (float[][]) result.get("class_energies").orElseThrow().getValue());
        }
    }

    static Result torchScript(MorseDetector detector, float[][] rows) throws IOException, MalformedModelException {
        try (Model model = Model.newInstance("head", "PyTorch");
                NDManager scope = model.getNDManager().newSubManager()) {
            model.load(new ByteArrayInputStream(HeadExport.torchScript(detector)));
            NDList result = model.getBlock()
                    .forward(
                            new ParameterStore(scope, false),
                            new NDList(scope.create(rows).toType(DataType.FLOAT32, false)),
                            false);
            return new Result(
                    result.get(0).toFloatArray(),
                    result.get(1).toFloatArray(),
                    result.get(2).toBooleanArray(),
                    result.get(3).toLongArray(),
                    result.get(4).toLongArray(),
                    result.get(5).toFloatArray(),
                    matrix(result.get(6)),
                    matrix(result.get(7)));
        }
    }

    private static float[][] matrix(NDArray array) {
        Shape shape = array.getShape();
        float[] values = array.toFloatArray();
        int columns = (int) shape.get(1);
        float[][] rows = new float[(int) shape.get(0)][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = java.util.Arrays.copyOfRange(values, i * columns, (i + 1) * columns);
        }
        return rows;
    }
}
