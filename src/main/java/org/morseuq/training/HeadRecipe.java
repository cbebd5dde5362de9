package org.morseuq.training;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;

/** A named way from features to a fitted Morse network. */
public interface HeadRecipe {

    /**
     * The recipe that is used unless another is named. No out-of-distribution image takes part in a fit. The balance of its
     * experts was chosen in view of such images on four networks, as were the statistics of maps that it sees by default, and
     * left as it was on a fifth; what it does from the embedding alone was chosen in view of all five.
     */
    String DEFAULT = "balanced-product";

    /** What it does, in one line. */
    String description();

    /**
     * Fits a network.
     *
     * @param train in-distribution rows with logits; rows without a label count for the class that the logits predict
     * @param reference rows of the reference measure, in the same layout
     * @param seed of everything random
     * @param journal what it leaves behind while it runs
     * @return the network
     * @throws IOException if the journal's checkpoint cannot be read or written, or belongs to another fit
     */
    MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal) throws IOException;

    /**
     * Fits a network without a checkpoint.
     *
     * @param train as above
     * @param reference as above
     * @param seed as above
     * @param losses is told the loss after every epoch
     * @return the network
     */
    default MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, DoubleConsumer losses) {
        try {
            return fit(train, reference, seed, FitJournal.of(losses));
        } catch (IOException e) {
            throw new IllegalStateException("a fit without a checkpoint touches no file", e);
        }
    }

    /**
     * This recipe with a reference measure of its own: of the reference rows it is given it keeps the number alone.
     *
     * @param measure where the reference rows come from
     * @return the recipe
     */
    default HeadRecipe against(ReferenceMeasure measure) {
        return new ReferencedRecipe(this, measure);
    }

    /** The known recipes by name. */
    static Map<String, HeadRecipe> all() {
        Map<String, HeadRecipe> all = new LinkedHashMap<>();
        all.put(DEFAULT, new BalancedRecipe());
        all.put("product", new ProductRecipe());
        all.put("relative-product", new RelativeRecipe());
        all.put("gaussian", new MlpRecipe("gaussian", false));
        all.put("laplace", new MlpRecipe("laplace", false));
        all.put("supervised-gaussian", new MlpRecipe("gaussian", true));
        all.put("supervised-laplace", new MlpRecipe("laplace", true));
        all.put("deep-svdd", new SvddRecipe());
        for (HeadRecipe recipe : ClassifierRecipe.values()) {
            all.put(recipe.toString(), recipe);
        }
        for (HeadRecipe recipe : DensityRecipe.values()) {
            all.put(recipe.toString(), recipe);
        }
        return Collections.unmodifiableMap(all);
    }

    /** The names of the known recipes, the default first. */
    static Set<String> names() {
        return all().keySet();
    }

    /** The recipe of a name; refuses an unknown one. */
    static HeadRecipe named(String name) {
        HeadRecipe recipe = all().get(name);
        if (recipe == null) {
            throw new IllegalArgumentException("unknown recipe '" + name + "', known are " + names());
        }
        return recipe;
    }
}
