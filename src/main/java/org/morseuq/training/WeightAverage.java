package org.morseuq.training;

import ai.djl.ndarray.types.Shape;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.ParametricNetwork;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Tensor;

/**
 * A mean of the networks that one network is on its way: of parameters and batch statistics. It takes no memory before the first
 * is added; what it takes then is freed with the network's.
 */
final class WeightAverage {

    private static final String PARAMETERS = "average/parameters";
    private static final String STATISTICS = "average/statistics";

    private final ParametricNetwork network;
    private final DeviceVector live;
    private final Shape example;
    private Optional<Mean> mean = Optional.empty();

    private record Mean(DeviceVector parameters, Optional<DeviceVector> statistics) {}

    /** What is shown for a while. */
    interface Shown extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * A mean of nothing yet.
     *
     * @param network that moves; its statistics are live
     * @param live where its parameters are
     * @param example the shape of one input
     */
    WeightAverage(ParametricNetwork network, DeviceVector live, Shape example) {
        this.network = network;
        this.live = live;
        this.example = example;
    }

    private Optional<DeviceVector> liveStatistics() {
        return network.parameters().statistics();
    }

    private Mean begun() {
        if (mean.isEmpty()) {
            mean = Optional.of(new Mean(live.zeros(), liveStatistics().map(DeviceVector::zeros)));
        }
        return mean.get();
    }

    /**
     * Takes the network in as it is.
     *
     * @param share its weight in the new mean, above 0; 1 forgets what was before
     */
    void add(double share) {
        Mean into = begun();
        mix(into.parameters, live, share);
        into.statistics.ifPresent(statistics -> mix(statistics, liveStatistics().orElseThrow(), share));
    }

    private static void mix(DeviceVector mean, DeviceVector with, double share) {
        if (share == 1) {
            mean.set(with);
        } else {
            mean.scale(1 - share).add(share, with);
        }
    }

    /** Puts the mean in the network's place, if there is one, until what is returned is closed. */
    Shown show() {
        if (mean.isEmpty()) {
            return () -> {};
        }
        DeviceVector parameters = live.zeros().set(live);
        Optional<DeviceVector> statistics =
                liveStatistics().map(vector -> vector.zeros().set(vector));
        move(mean.get().parameters, mean.get().statistics);
        return () -> {
            move(parameters, statistics);
            parameters.close();
            statistics.ifPresent(DeviceVector::close);
        };
    }

    private void move(DeviceVector parameters, Optional<DeviceVector> statistics) {
        live.set(parameters);
        network.parameters().set(parameters);
        statistics.ifPresent(vector -> liveStatistics().orElseThrow().set(vector));
    }

    /**
     * Makes the statistics of the mean those of its parameters: the means over batches of what normalisations take from each.
     *
     * @param count of the batches, at least 1
     * @param batches by number, from 0
     */
    void takeStatistics(int count, IntFunction<AugmentedBatches.Batch> batches) {
        Optional<DeviceVector> statistics = mean.flatMap(Mean::statistics);
        if (statistics.isEmpty()) {
            return;
        }
        Shown shown = show();
        try (shown) {
            statistics.get().fill(0);
            for (int i = 0; i < count; i++) {
                AugmentedBatches.Batch batch = batches.apply(i);
                Shape shape = new Shape(batch.labels().length).addAll(example);
                network.addBatchStatistics(batch.pixels(), shape, 1.0 / count, statistics.get());
            }
        }
    }

    /** Its numbers; none before there is a mean. */
    Map<String, Tensor> save() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        mean.ifPresent(found -> {
            tensors.put(PARAMETERS, OptimizerTensors.tensor(found.parameters));
            found.statistics.ifPresent(vector -> tensors.put(STATISTICS, OptimizerTensors.tensor(vector)));
        });
        return tensors;
    }

    /**
     * Goes on from there, if there is a mean among the tensors.
     *
     * @param tensors from {@link #save}, and others
     * @param file where they were read, for messages
     * @throws MalformedFileException if one is missing or has another size
     */
    void restore(Map<String, Tensor> tensors, Path file) throws MalformedFileException {
        if (!tensors.containsKey(PARAMETERS)) {
            return;
        }
        Mean into = begun();
        OptimizerTensors.restore(into.parameters, PARAMETERS, tensors, file);
        if (into.statistics.isPresent()) {
            OptimizerTensors.restore(into.statistics.get(), STATISTICS, tensors, file);
        }
    }
}
