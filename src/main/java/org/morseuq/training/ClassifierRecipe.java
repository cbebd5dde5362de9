package org.morseuq.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.UnitNormMap;
import org.morseuq.head.Whitening;

/**
 * Supervised Morse networks that are fitted as classifiers, by {@link KlLoss.Conditional}: the other classes stand in for
 * the reference, which only decides whether the fit is refused. The map is a perceptron on the embedding, else the logits.
 *
 * <p>Where we differ from the papers: the backbone is frozen; the targets start at the class means of the images at the
 * start; the score is the energy \( -\log \sum_y \mu(x, y) \), and not the entropy of p(y|x). The loss is blind to a
 * common shift of the energies, so this score need not be lower for data than for anything else: on the features of a
 * ResNet-20 what is foreign lies nearer to all targets of {@link #ISOMAX} than the data do, and the fit is refused by name.
 */
enum ClassifierRecipe implements HeadRecipe {
    /**
     * \( p(y|x) = \mathrm{softmax}(-\lambda \|\varphi(x) - t_y\|) \) with learned targets: the Laplace kernel of IsoMax and
     * entropic out-of-distribution detection (Macêdo et al. 2021, arXiv 1908.05569).
     */
    ISOMAX("IsoMax: class distances to learned targets, Laplace kernel", true) {
        @Override
        Kernel kernel() {
            return new Kernel.Laplace(1);
        }
    },

    /**
     * \( p(y|x) = \mathrm{softmax}(\kappa\, \varphi(x) \cdot t_y) \) on the sphere, whose targets stay the unit vectors: each
     * class is drawn to its target, with the other targets as negatives, by exponents of inner products.
     */
    CONTRASTIVE("one target a class on the sphere, contrasted with those of the other classes", false) {
        @Override
        Kernel kernel() {
            return new Kernel.VonMisesFisher(10);
        }
    };

    private static final int HIDDEN = 128;
    private static final int OUTPUTS = 16;
    private static final int EPOCHS = 20;

    private final String description;
    private final boolean learnsTargets;

    ClassifierRecipe(String description, boolean learnsTargets) {
        this.description = description;
        this.learnsTargets = learnsTargets;
    }

    abstract Kernel kernel();

    @Override
    public String description() {
        return description;
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal)
            throws IOException {
        int[] labels = ProductRecipe.labels(train.labels(), train.block(Layout.LOGITS));
        FeatureTable labelled = new FeatureTable(train.layout(), train.rows(), labels);
        MorseNetwork initial = initial(labelled, seed);
        MorseNetwork fitted = learned(initial, labelled, reference, seed, journal);
        return CollapseGuard.passed(initial, fitted, labelled, reference, network -> crossEntropy(network, labelled));
    }

    /** The fit before anything is refused. */
    MorseNetwork learned(
            MorseNetwork initial, FeatureTable labelled, FeatureTable reference, long seed, FitJournal journal)
            throws IOException {
        EnumSet<Learnable> learned = EnumSet.of(Learnable.WEIGHTS, Learnable.BIASES);
        if (learnsTargets) {
            learned.add(Learnable.TARGETS);
        }
        HeadFit fit = new HeadFit(new KlLoss.Conditional(), true, learned, EPOCHS, 128, 1e-3, 0, seed);
        return HeadTrainer.fit(initial, labelled, reference, fit, Optional.empty(), journal);
    }

    MorseNetwork initial(FeatureTable labelled, long seed) {
        String block = MlpRecipe.block(labelled.layout());
        float[][] rows = labelled.block(block);
        int classes = labelled.layout().length(Layout.LOGITS);
        int outputs = Math.max(OUTPUTS, classes);
        SplittableRandom random = new SplittableRandom(Augmentation.mix(seed));
        FeatureMap map = new ComposedMap(List.of(
                MlpRecipe.standardisation(rows),
                MlpRecipe.layer(rows[0].length, HIDDEN, random),
                new ActivationMap(ActivationMap.Function.RELU, HIDDEN),
                MlpRecipe.layer(HIDDEN, outputs, random)));
        float[][] targets = new float[classes][outputs];
        if (learnsTargets) {
            float[][] images = Arrays.stream(rows).map(map::apply).toArray(float[][]::new);
            double[][] means = Whitening.classMeans(images, labelled.labels());
            for (int y = 0; y < means.length; y++) {
                for (int k = 0; k < outputs; k++) {
                    targets[y][k] = (float) means[y][k];
                }
            }
        } else {
            map = map.then(new UnitNormMap(outputs));
            for (int y = 0; y < classes; y++) {
                targets[y][y] = 1;
            }
        }
        Expert expert = new Expert(List.of(block), map, targets, kernel());
        return new MorseNetwork(MlpRecipe.layout(labelled.layout()), List.of(expert), Pooling.SUM);
    }

    /** The mean of \( -\log p(y | x) \), in nats. */
    static double crossEntropy(MorseNetwork network, FeatureTable labelled) {
        float[][] rows = labelled.columns(network.layout().names());
        double sum = 0;
        for (int i = 0; i < rows.length; i++) {
            float[] row = rows[i];
            sum += network.classEnergies(row)[labelled.labels()[i]] - network.energy(row);
        }
        return sum / rows.length;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
