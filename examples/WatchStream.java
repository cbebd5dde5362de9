import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Subset;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.StreamAlarm;

/** Watches a stream that changes from the images of the classifier to textures, and says when the change is noticed. */
final class WatchStream {

    private WatchStream() {}

    public static void main(String[] args) throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector detector = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        FeatureTable test = FeatureFile.read(shipped.resolve("features/cifar10-test.safetensors"));
        FeatureTable textures = FeatureFile.read(shipped.resolve("features/textures.safetensors"));
        double[] before = detector.network()
                .energies(fresh(test, detector).select(detector.layout().names()));
        double[] after =
                detector.network().energies(textures.select(detector.layout().names()));

        StreamAlarm alarm = new StreamAlarm(detector.calibration(), 0.01, 1);
        for (int t = 0; t < before.length + after.length && !alarm.raised(); t++) {
            if (alarm.accept(t < before.length ? before[t] : after[t - before.length])) {
                System.out.printf("alarm after %d images, %d of them textures%n", t + 1, t + 1 - before.length);
            }
        }
    }

    /** The half of the test images that did not calibrate the shipped detector. */
    private static FeatureTable fresh(FeatureTable test, MorseDetector detector) {
        long seed = detector.manifest().origin().seed();
        BitSet fresh = new BitSet(test.size());
        fresh.set(0, test.size());
        for (int calibrated : Subset.draw(test.size(), test.size() / 2, seed)) {
            fresh.clear(calibrated);
        }
        return test.rows(fresh.stream().toArray());
    }
}
