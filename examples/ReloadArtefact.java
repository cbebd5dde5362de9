import java.io.IOException;
import java.nio.file.Path;
import org.morseuq.data.FeatureFile;
import org.morseuq.head.MorseDetector;
import org.morseuq.monitor.ReloadableDetector;

/** Replaces a detector while it is in use: in the folder that is the argument, by one that flags less. */
final class ReloadArtefact {

    private ReloadArtefact() {}

    public static void main(String[] args) throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector first = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        Path folder = Path.of(args[0], "live.morse");
        first.save(folder);
        float[][] rows = FeatureFile.read(shipped.resolve("features/cifar100.safetensors"))
                .select(first.layout().names())
                .rows();

        try (ReloadableDetector detector = ReloadableDetector.open(folder)) { // a service adds detector.watch(...)
            print(detector.current(), rows);
            first.withFalseAlarm(0.001).save(folder);
            detector.reload();
            print(detector.current(), rows);
        }
    }

    private static void print(MorseDetector detector, float[][] rows) {
        int flagged = 0;
        for (float[] row : rows) {
            flagged += detector.assess(row).flagged() ? 1 : 0;
        }
        System.out.printf("false alarms %s: %d of %d flagged%n", detector.falseAlarm(), flagged, rows.length);
    }
}
