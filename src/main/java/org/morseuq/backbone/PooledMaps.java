package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * The {@linkplain SpatialMoments statistics} of a batch of maps, found on a thread of the common pool while the
 * caller goes on. The maps must live until {@link #await} or {@link #moments} has returned.
 */
final class PooledMaps {

    private final Shape shape; // n, statistics, channels
    private final float[] numbers;
    private final ForkJoinTask<?> task;
    private final NDArray last;

    private PooledMaps(NDArray maps, Set<MapStatistic> wanted) {
        Shape of = maps.getShape();
        int n = Math.toIntExact(of.get(0));
        int channels = Math.toIntExact(of.get(1));
        int positions = Math.toIntExact(of.get(2) * of.get(3));
        Set<MapStatistic> found = MapStatistic.areMoments(wanted) ? MapStatistic.moments() : MapStatistic.all();
        List<MapStatistic> written = List.copyOf(Outputs.statistics(of, found));
        int width = written.size() * channels;
        shape = new Shape(n, written.size(), channels);
        numbers = new float[Math.multiplyExact(n, width)];
        last = maps.transpose(0, 2, 3, 1); // the order in which the networks that are pooled keep them
        ByteBuffer buffer = last.toByteBuffer(true);
        task = ForkJoinPool.commonPool().submit(() -> {
            SpatialMoments moments = new SpatialMoments(buffer, positions, channels, wanted);
            for (int i = 0; i < n; i++) {
                moments.of(i);
                for (int k = 0; k < written.size(); k++) {
                    moments.write(written.get(k), numbers, i * width + k * channels);
                }
            }
        });
    }

    /**
     * Begins.
     *
     * @param maps (n, channels, height, width) in memory that Java can read
     * @param wanted what will be asked for: all statistics are found if it goes beyond mean and deviation
     */
    static PooledMaps of(NDArray maps, Set<MapStatistic> wanted) {
        return new PooledMaps(maps, wanted);
    }

    /** Returns when the maps are not read any more. */
    void await() {
        task.quietlyJoin();
        last.close();
    }

    /**
     * What came out, once it has.
     *
     * @param manager of the result
     * @return (n, 2, channels), or (n, 4, channels) of all statistics; (n, 1, channels) of maps with one position
     */
    NDArray moments(NDManager manager) {
        task.join();
        return manager.create(numbers, shape);
    }
}
