package org.morseuq.serving;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.backbone.Readout;
import org.morseuq.data.Pixels;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/**
 * Puts a detector behind a network in DJL: the network's outputs become a feature row, and that a verdict.
 *
 * <p>The network must return what the detector was fitted on, in the order that {@link org.morseuq.backbone.Backbone}
 * states: logits, then the embedding and inner layers, as a tuple. Outputs that the detector does not know are ignored.
 * As thread-safe as the translator that it wraps.
 *
 * @param <I> what the network takes, for example {@link Image}
 */
public final class VerdictTranslator<I> implements Translator<I, Verdict> {

    private final Translator<I, ?> wrapped;
    private final MorseDetector detector;
    private final AtomicReference<Readout> readout = new AtomicReference<>(); // of the shapes that were met last

    private VerdictTranslator(Translator<I, ?> wrapped, MorseDetector detector) {
        this.wrapped = wrapped;
        this.detector = detector;
    }

    /**
     * Behind an existing translator, which prepares the input as before; what it makes of the outputs is replaced.
     *
     * <p>The detector's guarantee holds only if that is the preprocessing under which its features were extracted.
     *
     * @param translator any classifier's
     * @param detector the detector
     * @param <I> what the network takes
     */
    public static <I> VerdictTranslator<I> around(Translator<I, ?> translator, MorseDetector detector) {
        return new VerdictTranslator<>(translator, detector);
    }

    /**
     * For images, prepared as the detector's manifest says: size, crop, mean and deviation of the network it was fitted on.
     *
     * @param detector the detector
     */
    public static VerdictTranslator<Image> of(MorseDetector detector) {
        return prepared(VerdictTranslator::pixels, detector);
    }

    /**
     * For images of this project's own form, prepared as the detector's manifest says.
     *
     * @param detector the detector
     */
    public static VerdictTranslator<org.morseuq.data.Image> ofPixels(MorseDetector detector) {
        return prepared(image -> image, detector);
    }

    private static <I> VerdictTranslator<I> prepared(
            Function<I, org.morseuq.data.Image> pixels, MorseDetector detector) {
        Manifest.BackboneEntry network = detector.manifest().origin().backbone();
        Preprocessing preprocessing = new Preprocessing(network.size(), network.mean(), network.std());
        return around(new PixelTranslator<>(pixels, preprocessing), detector);
    }

    private static org.morseuq.data.Image pixels(Image image) {
        if (image.getWrappedImage() instanceof BufferedImage decoded) {
            return Pixels.of(decoded, "image", org.morseuq.data.Image.UNLABELLED);
        }
        int height = image.getHeight();
        int width = image.getWidth();
        byte[] planes = new byte[3 * height * width];
        try (NDManager scope = NDManager.newBaseManager();
                NDArray rows = image.toNDArray(scope, Image.Flag.COLOR)) {
            byte[] samples = rows.toByteArray(); // height x width x 3
            for (int i = 0; i < samples.length; i++) {
                planes[i % 3 * height * width + i / 3] = samples[i];
            }
        }
        return new org.morseuq.data.Image("image", org.morseuq.data.Image.UNLABELLED, height, width, planes);
    }

    @Override
    public void prepare(TranslatorContext context) throws Exception {
        wrapped.prepare(context);
    }

    @Override
    public Batchifier getBatchifier() {
        return wrapped.getBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext context, I input) throws Exception {
        return wrapped.processInput(context, input);
    }

    @Override
    public NDList batchProcessInput(TranslatorContext context, List<I> inputs) throws Exception {
        return wrapped.batchProcessInput(context, inputs);
    }

    @Override
    public Verdict processOutput(TranslatorContext context, NDList outputs) {
        NDList batch = outputs;
        if (getBatchifier() != null) { // which has taken the batch apart
            batch = new NDList(outputs.size());
            for (NDArray output : outputs) {
                batch.add(output.expandDims(0));
            }
        }
        return verdicts(batch).get(0);
    }

    /** All rows at once: the outputs are brought from the device once and not once an image. */
    @Override
    public List<Verdict> batchProcessOutput(TranslatorContext context, NDList outputs) {
        return verdicts(outputs);
    }

    private List<Verdict> verdicts(NDList outputs) {
        int n = Math.toIntExact(outputs.head().getShape().get(0));
        Readout known = readout.get();
        if (known == null || !known.fits(outputs)) {
            known = Readout.of(outputs, n, detector.layout());
            readout.set(known);
        }
        return known.each(outputs, n, detector::assess);
    }
}
