package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.morseuq.backbone.Regularizers;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Margins;
import org.morseuq.data.RandomLabels;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.training.Examples;
import org.morseuq.training.InitialWeights;
import org.morseuq.training.Schedule;
import org.morseuq.training.SweepRun;
import org.morseuq.training.TrainingConfig;

/**
 * How one network of a study is trained, and how often it is looked at.
 *
 * <p>Looks are evenly spaced in the logarithm of the steps, from a tenth of a pass over the examples on. Training ends with the
 * budget, with a step that is not finite, or at a look that finds the training loss low enough.
 *
 * @param network one of {@link org.morseuq.backbone.Networks}
 * @param optimizer one of {@link Optimizers#names()}
 * @param rate its learning rate
 * @param batch examples a step
 * @param regularizers as {@link Regularizers} reads them
 * @param images the first of the training examples
 * @param noise the probability of a label to be drawn at random
 * @param until the training loss at which to stop, at least 0
 * @param gradients the budget
 * @param looks at least 2
 * @param seed of the initial weights, the order of the examples and the labels
 */
public record Recipe(
        String network,
        String optimizer,
        double rate,
        int batch,
        List<String> regularizers,
        int images,
        double noise,
        double until,
        int gradients,
        int looks,
        long seed) {

    private static final int POINTS = 200;

    /** Checks the ranges. */
    public Recipe {
        regularizers = List.copyOf(regularizers);
        regularizers.forEach(Regularizers::parse);
        if (!(noise >= 0 && noise <= 1 && until >= 0) || gradients < 1 || looks < 2 || images < 2) {
            throw new IllegalArgumentException(
                    "a recipe needs noise from 0 to 1, a loss of at least 0, a gradient, 2 looks"
                            + " and 2 images, got " + noise + ", " + until + ", " + gradients + ", " + looks + ", "
                            + images);
        }
        Optimizers.defaults(optimizer).withLearningRate(rate);
    }

    /** The same with another seed. */
    public Recipe withSeed(long other) {
        return new Recipe(network, optimizer, rate, batch, regularizers, images, noise, until, gradients, looks, other);
    }

    /** The same with another network. */
    public Recipe withNetwork(String other) {
        return new Recipe(other, optimizer, rate, batch, regularizers, images, noise, until, gradients, looks, seed);
    }

    /** The same with another optimizer. */
    public Recipe withOptimizer(String other) {
        return new Recipe(network, other, rate, batch, regularizers, images, noise, until, gradients, looks, seed);
    }

    /** The same with another learning rate. */
    public Recipe withRate(double other) {
        return new Recipe(network, optimizer, other, batch, regularizers, images, noise, until, gradients, looks, seed);
    }

    /** The same with another size of batches. */
    public Recipe withBatch(int other) {
        return new Recipe(network, optimizer, rate, other, regularizers, images, noise, until, gradients, looks, seed);
    }

    /** The same with other regularizers. */
    public Recipe withRegularizers(List<String> others) {
        return new Recipe(network, optimizer, rate, batch, others, images, noise, until, gradients, looks, seed);
    }

    /** The same with other labels. */
    public Recipe withNoise(double other) {
        return new Recipe(network, optimizer, rate, batch, regularizers, images, other, until, gradients, looks, seed);
    }

    /**
     * The examples that are learned, with labels of {@link RandomLabels}.
     *
     * @param all the training examples of the study
     */
    public Examples learned(Examples all) {
        Examples first = all.part(0, images);
        return first.labelled(RandomLabels.of(first.labels(), first.classes(), noise, seed));
    }

    /**
     * Trains.
     *
     * @param all the training examples of the study
     * @param test new examples, with their true labels
     * @param check called before every step; whatever it throws ends the work
     * @param last is given the network at the end, and what it learned
     * @return the moments that were looked at, from before the first step on
     */
    public Trail train(Examples all, Examples test, Runnable check, BiConsumer<SweepRun, Examples> last) {
        Examples learned = learned(all);
        TrainingConfig config = new TrainingConfig(
                network,
                1,
                batch,
                Schedule.CONSTANT,
                Optimizers.defaults(optimizer).withLearningRate(rate),
                regularizers,
                seed);
        List<Moment> moments = new ArrayList<>();
        try (SweepRun run = new SweepRun(config, InitialWeights.standard(), learned)) {
            moments.add(look(run, learned, test));
            double begin = Math.max(1, run.stepsAnEpoch() / 10.0);
            double growth = Math.pow(Math.max(gradients / begin, 1), 1.0 / (looks - 1));
            double next = begin;
            boolean more = true;
            while (more) {
                check.run();
                more = run.step().taken() && run.gradients() < gradients;
                if (!more || run.gradients() >= next) {
                    Moment moment = look(run, learned, test);
                    moments.add(moment);
                    more = more && moment.trainLoss() > until;
                    while (next <= run.gradients()) {
                        next *= Math.max(growth, 1 + 1e-3);
                    }
                }
            }
            last.accept(run, learned);
        }
        return new Trail(moments);
    }

    private static Moment look(SweepRun run, Examples learned, Examples test) {
        float[][] own = run.logits(learned);
        float[][] fresh = run.logits(test);
        Margins margins = Margins.of(own, learned.labels());
        Examples points = learned.part(0, Math.min(POINTS, learned.count()));
        return new Moment(
                run.steps(),
                run.gradients(),
                crossEntropy(own, learned.labels()),
                margins.risk(0),
                crossEntropy(fresh, test.labels()),
                Margins.of(fresh, test.labels()).risk(0),
                GeometricComplexity.exact().of(run.map(0), points.rows()).value(),
                margins.quantile(0.5));
    }

    private static double crossEntropy(float[][] logits, int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            double own = logits[i][labels[i]];
            double others = 0;
            for (float logit : logits[i]) {
                others += Math.exp(logit - own);
            }
            sum += Math.log(others) / labels.length;
        }
        return sum;
    }
}
