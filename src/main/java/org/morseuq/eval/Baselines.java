package org.morseuq.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.morseuq.algebra.InnerProducts;
import org.morseuq.algebra.TiledInnerProducts;
import org.morseuq.data.FeatureTable;

/**
 * The detectors that a head has to beat, by name.
 *
 * <p>Those whose name ends in {@code @inner} look at the inner layers that a Morse head sees, joined and scaled to length
 * 1, in place of the embedding.
 */
public final class Baselines {

    /** The names of the default comparison, in the order of its table. */
    public static final List<String> NAMES = List.of("msp", "maxlogit", "energy", "knn", "mahalanobis", "rmd");

    private static final List<String> UNTRAINED = List.of("msp", "maxlogit", "energy", "entropy", "gen");

    /** All names: detectors on the logits, on the embedding, on both, and on the inner layers. */
    public static final List<String> ALL = List.of(
            "msp",
            "maxlogit",
            "energy",
            "entropy",
            "gen",
            "tempscale",
            "klm",
            "knn",
            "mahalanobis",
            "mahalanobis++",
            "rmd",
            "gda",
            "gmm",
            "deep-svdd",
            "isomax",
            "residual",
            "react",
            "she",
            "neco",
            "vim",
            "fdbd",
            "energy+knn",
            "knn@inner",
            "mahalanobis@inner",
            "rmd@inner",
            "energy+knn@inner");

    /** The names of those that are fitted on training features, in the order of {@link #ALL}. */
    public static final Set<String> TRAINED = ALL.stream()
            .filter(name -> !UNTRAINED.contains(name))
            .collect(Collectors.collectingAndThen(
                    Collectors.toCollection(LinkedHashSet::new), Collections::unmodifiableSet));

    private Baselines() {}

    /**
     * What came of fitting several detectors.
     *
     * @param detectors those that could be fitted, in the order in which they were asked for; unmodifiable
     * @param leftOut why each of the others could not, by name in that order; unmodifiable
     */
    public record Fitted(List<Detector> detectors, Map<String, String> leftOut) {

        /** Copies the list and the map. */
        public Fitted {
            detectors = List.copyOf(detectors);
            leftOut = Collections.unmodifiableMap(new LinkedHashMap<>(leftOut));
        }
    }

    /**
     * Fits the default comparison.
     *
     * @param train at least one row with the block {@code logits}, and {@code embedding} if there is one; labels of at
     *     least 0
     * @return a detector for each of {@link #NAMES}, in that order; unmodifiable
     */
    public static List<Detector> fit(FeatureTable train) {
        return NAMES.stream().map(name -> fit(name, train)).toList();
    }

    /**
     * Fits those of several detectors that the network's features allow.
     *
     * @param names some of {@link #ALL}
     * @param train as for {@link #fit(FeatureTable)}; a table that no detector could take is refused
     * @return the detectors, and the reasons for those that are missing
     */
    public static Fitted fit(Collection<String> names, FeatureTable train) {
        return fit(names, train, TiledInnerProducts::new);
    }

    /**
     * Fits those of several detectors that the network's features allow, and says who computes the inner products for the
     * search of neighbours; no score depends on that.
     *
     * @param names some of {@link #ALL}
     * @param train as for {@link #fit(FeatureTable)}; a table that no detector could take is refused
     * @param products prepares the products with rows that do not change
     * @return the detectors, and the reasons for those that are missing
     */
    public static Fitted fit(
            Collection<String> names, FeatureTable train, Function<float[][], InnerProducts> products) {
        List<Detector> detectors = new ArrayList<>();
        Map<String, String> leftOut = new LinkedHashMap<>();
        for (String name : names) {
            try {
                detectors.add(fit(name, train, products));
            } catch (UnfittableException e) {
                leftOut.put(name, e.getMessage());
            }
        }
        return new Fitted(detectors, leftOut);
    }

    /**
     * Fits one of them with its defaults.
     *
     * @param name one of {@link #ALL}
     * @param train as for {@link #fit(FeatureTable)}; not looked at unless the name is among {@link #TRAINED}
     * @return the detector
     * @throws UnfittableException if the network's features do not allow it
     */
    public static Detector fit(String name, FeatureTable train) {
        return fit(name, train, TiledInnerProducts::new);
    }

    private static Detector fit(String name, FeatureTable train, Function<float[][], InnerProducts> products) {
        int k = NearestNeighbors.DEFAULT_K;
        return switch (name) {
            case "tempscale" -> TemperatureScaledProbability.fit(train);
            case "klm" -> KullbackLeiblerMatching.fit(train);
            case "knn" -> NearestNeighbors.fit(train, k, embedding(train), products);
            case "mahalanobis" -> Mahalanobis.fit(train);
            case "mahalanobis++" -> NormalizedMahalanobis.fit(train);
            case "rmd" -> RelativeMahalanobis.fit(train);
            case "gda" -> ClassGaussians.fit(train);
            case "gmm" -> GaussianMixture.fit(train);
            case "deep-svdd" -> DeepSvdd.fit(train);
            case "isomax" -> IsotropicDistances.fit(train);
            case "residual" -> PrincipalResidual.fit(train);
            case "react" -> RectifiedActivations.fit(train);
            case "she" -> ClassPatterns.fit(train);
            case "neco" -> NeuralCollapseRatio.fit(train);
            case "vim" -> VirtualLogit.fit(train);
            case "fdbd" -> DecisionBoundaryDistance.fit(train);
            case "energy+knn" -> EnergyWithNeighbors.fit(train, k, embedding(train), products);
            case "knn@inner" -> NearestNeighbors.fit(train, k, inner(train), products);
            case "mahalanobis@inner" -> Mahalanobis.fit(train, inner(train));
            case "rmd@inner" -> RelativeMahalanobis.fit(train, inner(train));
            case "energy+knn@inner" -> EnergyWithNeighbors.fit(train, k, inner(train), products);
            default -> untrained(name);
        };
    }

    private static FeatureView embedding(FeatureTable train) {
        return FeatureView.embedding(train.layout());
    }

    private static FeatureView inner(FeatureTable train) {
        return FeatureView.inner(train.layout());
    }

    /**
     * One of those that look at nothing but the logits, as they are.
     *
     * @param name one of {@link #ALL} that is not among {@link #TRAINED}
     * @return the detector
     */
    public static Detector untrained(String name) {
        return switch (name) {
            case "msp" -> new MaximumSoftmaxProbability();
            case "maxlogit" -> new MaxLogit();
            case "energy" -> new Energy();
            case "entropy" -> new Entropy();
            case "gen" -> new GeneralizedEntropy();
            default -> throw new IllegalArgumentException("unknown detector '" + name + "', known are " + ALL);
        };
    }
}
