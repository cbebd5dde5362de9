package org.morseuq.serving;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.data.DataFolder;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** Through DJL a detector says what it says of the features alone. */
final class VerdictTranslatorTest {

    @TempDir
    private Path folder;

    /** Verdicts of the features that the project itself extracts. */
    private static List<Verdict> expected(MorseDetector detector) throws IOException {
        return detector.assess(Served.features("multi"));
    }

    private static void assertSame(Verdict expected, Verdict actual, double tolerance) {
        assertEquals(expected.energy(), actual.energy(), tolerance * (1 + expected.energy()));
        assertEquals(expected.label(), actual.label());
        assertEquals(expected.mode(), actual.mode());
        assertArrayEquals(expected.probabilities(), actual.probabilities(), tolerance);
    }

    @Test
    void aPredictorGivesTheVerdictsOfTheFeatures() throws Exception {
        MorseDetector detector = Served.detector();
        List<Verdict> expected = expected(detector);
        try (ZooModel<Image, Verdict> model = Served.model("multi", VerdictTranslator.of(detector));
                Predictor<Image, Verdict> predictor = model.newPredictor()) {
            for (int i = 0; i < expected.size(); i++) {
                Verdict verdict = predictor.predict(Served.image(i));
                assertSame(expected.get(i), verdict, 0); // the same operations on the same numbers
                assertEquals(expected.get(i).pValue(), verdict.pValue());
                assertEquals(expected.get(i).flagged(), verdict.flagged());
            }
        }
    }

    @Test
    void aBatchGivesThemInOrder() throws Exception {
        MorseDetector detector = Served.detector();
        List<Verdict> expected = expected(detector);
        List<Image> images = IntStream.range(0, 24).mapToObj(Served::image).toList();
        try (ZooModel<Image, Verdict> model = Served.model("multi", VerdictTranslator.of(detector));
                Predictor<Image, Verdict> predictor = model.newPredictor()) {
            List<Verdict> verdicts = predictor.batchPredict(images);
            assertEquals(24, verdicts.size());
            for (int i = 0; i < 24; i++) {
                assertSame(
                        expected.get(i), verdicts.get(i), 1e-4); // sums in float32 in another order, times a rate of 50
            }
        }
    }

    @Test
    void anExistingTranslatorKeepsItsPreprocessing() throws Exception {
        MorseDetector detector = Served.detector();
        List<Verdict> expected = expected(detector);
        Translator<Image, Classifications> classifier = ImageClassificationTranslator.builder()
                .addTransform(new ToTensor())
                .addTransform(new Normalize(new float[] {0.5f, 0.45f, 0.4f}, new float[] {0.25f, 0.2f, 0.3f}))
                .optSynset(List.of("a", "b", "c"))
                .build();
        try (ZooModel<Image, Verdict> model = Served.model("multi", VerdictTranslator.around(classifier, detector));
                Predictor<Image, Verdict> predictor = model.newPredictor()) {
            for (int i = 0; i < expected.size(); i++) {
                assertSame(
                        expected.get(i), predictor.predict(Served.image(i)), 1e-4); // normalised in float32, not double
            }
        }
    }

    @Test
    void aFactoryIsToldByArguments() throws Exception {
        MorseDetector detector = Served.detector();
        detector.save(folder.resolve("net.morse"));
        Verdict expected = expected(detector).get(3);
        for (String classifier : List.of("", "ai.djl.modality.cv.translator.ImageClassificationTranslatorFactory")) {
            Criteria.Builder<Image, Verdict> criteria = Criteria.builder()
                    .setTypes(Image.class, Verdict.class)
                    .optEngine("PyTorch")
                    .optModelPath(Served.network("multi"))
                    .optTranslatorFactory(new VerdictTranslatorFactory())
                    .optArgument("detector", folder.resolve("net.morse").toString());
            if (!classifier.isEmpty()) {
                criteria.optArgument("classifier", classifier)
                        .optArgument("toTensor", "true")
                        .optArgument("normalize", "0.5,0.45,0.4,0.25,0.2,0.3")
                        .optArgument("synset", "a,b,c");
            }
            try (ZooModel<Image, Verdict> model = criteria.build().loadModel();
                    Predictor<Image, Verdict> predictor = model.newPredictor()) {
                assertSame(expected, predictor.predict(Served.image(3)), 1e-4);
            }
        }
    }

    /** The example lies in the unnamed package, which a named one cannot import. */
    @Test
    void theExampleWrapsAClassifier() throws Exception {
        MorseDetector detector = Served.detector();
        detector.save(folder.resolve("net.morse"));
        try (var out = java.nio.file.Files.newOutputStream(folder.resolve("image.png"))) {
            Served.image(4).save(out, "png");
        }
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            var main = Class.forName("WrapClassifier").getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[] {
                Served.network("multi").toString(),
                folder.resolve("net.morse").toString(),
                folder.resolve("image.png").toString()
            });
        } finally {
            System.setOut(before);
        }
        assertEquals(
                expected(detector).get(4).toString(),
                printed.toString(StandardCharsets.UTF_8).strip());
    }

    @Test
    void aFactoryWithoutADetectorOrForOtherTypesIsRefused() {
        VerdictTranslatorFactory factory = new VerdictTranslatorFactory();
        Exception missing = assertThrows(
                IllegalArgumentException.class,
                () -> factory.newInstance(Image.class, Verdict.class, null, java.util.Map.of()));
        assertEquals("give the folder of the detector as the argument 'detector'", missing.getMessage());
        Exception types = assertThrows(
                IllegalArgumentException.class,
                () -> factory.newInstance(Image.class, Classifications.class, null, java.util.Map.of()));
        assertEquals("makes verdicts of images, not Classifications of Image", types.getMessage());
    }

    @Test
    void aNetworkThatReturnsLessIsRefused() throws Exception {
        try (ZooModel<Image, Verdict> model = Served.model("pair", VerdictTranslator.of(Served.detector()));
                Predictor<Image, Verdict> predictor = model.newPredictor()) {
            Exception thrown = assertThrows(TranslateException.class, () -> predictor.predict(Served.image(0)));
            assertEquals(
                    "the network returns logits[3] embedding[5], expected are inner1.std[4] logits[3]",
                    thrown.getCause().getMessage());
        }
    }

    @Test
    void featuresInAMethodOfTheirOwnAreRefused() throws IOException {
        MorseDetector detector = Served.detector();
        try (Backbone backbone = Backbone.load(Served.network("method"), "cpu")) {
            Exception thrown = assertThrows(
                    IllegalArgumentException.class, () -> backbone.newPredictor(VerdictTranslator.of(detector)));
            assertTrue(thrown.getMessage().startsWith("method.pt has its features in a method"), thrown.getMessage());
        }
    }

    /** Grey and transparent files mean here what they mean to the commands; DJL's own reading brightens grey. */
    @Test
    void filesAreReadAsTheCommandsReadThem() throws Exception {
        MorseDetector detector = Served.detector();
        Path files = java.nio.file.Files.createDirectory(folder.resolve("files"));
        int[] types = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_INT_ARGB, BufferedImage.TYPE_BYTE_INDEXED};
        for (int t = 0; t < types.length; t++) {
            BufferedImage image = new BufferedImage(11, 9, types[t]);
            for (int p = 0; p < 99; p++) {
                image.setRGB(p % 11, p / 11, (p * 2654435761L * (t + 1) > 0 ? 0x80 : 0xff) << 24 | p * 166811);
            }
            ImageIO.write(image, "png", files.resolve(t + ".png").toFile());
        }
        List<Verdict> verdicts = new ArrayList<>();
        try (Backbone backbone = Backbone.load(Served.network("multi"), "cpu");
                Predictor<Image, Verdict> predictor = backbone.newPredictor(VerdictTranslator.of(detector))) {
            List<Verdict> expected = detector.assess(backbone.extract(DataFolder.open(files), 1, done -> {}));
            for (int t = 0; t < types.length; t++) {
                verdicts.add(predictor.predict(ImageFactory.getInstance().fromFile(files.resolve(t + ".png"))));
                assertSame(expected.get(t), verdicts.get(t), 0);
            }
        }
        assertTrue(verdicts.get(0).energy() != verdicts.get(1).energy(), "the images differ");
    }

    /** Not every image of DJL is one of the JDK: OpenCV's is not. */
    @Test
    void imagesOfAnotherFactoryAreReadThroughTheEngine() throws Exception {
        MorseDetector detector = Served.detector();
        org.morseuq.data.Image pattern = Served.IMAGES.list().get(5);
        byte[] samples = new byte[3 * 64];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = pattern.pixels()[i % 3 * 64 + i / 3];
        }
        Image other = (Image) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Image.class}, (proxy, method, args) -> {
                    return switch (method.getName()) {
                        case "getWidth", "getHeight" -> 8;
                        case "getWrappedImage" -> "not of the JDK";
                        case "toNDArray" ->
                            ((NDManager) args[0])
                                    .create(
                                            java.nio.ByteBuffer.wrap(samples),
                                            new Shape(8, 8, 3),
                                            ai.djl.ndarray.types.DataType.UINT8);
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
        try (Backbone backbone = Backbone.load(Served.network("multi"), "cpu");
                Predictor<Image, Verdict> predictor = backbone.newPredictor(VerdictTranslator.of(detector))) {
            assertSame(predictor.predict(Served.image(5)), predictor.predict(other), 0);
        }
    }

    @Test
    void noPredictionLeavesAnArrayBehind() throws Exception {
        MorseDetector detector = Served.detector();
        try (Backbone backbone = Backbone.load(Served.network("multi"), "cpu");
                Predictor<org.morseuq.data.Image, Verdict> predictor =
                        backbone.newPredictor(VerdictTranslator.ofPixels(detector))) {
            predictor.batchPredict(Served.IMAGES.list());
            int before = LiveArrays.count();
            for (int i = 0; i < 50; i++) {
                predictor.predict(Served.IMAGES.list().get(0));
                predictor.batchPredict(Served.IMAGES.list());
            }
            assertEquals(before, LiveArrays.count());
        }
    }
}
