package org.morseuq.backbone;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/** A smooth network of two layers that returns its logits and its hidden layer. */
final class TanhNetwork extends AbstractBlock {

    private final Block first;
    private final Block second;
    private final int hidden;
    private final int classes;

    TanhNetwork(int hidden, int classes) {
        this.hidden = hidden;
        this.classes = classes;
        first = addChildBlock("first", Linear.builder().setUnits(hidden).build());
        second = addChildBlock("second", Linear.builder().setUnits(classes).build());
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList embedding = Activation.tanh(first.forward(store, inputs, training, params));
        return new NDList(
                second.forward(store, embedding, training, params).singletonOrThrow(), embedding.singletonOrThrow());
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
        first.initialize(manager, type, shapes);
        second.initialize(manager, type, new Shape(shapes[0].get(0), hidden));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        long n = shapes[0].get(0);
        return new Shape[] {new Shape(n, classes), new Shape(n, hidden)};
    }
}
