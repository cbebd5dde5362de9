package org.morseuq.serving;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.ClassifierAlone;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.Image;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Temperature;
import org.morseuq.head.Verdict;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a shipped detector adds to a prediction of the shipped ResNet-20 through DJL: the classifier alone, which has no
 * other output than its logits, classifier and detector, and the detector alone on features. The classifier's answer is its
 * class probabilities, fetched for a whole batch at once, as the detector fetches what it needs. The percentiles are of single
 * calls, on a machine without other work. {@link #main} runs the three in turn in one process instead, so that what else the
 * machine does meets them alike.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AddedLatency {

    @Param({"1", "256"})
    private int batch;

    /** The name of the detector: the default one or the light one. */
    @Param({"balanced-product", "product"})
    private String head;

    private Model alone;
    private Backbone backbone;
    private MorseDetector detector;
    private Predictor<Image, double[]> classifier;
    private Predictor<Image, Verdict> judge;
    private List<Image> images;
    private float[][] rows;

    /** The same images, prepared alike, and the class probabilities as the answer. */
    private record ProbabilitiesTranslator(PixelTranslator<Image> pixels) implements Translator<Image, double[]> {

        @Override
        public NDList processInput(TranslatorContext context, Image image) {
            return pixels.processInput(context, image);
        }

        @Override
        public double[] processOutput(TranslatorContext context, NDList outputs) {
            return Temperature.softmax(outputs.head().toFloatArray(), 1);
        }

        @Override
        public List<double[]> batchProcessOutput(TranslatorContext context, NDList outputs) {
            float[] logits = outputs.head().toFloatArray();
            int classes = (int) outputs.head().getShape().get(1);
            return IntStream.range(0, logits.length / classes)
                    .mapToObj(i -> Temperature.softmax(Arrays.copyOfRange(logits, i * classes, (i + 1) * classes), 1))
                    .toList();
        }
    }

    /** Loads network and detector, draws images. */
    @Setup
    public void load() throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        detector = MorseDetector.load(shipped.resolve(head + ".morse"));
        backbone = Backbone.load(shipped, "cpu", MapStatistic.of(detector.layout()));
        alone = ClassifierAlone.load(shipped);
        classifier = alone.newPredictor(
                new ProbabilitiesTranslator(new PixelTranslator<>(image -> image, backbone.preprocessing())));
        judge = backbone.newPredictor(VerdictTranslator.ofPixels(detector));
        Random random = new Random(1);
        images = IntStream.range(0, batch)
                .mapToObj(i -> {
                    byte[] pixels = new byte[3 * 32 * 32];
                    random.nextBytes(pixels);
                    return new Image("image" + i, Image.UNLABELLED, 32, 32, pixels);
                })
                .toList();
        float[][] features = FeatureFile.read(shipped.resolve("features/cifar10-test.safetensors"))
                .select(detector.layout().names())
                .rows();
        rows = Arrays.copyOf(features, batch);
    }

    /** Frees the network. */
    @TearDown
    public void close() {
        classifier.close();
        judge.close();
        backbone.close();
        alone.close();
    }

    /** The network and its class probabilities. */
    @Benchmark
    public List<double[]> classifier() throws TranslateException {
        return classifier.batchPredict(images);
    }

    /** The network and a verdict an image. */
    @Benchmark
    public List<Verdict> classifierAndDetector() throws TranslateException {
        return judge.batchPredict(images);
    }

    /** The verdicts, features given. */
    @Benchmark
    public List<Verdict> detector() {
        return detector.assess(rows);
    }

    /**
     * Runs the three in turn, and prints percentiles of what they take: of the time on the clock, and of that of the
     * processors, which other work on the machine disturbs less. Arguments: the number of single images, and of batches of
     * 256; half as many before them warm up; and the name of the detector.
     */
    public static void main(String[] args) throws IOException, TranslateException {
        int singles = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
        int batches = args.length > 1 ? Integer.parseInt(args[1]) : 40;
        String head = args.length > 2 ? args[2] : "balanced-product";
        compare(head, 1, singles);
        compare(head, 256, batches);
    }

    private static void compare(String head, int batch, int repetitions) throws IOException, TranslateException {
        AddedLatency latency = new AddedLatency();
        latency.batch = batch;
        latency.head = head;
        latency.load();
        double[][] clock = new double[3][repetitions];
        double[][] processors = new double[3][repetitions];
        for (int i = -repetitions / 2; i < repetitions; i++) {
            for (int turn = 0; turn < 3; turn++) {
                int which = (turn + Math.max(0, i)) % 3; // who comes first changes
                long began = System.nanoTime();
                long processed = processorNanos();
                switch (which) {
                    case 0 -> latency.classifier();
                    case 1 -> latency.classifierAndDetector();
                    default -> latency.detector();
                }
                long after = processorNanos();
                long ended = System.nanoTime();
                if (i >= 0) {
                    clock[which][i] = (ended - began) * 1e-3;
                    processors[which][i] = (after - processed) * 1e-3;
                }
            }
        }
        latency.close();
        print("batch " + batch + ", clock", clock);
        print("batch " + batch + ", processors", processors);
    }

    private static void print(String title, double[][] micros) {
        double[] ratios = new double[micros[0].length];
        Arrays.setAll(ratios, i -> micros[1][i] / micros[0][i] - 1);
        Arrays.sort(ratios);
        System.out.printf(
                Locale.ROOT, "%s: added %.2f %% in the median of the pairs%n", title, 100 * ratios[ratios.length / 2]);
        for (double[] times : micros) {
            Arrays.sort(times);
        }
        int n = micros[0].length;
        for (double level : new double[] {0.5, 0.9, 0.99}) {
            int rank = Math.min(n - 1, (int) (level * n));
            System.out.printf(
                    Locale.ROOT,
                    "%s, p%.0f: classifier %.1f us, with detector %.1f us, added %.2f %%; detector alone %.1f us%n",
                    title,
                    100 * level,
                    micros[0][rank],
                    micros[1][rank],
                    100 * (micros[1][rank] / micros[0][rank] - 1),
                    micros[2][rank]);
        }
    }

    /** Of all Java threads, the pool that judges a batch included; to the nanosecond, unlike that of the process. */
    private static long processorNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getAllThreadIds())
                .map(threads::getThreadCpuTime)
                .filter(nanos -> nanos > 0)
                .sum();
    }
}
