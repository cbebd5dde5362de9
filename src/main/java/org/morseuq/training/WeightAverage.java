package org.morseuq.training;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.ParametricNetwork;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Tensor;

/**
 * A mean of networks that grows by one at a time.
 *
 * <p>Its memory is that of the network.
 */
final class WeightAverage {

    private static final String PARAMETERS = "average/parameters";
    private static final String STATISTICS = "average/statistics";

    private final ParametricNetwork network;
    private final DeviceVector parameters;
    private final Optional<DeviceVector> statistics;

    /**
     * A mean of nothing yet.
     *
     * @param network that moves
     * @param like a vector of its parameters
     */
    WeightAverage(ParametricNetwork network, DeviceVector like) {
        this.network = network;
        parameters = like.zeros();
        statistics = network.parameters().statistics().map(DeviceVector::zeros);
    }

    /**
     * Takes the network in as it is.
     *
     * @param at its parameters
     * @param share its weight in the new mean, from 0 to 1; 1 forgets what was before
     */
    void add(DeviceVector at, double share) {
        mix(parameters, at, share);
        statistics.ifPresent(mean -> mix(mean, network.parameters().statistics().orElseThrow(), share));
    }

    private static void mix(DeviceVector mean, DeviceVector with, double share) {
        if (share == 1) {
            mean.set(with);
        } else {
            mean.scale(1 - share).add(share, with);
        }
    }

    /** Puts the mean in the network's place: into the vector of its parameters, and into its statistics. */
    void show(DeviceVector at) {
        at.set(parameters);
        network.parameters().set(parameters);
        statistics.ifPresent(
                mean -> network.parameters().statistics().orElseThrow().set(mean));
    }

    /** The statistics of the mean, live; nothing if the network keeps none. */
    Optional<DeviceVector> statistics() {
        return statistics;
    }

    /** Its numbers. */
    Map<String, Tensor> save() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put(PARAMETERS, OptimizerTensors.tensor(parameters));
        statistics.ifPresent(mean -> tensors.put(STATISTICS, OptimizerTensors.tensor(mean)));
        return tensors;
    }

    /** Whether there is one among the tensors of a checkpoint. */
    static boolean isIn(Map<String, Tensor> tensors) {
        return tensors.containsKey(PARAMETERS);
    }

    /**
     * Goes on from there.
     *
     * @param tensors from {@link #save}
     * @param file where they were read, for messages
     * @throws MalformedFileException if one is missing or has another size
     */
    void restore(Map<String, Tensor> tensors, Path file) throws MalformedFileException {
        OptimizerTensors.restore(parameters, PARAMETERS, tensors, file);
        if (statistics.isPresent()) {
            OptimizerTensors.restore(statistics.get(), STATISTICS, tensors, file);
        }
    }
}
