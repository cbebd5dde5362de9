import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Box;
import org.morseuq.head.Descent;
import org.morseuq.head.FeaturePotential;
import org.morseuq.head.GradientFlow;
import org.morseuq.head.MorseDetector;

/** Follows the energy of the shipped detector downhill, from anywhere in the box of the training features to a mode. */
final class SampleFeatures {

    private SampleFeatures() {}

    public static void main(String[] args) throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector detector = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        FeatureTable train = FeatureFile.read(shipped.resolve("features/cifar10-train.safetensors"));
        Box box = Box.around(train.select(detector.layout().names()).rows());

        GradientFlow flow = new GradientFlow(1000, 1e-6, 1e-4);
        float[] start = box.uniform(new SplittableRandom(1));
        Descent descent = flow.run(new FeaturePotential(detector.network()), box, start);

        System.out.println(detector.assess(start));
        System.out.println(descent);
        System.out.println(detector.assess(descent.point()));
    }
}
