package org.morseuq.backbone;

import ai.djl.nn.Block;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/** The networks that can be trained, by name. */
public final class Networks {

    private static final Map<String, IntFunction<Block>> BY_NAME = new TreeMap<>(Map.of(
            "cnn", ConvolutionalNetwork::new,
            "resnet8", classes -> new ResidualNetwork(8, classes),
            "resnet20", classes -> new ResidualNetwork(20, classes),
            "resnet32", classes -> new ResidualNetwork(32, classes),
            "resnet56", classes -> new ResidualNetwork(56, classes)));

    private Networks() {}

    /** The known names in alphabetical order. */
    public static java.util.Set<String> names() {
        return java.util.Collections.unmodifiableSet(BY_NAME.keySet());
    }

    /**
     * A network whose parameters are not yet initialised; it returns logits, embedding and inner layers in this order.
     *
     * @param name one of {@link #names()}
     * @param classes the number of classes, at least 2
     * @return a new block
     */
    public static Block create(String name, int classes) {
        IntFunction<Block> network = BY_NAME.get(name);
        if (network == null) {
            throw new IllegalArgumentException("unknown network '" + name + "', known are " + BY_NAME.keySet());
        }
        if (classes < 2) {
            throw new IllegalArgumentException("a classifier has at least 2 classes, got " + classes);
        }
        return network.apply(classes);
    }
}
