package org.morseuq.backbone;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.morseuq.store.Json;

/**
 * A network of this project as a service without a detector would run it: folded, and with no output but the logits. What a
 * detector adds is measured against it.
 */
public final class ClassifierAlone extends AbstractBlock {

    private final Block network;

    private ClassifierAlone(Block network) {
        this.network = network;
    }

    /**
     * Loads one.
     *
     * @param folder of a residual network that this project trained
     * @return the caller's to close
     */
    public static Model load(Path folder) throws IOException {
        TrainedNetwork trained = Json.read(folder.resolve(TrainedNetwork.FILE), TrainedNetwork.class);
        Model model = Model.newInstance(trained.network(), Device.cpu(), "PyTorch");
        Block network =
                Networks.create(trained.network(), trained.classes().size(), Classifier.parse(trained.classifier()));
        model.setBlock(network);
        try {
            model.load(folder, trained.prefix(), Map.of("epoch", 0));
        } catch (MalformedModelException e) {
            throw new IOException(e);
        }
        model.setBlock(new ClassifierAlone(
                new FoldedResidualNetwork((StagedNetwork) network, MapStatistic.moments(), model.getNDManager())));
        return model;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList outputs = network.forward(store, inputs, false);
        outputs.subList(1, outputs.size()).forEach(NDArray::close);
        return new NDList(outputs.head());
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        return new Shape[] {network.getOutputShapes(shapes)[0]};
    }
}
