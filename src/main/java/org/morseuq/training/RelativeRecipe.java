package org.morseuq.training;

import java.io.IOException;
import java.util.List;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Expert;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.RelativeMetric;

/**
 * The {@link ProductRecipe}, its Gaussian expert bent away from the reference by a {@link RelativeMetric}.
 *
 * <p>The rates are those of the product. Fitted after the metric has seen the reference, they would count its artefacts
 * twice: the bent expert would crowd out the logits. The second rate is rescaled so that its expert's energy varies over
 * the training rows {@value #SHARE} times as much as before.
 */
final class RelativeRecipe implements HeadRecipe {

    static final double POWER = 0.3;
    static final double SHARE = 1.5;

    private final HeadRecipe product = new ProductRecipe();

    @Override
    public String description() {
        return "the product, its Gaussian bent away from the spoilt images in closed form";
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal)
            throws IOException {
        MorseNetwork network = product.fit(train, reference, seed, journal);
        Expert plain = network.experts().get(1);
        Expert bent = RelativeMetric.bend(plain, reference.columns(plain.blocks()), POWER);
        double factor = SHARE * ProductRecipe.deviation(plain, train) / ProductRecipe.deviation(bent, train);
        Expert second =
                bent.withKernel(bent.kernel().withRate(factor * bent.kernel().rate()));
        return new MorseNetwork(network.layout(), List.of(network.experts().get(0), second), network.pooling());
    }
}
