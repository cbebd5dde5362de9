import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import java.nio.file.Path;
import java.time.Duration;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;
import org.morseuq.serving.PredictorPool;
import org.morseuq.serving.VerdictTranslator;

/** Puts a detector behind a TorchScript classifier in DJL: NET.pt, the detector that was fitted on it, an image. */
final class WrapClassifier {

    private WrapClassifier() {}

    public static void main(String[] args) throws Exception {
        MorseDetector detector = MorseDetector.load(Path.of(args[1]));
        Criteria<Image, Verdict> criteria = Criteria.builder()
                .setTypes(Image.class, Verdict.class)
                .optModelPath(Path.of(args[0]))
                .optTranslator(VerdictTranslator.of(detector)) // or around(yourTranslator, detector)
                .build();
        try (ZooModel<Image, Verdict> model = criteria.loadModel();
                PredictorPool<Image, Verdict> pool = PredictorPool.of(model, 2, Duration.ofMillis(500))) {
            System.out.println(pool.predict(ImageFactory.getInstance().fromFile(Path.of(args[2])))); // from any thread
        }
    }
}
