package org.morseuq.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

/**
 * Deep SVDD, the Gaussian Morse network that is fitted without the reference: with rate 2 the loss is
 * \( E \|\varphi(x) - c\|^2 \) (Ruff et al. 2018, "Deep one-class classification", ICML, equation 4, without its weight
 * decay).
 *
 * <p>As there, the map is a perceptron without biases (proposition 2: with them it can become the constant c) and c
 * is the mean of the images at the start, with no coordinate nearer to 0 than 0.1. Nothing else keeps the map from shrinking
 * the data to c; where it does, the fit is refused by name.
 */
final class SvddRecipe implements HeadRecipe {

    private static final int HIDDEN = 128;
    private static final int OUTPUTS = 16;
    private static final int EPOCHS = 20;
    private static final double LEAST_COORDINATE = 0.1;

    @Override
    public String description() {
        return "Deep SVDD: a map without biases drawn to one point, without a reference measure";
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal)
            throws IOException {
        MorseNetwork initial = initial(train, seed);
        MorseNetwork fitted = HeadTrainer.fit(initial, train, reference, headFit(seed), Optional.empty(), journal);
        return CollapseGuard.passed(initial, fitted, train, reference, 0);
    }

    HeadFit headFit(long seed) {
        return new HeadFit(new KlLoss.Weighted(0), false, Set.of(Learnable.WEIGHTS), EPOCHS, 128, 1e-3, 0, seed);
    }

    MorseNetwork initial(FeatureTable train, long seed) {
        String block = MlpRecipe.block(train.layout());
        float[][] rows = train.block(block);
        SplittableRandom random = new SplittableRandom(Augmentation.mix(seed));
        AffineMap scale = new AffineMap(MlpRecipe.standardisation(rows).weights(), new float[rows[0].length]);
        FeatureMap map = new ComposedMap(List.of(
                scale,
                MlpRecipe.layer(rows[0].length, HIDDEN, random),
                new ActivationMap(ActivationMap.Function.RELU, HIDDEN),
                MlpRecipe.layer(HIDDEN, OUTPUTS, random)));
        Expert expert = new Expert(List.of(block), map, new float[][] {centre(map, rows)}, new Kernel.Gaussian(2));
        return new MorseNetwork(MlpRecipe.layout(train.layout()), List.of(expert), Pooling.MAX);
    }

    private static float[] centre(FeatureMap map, float[][] rows) {
        double[] mean = new double[map.outputs()];
        for (float[] row : rows) {
            float[] z = map.apply(row);
            for (int k = 0; k < mean.length; k++) {
                mean[k] += z[k] / (double) rows.length;
            }
        }
        float[] centre = new float[mean.length];
        for (int k = 0; k < mean.length; k++) {
            centre[k] = (float) Math.copySign(Math.max(Math.abs(mean[k]), LEAST_COORDINATE), mean[k]);
        }
        return centre;
    }
}
