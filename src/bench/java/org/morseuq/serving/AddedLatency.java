package org.morseuq.serving;

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
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.morseuq.backbone.Backbone;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.Image;
import org.morseuq.head.MorseDetector;
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
 * What the shipped detector adds to a prediction of the shipped ResNet-20 through DJL: the classifier alone, classifier and
 * detector, and the detector alone on features. The percentiles are of single calls, on a machine without other work. Where
 * there is some, {@link #main} prints the median processor microseconds of all threads instead, the three in turn.
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

    private Backbone backbone;
    private MorseDetector detector;
    private Predictor<Image, float[]> classifier;
    private Predictor<Image, Verdict> judge;
    private List<Image> images;
    private float[][] rows;

    /** The same images, prepared alike, and the logits as the answer. */
    private record LogitsTranslator(PixelTranslator<Image> pixels) implements Translator<Image, float[]> {

        @Override
        public NDList processInput(TranslatorContext context, Image image) {
            return pixels.processInput(context, image);
        }

        @Override
        public float[] processOutput(TranslatorContext context, NDList outputs) {
            return outputs.head().toFloatArray();
        }
    }

    /** Loads network and detector, draws images. */
    @Setup
    public void load() throws IOException {
        Path shipped = Path.of("pretrained", "cifar10-resnet20");
        backbone = Backbone.load(shipped, "cpu");
        detector = MorseDetector.load(shipped.resolve("product.morse"));
        classifier = backbone.newPredictor(
                new LogitsTranslator(new PixelTranslator<>(image -> image, backbone.preprocessing())));
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
    }

    /** The network and its logits. */
    @Benchmark
    public List<float[]> classifier() throws TranslateException {
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

    /** Measures processor time; the argument is the number of repetitions for single images. */
    public static void main(String[] args) throws IOException, TranslateException {
        int repetitions = args.length > 0 ? Integer.parseInt(args[0]) : 500;
        for (int batch : new int[] {1, 256}) {
            AddedLatency latency = new AddedLatency();
            latency.batch = batch;
            latency.load();
            int measured = Math.max(15, repetitions / batch);
            double[][] micros = new double[3][measured];
            for (int i = -measured; i < measured; i++) { // as many to warm up
                long begin = processorNanos();
                latency.classifier();
                long classified = processorNanos();
                latency.classifierAndDetector();
                long judged = processorNanos();
                latency.detector();
                long end = processorNanos();
                if (i >= 0) {
                    micros[0][i] = (classified - begin) * 1e-3;
                    micros[1][i] = (judged - classified) * 1e-3;
                    micros[2][i] = (end - judged) * 1e-3;
                }
            }
            latency.close();
            for (double[] times : micros) {
                Arrays.sort(times);
            }
            System.out.printf(
                    "batch %d: classifier %.0f, classifier and detector %.0f, detector %.1f%n",
                    batch, micros[0][measured / 2], micros[1][measured / 2], micros[2][measured / 2]);
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
