package org.morseuq.backbone;

import ai.djl.nn.Block;

/**
 * What a network ends in.
 *
 * @param classifier the kind of its last layer
 * @param classes at least 2
 */
record LastLayer(Classifier classifier, int classes) {

    /** A linear layer. */
    static LastLayer linear(int classes) {
        return new LastLayer(Classifier.linear(), classes);
    }

    /** The layer, its parameters not yet initialised. */
    Block block() {
        return classifier.layer(classes);
    }
}
