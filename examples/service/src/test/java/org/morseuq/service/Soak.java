package org.morseuq.service;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * Runs the service's own path from the bytes of a request to those of its answer many times from many threads, compares
 * every answer with the one that was given when nothing else ran, and watches memory and threads. Arguments: how many
 * feature rows, how many images (0 for none), how many threads.
 */
final class Soak {

    private static final int PARTS = 20;

    private final int threads;

    private Soak(int threads) {
        this.threads = threads;
    }

    public static void main(String[] args) throws Exception {
        Soak soak = new Soak(Integer.parseInt(args[2]));
        WorkQueue idle = new WorkQueue(1, 1); // telemetry looks at one; every run has its own
        Telemetry telemetry = new Telemetry(idle);
        LiveDetector live = LiveDetector.open(
                Samples.DETECTOR, detector -> {}, Settings.of(Samples.DETECTOR).poll());
        Judge judge = new Judge(telemetry, live);
        try (live) {
            soak.run("feature rows", Long.parseLong(args[0]), new FeatureEndpoint(live, judge), bodies());
            long images = Long.parseLong(args[1]);
            if (images > 0) {
                Settings settings = Settings.of(Samples.DETECTOR);
                try (ImageFeatures network = ImageFeatures.open(
                        Samples.NETWORK, live.get(), settings.workers(), java.time.Duration.ofMinutes(5))) {
                    List<byte[]> files = IntStream.range(0, 64)
                            .mapToObj(i -> i % 2 == 0 ? Pictures.png(i) : Pictures.jpeg(i))
                            .toList();
                    soak.run("images", images, new ImageEndpoint(live, Optional.of(network), judge), files);
                }
            }
        } finally {
            idle.finish(1);
        }
    }

    private static List<byte[]> bodies() throws IOException {
        float[][] rows = Samples.rows("cifar10-test");
        byte[][] bodies = new byte[512][];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = Samples.json(rows[i]);
        }
        return List.of(bodies);
    }

    private void run(String what, long count, Endpoint endpoint, List<byte[]> bodies) throws Exception {
        List<byte[]> serial = bodies.stream()
                .map(body -> endpoint.answer(new Call("/", "", body)).body())
                .toList();
        WorkQueue queue = new WorkQueue(threads, threads);
        AtomicLong differing = new AtomicLong();
        long[] resident = new long[PARTS];
        long[] heap = new long[PARTS];
        long[] alive = new long[PARTS];
        long begin = System.nanoTime();
        ExecutorService clients = Executors.newFixedThreadPool(threads);
        for (int part = 0; part < PARTS; part++) {
            long first = part * (long) threads; // of all shares, which together are the count
            LongUnaryOperator one = n -> {
                int body = (int) (n % bodies.size());
                byte[] answer = queued(queue, endpoint, bodies.get(body));
                return Arrays.equals(answer, serial.get(body)) ? 0 : 1;
            };
            List<Future<?>> running = IntStream.range(0, threads)
                    .<Future<?>>mapToObj(thread -> clients.submit(() -> {
                        long share = share(count, first + thread);
                        for (long n = 0; n < share; n++) {
                            differing.addAndGet(one.applyAsLong(n + 31L * thread));
                        }
                    }))
                    .toList();
            for (Future<?> future : running) {
                future.get();
            }
            System.gc(); // so that what is measured is what is held, not what waits to be collected
            resident[part] = Resident.bytes();
            heap[part] = Resident.heap();
            alive[part] = Resident.threads();
        }
        double seconds = (System.nanoTime() - begin) * 1e-9;
        clients.shutdown();
        queue.finish(10);
        System.out.printf(
                "%d %s from %d threads in %.0f s (%.0f a second): %d answers differ from the serial ones%n",
                count, what, threads, seconds, count / seconds, differing.get());
        show("resident", resident, bytes -> bytes >> 20);
        show("of which live on the heap", heap, bytes -> bytes >> 20);
        show("threads", alive, number -> number);
    }

    private long share(long count, long index) {
        long shares = (long) PARTS * threads;
        return count * (index + 1) / shares - count * index / shares;
    }

    /** After every twentieth of the run, and how much the last is above that after a tenth. */
    private static void show(String what, long[] values, LongUnaryOperator unit) {
        System.out.printf(
                "%s: %s, from a tenth on %+.2f %%%n",
                what,
                Arrays.toString(Arrays.stream(values).map(unit).toArray()),
                100.0 * (values[PARTS - 1] - values[1]) / values[1]);
    }

    private static byte[] queued(WorkQueue queue, Endpoint endpoint, byte[] body) {
        CompletableFuture<Answer> answer = queue.submit(() -> endpoint.answer(new Call("/", "", body)));
        try {
            return answer.get().body();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
