package org.morseuq.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.backbone.Classifier;
import org.morseuq.backbone.Pretrained;

/**
 * A run that starts where another ended: with its parameters and its batch statistics.
 *
 * <p>A last layer of another kind begins with what the old one knows. Modes begin at the classes' means of the embeddings of
 * training images, up to {@value #IMAGES} of them, neither cropped nor flipped; those of one kernel are those of
 * another. A linear layer begins with \( w_y = m_y \) and \( b_y = -\frac12 \|m_y\|^2 \), which decides for the nearest mode.
 *
 * @param from what to start from
 */
record WarmStart(Pretrained from) {

    /** How the name of the modes of a distance-aware last layer ends. */
    static final String MODES = "modes";

    private static final int IMAGES = 10_000;
    private static final int BATCH = 250;

    /** Refuses a network that is another, or was made for other images. */
    void require(String network, List<String> classes, int size) {
        String what = "the network to start from ";
        check(
                from.description().network().equals(network),
                what + "is a " + from.description().network() + ", the run trains a " + network);
        check(
                from.description().classes().equals(classes),
                what + "knows the classes " + from.description().classes() + ", the images have " + classes);
        int other = from.description().preprocessing().size();
        check(other == size, what + "takes images of " + other + " pixels, the run has " + size);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /**
     * Gives a network its start.
     *
     * @param network with fresh parameters
     * @param classifier its last layer
     * @param images to take the means of
     * @param table what brings a byte to the network's scale
     * @param order of the images, for a sample of them
     */
    void begin(TrainableNetwork network, Classifier classifier, TrainingImages images, float[][] table, int[] order) {
        Map<String, float[]> numbers = new LinkedHashMap<>(from.numbers());
        boolean were = from.classifier().distanceAware();
        if (were && !classifier.distanceAware()) {
            linear(numbers);
        }
        network.start(name -> Optional.ofNullable(numbers.get(name)));
        if (!were && classifier.distanceAware()) {
            float[] means = means(network, images, table, order);
            network.start(name -> name.endsWith(MODES) ? Optional.of(means) : Optional.empty());
        }
    }

    private void linear(Map<String, float[]> numbers) {
        String name = numbers.keySet().stream()
                .filter(each -> each.endsWith(MODES))
                .findFirst()
                .orElseThrow();
        String layer = name.substring(0, name.length() - MODES.length());
        float[] modes = numbers.remove(name);
        int classes = from.description().classes().size();
        int width = modes.length / classes;
        float[] biases = new float[classes];
        for (int y = 0; y < classes; y++) {
            double square = 0;
            for (int j = 0; j < width; j++) {
                square += (double) modes[y * width + j] * modes[y * width + j];
            }
            biases[y] = (float) (-square / 2);
        }
        numbers.put(layer + "weight", modes);
        numbers.put(layer + "bias", biases);
    }

    private float[] means(TrainableNetwork network, TrainingImages images, float[][] table, int[] order) {
        int classes = from.description().classes().size();
        int[] counts = new int[classes];
        double[] sums = {};
        int all = Math.min(IMAGES, images.count());
        PlainBatches plain = new PlainBatches(images, table, BATCH);
        for (int begin = 0; begin < all; begin += BATCH) {
            int n = Math.min(BATCH, all - begin);
            AugmentedBatches.Batch batch = plain.at(order, begin, n);
            float[] embeddings = network.embeddings(batch);
            int width = embeddings.length / n;
            sums = sums.length == 0 ? new double[classes * width] : sums;
            for (int b = 0; b < n; b++) {
                counts[batch.labels()[b]]++;
                for (int j = 0; j < width; j++) {
                    sums[batch.labels()[b] * width + j] += embeddings[b * width + j];
                }
            }
        }
        check(
                Arrays.stream(counts).allMatch(count -> count > 0),
                "modes start at the means of the classes, and of " + all
                        + " training images some classes have none; the counts are " + Arrays.toString(counts));
        int width = sums.length / classes;
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) (sums[i] / counts[i / width]);
        }
        return means;
    }
}
