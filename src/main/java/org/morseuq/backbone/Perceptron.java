package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A perceptron: hidden linear layers with a rectifier after each, and a last layer.
 *
 * <ul>
 *   <li>input: (n, ...), taken as n rows
 *   <li>output 0, logits: (n, classes)
 *   <li>output 1, embedding: (n, the last width)
 * </ul>
 */
final class Perceptron extends AbstractBlock implements Classifying {

    private final int[] widths;
    private final Block body;
    private final Block classifier;
    private final LastLayer last;

    /**
     * A network with parameters not yet initialised.
     *
     * @param widths of the hidden layers, at least one, each at least 1
     * @param last what it ends in
     */
    Perceptron(int[] widths, LastLayer last) {
        this.widths = widths.clone();
        this.last = last;
        SequentialBlock layers = new SequentialBlock();
        for (int width : widths) {
            layers.add(Linear.builder().setUnits(width).build()).add(Activation.reluBlock());
        }
        body = addChildBlock("body", layers);
        classifier = addChildBlock("classifier", last.block());
    }

    @Override
    public Block classifier() {
        return classifier;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray rows = inputs.head().reshape(inputs.head().getShape().get(0), -1);
        NDArray embedding =
                body.forward(store, new NDList(rows), training, params).singletonOrThrow();
        NDArray logits = classifier
                .forward(store, new NDList(embedding), training, params)
                .singletonOrThrow();
        return new NDList(logits, embedding);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
        long n = shapes[0].get(0);
        body.initialize(manager, type, new Shape(n, shapes[0].size() / n));
        classifier.initialize(manager, type, new Shape(n, width()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        long n = shapes[0].get(0);
        return new Shape[] {new Shape(n, last.classes()), new Shape(n, width())};
    }

    private int width() {
        return widths[widths.length - 1];
    }
}
