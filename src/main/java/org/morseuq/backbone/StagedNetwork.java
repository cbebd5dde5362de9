package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/**
 * What convolutional classifiers share: a stem, stages of falling resolution, the spatial mean, a last layer. It returns
 * the logits and what the Morse head looks at.
 *
 * <ul>
 *   <li>input: (n, 3, h, w)
 *   <li>output 0, logits: (n, classes)
 *   <li>output 1, embedding: (n, c), the spatial mean of output 3
 *   <li>output 2: the maps of the last stage but one
 *   <li>output 3: the maps of the last stage, c channels
 * </ul>
 */
final class StagedNetwork extends AbstractBlock implements Classifying {

    private final Block stem;
    private final List<SequentialBlock> stages;
    private final Block classifier;
    private final LastLayer last;

    /**
     * A network with parameters not yet initialised.
     *
     * @param stem from pixels to the first maps
     * @param stages at least two, each a row of blocks from maps to maps
     * @param last what it ends in
     */
    StagedNetwork(Block stem, List<SequentialBlock> stages, LastLayer last) {
        this.last = last;
        this.stem = addChildBlock("stem", stem);
        this.stages = List.copyOf(stages);
        for (int s = 0; s < stages.size(); s++) {
            addChildBlock("stage" + (s + 1), stages.get(s));
        }
        classifier = addChildBlock("classifier", last.block());
    }

    /** What comes before the stages. */
    Block stem() {
        return stem;
    }

    /** The stages, blocks in a row. */
    List<SequentialBlock> stages() {
        return stages;
    }

    @Override
    public Block classifier() {
        return classifier;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList current = forward(stem, store, entering(store, inputs), training, params);
        List<NDArray> maps = new ArrayList<>();
        for (Block stage : stages) {
            for (Block block : stage.getChildren().values()) {
                current = forward(block, store, current, training, params);
            }
            maps.add(current.singletonOrThrow());
        }
        NDArray top = maps.get(maps.size() - 1);
        NDArray embedding = Layers.spatialMean(leaving(store, top));
        NDArray logits = classifier
                .forward(store, new NDList(embedding), training, params)
                .singletonOrThrow();
        return new NDList(logits, embedding, maps.get(maps.size() - 2), top);
    }

    private static NDList entering(ParameterStore store, NDList images) {
        return store instanceof MixedPrecision mixed ? new NDList(mixed.entering(images.singletonOrThrow())) : images;
    }

    private static NDArray leaving(ParameterStore store, NDArray maps) {
        return store instanceof MixedPrecision mixed ? mixed.leaving(maps) : maps;
    }

    /**
     * Runs one block. What it computes on the way is let go at once; the engine keeps what a backward pass will ask for. A
     * batch has some sixty such arrays, and memory that is used again at once is in the cache and need not be mapped anew.
     */
    private static NDList forward(
            Block block, ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDManager outer = inputs.head().getManager();
        try (NDManager scope = outer.newSubManager()) {
            inputs.tempAttach(scope);
            NDList outputs = block.forward(store, inputs, training, params);
            outputs.attach(outer);
            return outputs;
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
        stem.initialize(manager, type, shapes);
        Shape[] current = stem.getOutputShapes(shapes);
        for (Block stage : stages) {
            stage.initialize(manager, type, current);
            current = stage.getOutputShapes(current);
        }
        classifier.initialize(manager, type, new Shape(current[0].get(0), current[0].get(1)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        Shape[] current = stem.getOutputShapes(shapes);
        List<Shape> maps = new ArrayList<>();
        for (Block stage : stages) {
            current = stage.getOutputShapes(current);
            maps.add(current[0]);
        }
        Shape top = maps.get(maps.size() - 1);
        return new Shape[] {
            new Shape(top.get(0), last.classes()), new Shape(top.get(0), top.get(1)), maps.get(maps.size() - 2), top
        };
    }
}
