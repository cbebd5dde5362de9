package org.morseuq.backbone;

import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** The networks that can be trained, by name. */
public final class Networks {

    private static final Map<String, Function<LastLayer, StagedNetwork>> RESIDUAL = new TreeMap<>(Map.of(
            "resnet8", last -> ResidualNetwork.ofDepth(8, last),
            "resnet18", ResidualNetwork::resnet18,
            "resnet20", last -> ResidualNetwork.ofDepth(20, last),
            "resnet32", last -> ResidualNetwork.ofDepth(32, last),
            "resnet56", last -> ResidualNetwork.ofDepth(56, last)));

    private static final Map<String, Function<LastLayer, ? extends Block>> BY_NAME = new TreeMap<>(Map.of(
            "cnn", ConvolutionalNetwork::new,
            "vgg13", VggNetwork::vgg13,
            "wideresnet16-4", last -> WideResidualNetwork.of(16, 4, last)));

    static {
        BY_NAME.putAll(RESIDUAL);
    }

    private static final Pattern PERCEPTRON = Pattern.compile("mlp(-[1-9][0-9]{0,5})+");

    private Networks() {}

    /** The known names in alphabetical order, without those of the perceptrons. */
    public static Set<String> names() {
        return java.util.Collections.unmodifiableSet(BY_NAME.keySet());
    }

    /** Whether {@link #create} makes a network of that name. */
    public static boolean knows(String name) {
        return BY_NAME.containsKey(name) || PERCEPTRON.matcher(name).matches();
    }

    /**
     * A network whose parameters are not yet initialised; it returns logits, embedding and inner layers in this order.
     *
     * @param name one of {@link #names()}, or that of a perceptron: {@code mlp-64-32} has hidden layers of 64 and 32 units
     * @param classes the number of classes, at least 2
     * @return a new block
     */
    public static Block create(String name, int classes) {
        return create(name, classes, Classifier.linear());
    }

    /**
     * A network with another last layer.
     *
     * @param name as above
     * @param classes the number of classes, at least 2
     * @param classifier the last layer
     * @return a new block
     */
    public static Block create(String name, int classes, Classifier classifier) {
        Function<LastLayer, ? extends Block> network =
                PERCEPTRON.matcher(name).matches() ? last -> new Perceptron(widths(name), last) : BY_NAME.get(name);
        if (network == null) {
            throw new IllegalArgumentException(
                    "unknown network '" + name + "', known are " + BY_NAME.keySet() + " and perceptrons as mlp-64-32");
        }
        if (classes < 2) {
            throw new IllegalArgumentException("a classifier has at least 2 classes, got " + classes);
        }
        return network.apply(new LastLayer(classifier, classes));
    }

    /**
     * A network that computes the same as a trained one, faster, where nothing is differentiated.
     *
     * @param name one of {@link #names()}
     * @param trained the network of that name with its parameters
     * @param statistics what will be asked for of maps
     * @param manager owns the arrays of what is returned
     * @return a network of its own, or empty if there is no faster form
     */
    static Optional<Block> folded(String name, Block trained, Set<MapStatistic> statistics, NDManager manager) {
        return RESIDUAL.containsKey(name)
                ? Optional.of(new FoldedResidualNetwork((StagedNetwork) trained, statistics, manager))
                : Optional.empty();
    }

    private static int[] widths(String name) {
        return Arrays.stream(name.split("-"))
                .skip(1)
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
