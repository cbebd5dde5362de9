import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.data.Subset;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Temperature;
import org.morseuq.head.Verdict;

/** Replaces a threshold on the softmax probability (the argument, else 0.9) by the false-alarm rate that it really had. */
final class ReplaceThreshold {

    private ReplaceThreshold() {}

    public static void main(String[] args) throws IOException {
        double old = args.length > 0 ? Double.parseDouble(args[0]) : 0.9;
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        MorseDetector detector = MorseDetector.load(shipped.resolve("balanced-product.morse"));
        FeatureTable test = FeatureFile.read(shipped.resolve("features/cifar10-test.safetensors"));
        int[] held = Subset.draw(
                test.size(), test.size() / 2, detector.manifest().origin().seed());

        double rate =
                flaggedBySoftmax(test.rows(held), old); // on images that neither network nor detector was trained on
        MorseDetector replaced = detector.withFalseAlarm(rate);

        System.out.printf("softmax below %.2f is a false-alarm rate of %.4f%n", old, rate);
        print("new cifar10", test.rows(others(held, test.size())), old, replaced);
        for (String name : List.of("cifar100", "textures", "mnist")) {
            print(name, FeatureFile.read(shipped.resolve("features/" + name + ".safetensors")), old, replaced);
        }
    }

    private static void print(String name, FeatureTable images, double old, MorseDetector replaced) {
        List<Verdict> verdicts = replaced.assess(images);
        double flagged = (double) verdicts.stream().filter(Verdict::flagged).count() / verdicts.size();
        System.out.printf("%s: softmax flags %.4f, p-value %.4f%n", name, flaggedBySoftmax(images, old), flagged);
    }

    private static double flaggedBySoftmax(FeatureTable images, double threshold) {
        return Arrays.stream(images.block(Layout.LOGITS))
                .mapToDouble(logits ->
                        Arrays.stream(Temperature.softmax(logits, 1)).max().orElseThrow())
                .map(probability -> probability < threshold ? 1 : 0)
                .average()
                .orElseThrow();
    }

    private static int[] others(int[] rows, int count) {
        BitSet others = new BitSet(count);
        others.set(0, count);
        Arrays.stream(rows).forEach(others::clear);
        return others.stream().toArray();
    }
}
