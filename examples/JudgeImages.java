import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.data.DataFolder;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** Judges a folder of images (the argument) with the network and the detector that come with the project. */
final class JudgeImages {

    private JudgeImages() {}

    public static void main(String[] args) throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector detector = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        try (Backbone backbone = Backbone.load(shipped, "cpu", MapStatistic.of(detector.layout()))) {
            FeatureTable features = backbone.extract(DataFolder.open(Path.of(args[0])), 128, done -> {});
            List<Verdict> verdicts = detector.assess(features);
            List<String> classes = backbone.classes();
            for (Verdict verdict : verdicts) {
                String name = classes.get(verdict.label());
                System.out.printf("%s, p-value %.3f%s%n", name, verdict.pValue(), verdict.flagged() ? ", flagged" : "");
            }
        }
    }
}
