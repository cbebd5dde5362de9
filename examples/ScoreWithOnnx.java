import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.File;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.Image;
import org.morseuq.data.Pixels;
import org.morseuq.data.Resampling;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;

/**
 * Judges an image with ONNX Runtime alone, without DJL: NET.onnx, which returns the detector's blocks as matrices, the
 * detector, the image.
 */
final class ScoreWithOnnx {

    private ScoreWithOnnx() {}

    public static void main(String[] args) throws OrtException, IOException {
        MorseDetector detector = MorseDetector.load(Path.of(args[1]));
        Manifest.BackboneEntry network = detector.manifest().origin().backbone();
        int size = network.size();
        Preprocessing preprocessing = new Preprocessing(size, network.mean(), network.std());
        Image image = Pixels.of(ImageIO.read(new File(args[2])), args[2], Image.UNLABELLED);
        float[] pixels = new float[3 * size * size];
        Preprocessing.normalise(Resampling.fit(image, size).pixels(), preprocessing.table(), pixels, 0);

        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(args[0]);
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(pixels), new long[] {1, 3, size, size});
                OrtSession.Result outputs =
                        session.run(Map.of(session.getInputNames().iterator().next(), input))) {
            FloatBuffer row = FloatBuffer.allocate(detector.layout().width());
            for (Map.Entry<String, OnnxValue> output : outputs) {
                row.put(((float[][]) output.getValue().getValue())[0]);
            }
            System.out.println(detector.assess(row.array()));
        }
    }
}
