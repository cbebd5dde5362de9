import java.io.IOException;
import java.nio.file.Path;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseDetector;
import org.morseuq.monitor.DriftMonitor;

/** Compares what a detector meets with what it was calibrated on: images of the classifier, others, and no photographs at all. */
final class WatchDrift {

    private WatchDrift() {}

    public static void main(String[] args) throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector detector = MorseDetector.load(shipped.resolve("balanced-product.morse"));

        for (String set : new String[] {"cifar10-train", "tinyimagenet", "mnist"}) {
            FeatureTable table = FeatureFile.read(shipped.resolve("features/" + set + ".safetensors"));
            DriftMonitor monitor = new DriftMonitor(detector, 500, 1e-4, 1);
            for (float[] features : table.select(detector.layout().names()).rows()) {
                monitor.assess(features);
            }
            System.out.println(set + ": " + monitor.look().words());
        }
    }
}
