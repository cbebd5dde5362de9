import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.eval.Baselines;
import org.morseuq.eval.Detector;
import org.morseuq.eval.Evaluation;
import org.morseuq.eval.MorseScore;
import org.morseuq.head.MorseDetector;

/** Compares the shipped detector with two others on features that come with the project. */
final class CompareDetectors {

    private CompareDetectors() {}

    public static void main(String[] args) throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector morse = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        FeatureTable train = FeatureFile.read(shipped.resolve("features/cifar10-train.safetensors"));
        FeatureTable in = FeatureFile.read(shipped.resolve("features/cifar10-test.safetensors"));
        FeatureTable out = FeatureFile.read(shipped.resolve("features/cifar100.safetensors"));

        List<Detector> detectors =
                List.of(new MorseScore(morse.network()), Baselines.untrained("energy"), Baselines.fit("knn", train));
        Evaluation evaluation = Evaluation.of("cifar10", detectors, morse, in, Map.of("cifar100", out));

        for (Detector detector : detectors) {
            System.out.printf("%s: AUROC %.4f%n", detector.name(), evaluation.meanAuroc(detector.name()));
        }
    }
}
