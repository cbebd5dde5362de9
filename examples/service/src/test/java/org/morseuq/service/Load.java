package org.morseuq.service;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Measures the latency of a service that has little to do, and then of one that is asked for twice what it can do. Requests
 * come at times that are fixed beforehand, so that a slow answer delays none of the following ones. Arguments: the port,
 * {@code features} or an image file, the seconds of each phase.
 */
final class Load {

    /** One answered request. */
    private record Sample(int status, double milliseconds) {}

    private final Client client;
    private final String path;
    private final byte[] body;

    private Load(int port, String path, byte[] body) {
        this.client = new Client(port);
        this.path = path;
        this.body = body;
    }

    public static void main(String[] args) throws Exception {
        boolean features = args[1].equals("features");
        // 100 rows: most of the time goes into work, and not into the connection.
        byte[] body = features
                ? Samples.json(Arrays.copyOf(Samples.rows("mnist"), 100))
                : Files.readAllBytes(Path.of(args[1]));
        Load load = new Load(Integer.parseInt(args[0]), features ? "/features" : "/image", body);
        int seconds = Integer.parseInt(args[2]);
        load.sequential(seconds); // warms up
        double capacity = load.capacity(seconds);
        System.out.printf("capacity %.0f requests a second%n", capacity);
        double[] quiet = load.report("at a tenth of it", load.open(capacity / 10, seconds));
        double[] loud = load.report("at twice as much", load.open(2 * capacity, seconds));
        System.out.printf("p99 of the accepted: %.2f times that of the quiet service%n", loud[1] / quiet[1]);
    }

    private Sample send(long due) {
        try {
            HttpResponse<byte[]> response = client.post(path, body);
            return new Sample(response.statusCode(), (System.nanoTime() - due) * 1e-6);
        } catch (IOException e) {
            return new Sample(0, (System.nanoTime() - due) * 1e-6);
        }
    }

    private List<Sample> sequential(int seconds) {
        List<Sample> samples = new ArrayList<>();
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            samples.add(send(System.nanoTime()));
        }
        return samples;
    }

    /** Accepted requests a second when there is always one for every worker. */
    private double capacity(int seconds) throws Exception {
        int clients = Runtime.getRuntime().availableProcessors();
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        List<CompletableFuture<List<Sample>>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            running.add(CompletableFuture.supplyAsync(() -> sequential(seconds), pool));
        }
        double accepted = 0;
        for (CompletableFuture<List<Sample>> one : running) {
            accepted +=
                    one.get().stream().filter(sample -> sample.status() == 200).count();
        }
        pool.shutdown();
        return accepted / seconds;
    }

    private List<Sample> open(double rate, int seconds) throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        List<Sample> samples = Collections.synchronizedList(new ArrayList<>());
        List<CompletableFuture<Void>> running = new ArrayList<>();
        long begin = System.nanoTime();
        for (int i = 0; i < rate * seconds; i++) {
            long due = begin + (long) (i / rate * 1e9);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
            }
            running.add(CompletableFuture.runAsync(() -> samples.add(send(System.nanoTime())), pool));
        }
        for (CompletableFuture<Void> one : running) {
            one.get();
        }
        pool.shutdown();
        return samples;
    }

    /** Prints, and gives the median and the 99th percentile of the accepted. */
    private double[] report(String what, List<Sample> samples) {
        Map<Integer, Integer> statuses = new TreeMap<>();
        samples.forEach(sample -> statuses.merge(sample.status(), 1, Integer::sum));
        double[] accepted = samples.stream()
                .filter(sample -> sample.status() == 200)
                .mapToDouble(Sample::milliseconds)
                .sorted()
                .toArray();
        double[] percentiles = {accepted[accepted.length / 2], accepted[(int) (0.99 * accepted.length)]};
        System.out.printf(
                "%s: %s by status, p50 %.1f ms, p99 %.1f ms%n", what, statuses, percentiles[0], percentiles[1]);
        return percentiles;
    }
}
