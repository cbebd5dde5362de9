import java.io.IOException;
import java.nio.file.Path;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** Judges feature vectors with the detector that comes with the project: plain arrays, no engine, nothing to close. */
final class JudgeFeatures {

    private JudgeFeatures() {}

    public static void main(String[] args) throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        FeatureTable textures = FeatureFile.read(shipped.resolve("features/textures.safetensors"));
        FeatureTable table = textures.select(MorseDetector.load(shipped.resolve("balanced-product.morse"))
                .layout()
                .names());
        float[] features = table.rows()[0];

        MorseDetector detector = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        Verdict verdict = detector.withFalseAlarm(0.01).assess(features);

        System.out.println(verdict);
    }
}
