package org.morseuq.training;

import java.io.IOException;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;

/**
 * A recipe that draws its reference rows itself, as many as it is given.
 *
 * @param recipe how the head is fitted
 * @param measure where the reference rows come from
 */
record ReferencedRecipe(HeadRecipe recipe, ReferenceMeasure measure) implements HeadRecipe {

    @Override
    public String description() {
        return recipe.description() + ", against " + measure;
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal)
            throws IOException {
        return recipe.fit(train, measure.draw(train, reference.size(), seed), seed, journal);
    }
}
