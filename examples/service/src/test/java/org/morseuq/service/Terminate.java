package org.morseuq.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts the service as a process, asks for more than it can do, sends SIGTERM in the middle, and compares how many requests
 * the process says it accepted with how many were answered. Arguments: how many times, how many clients.
 */
final class Terminate {

    private static final Pattern STOPPED = Pattern.compile("of (\\d+) accepted requests (\\d+) were done");

    private Terminate() {}

    public static void main(String[] args) throws Exception {
        int lost = 0;
        for (int time = 0; time < Integer.parseInt(args[0]); time++) {
            lost += once(time, Integer.parseInt(args[1]));
        }
        System.out.println("accepted and not answered, over all times: " + lost);
    }

    private static int once(int time, int clients) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.morseuq.service.Main",
                        "--detector",
                        Samples.DETECTOR.toString(),
                        "--port",
                        "0",
                        "--workers",
                        "2",
                        "--queue",
                        "4")
                .redirectErrorStream(true)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (!line.startsWith("ready at ")) {
            line = out.readLine();
        }
        int port = Integer.parseInt(line.replaceAll("\\D+$", "").replaceAll(".*:", ""));
        ExecutorService pool = Executors.newFixedThreadPool(clients);
        Map<String, Integer> outcomes = new ConcurrentHashMap<>();
        byte[] body = Samples.json(java.util.Arrays.copyOf(Samples.rows("mnist"), 50));
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int i = 0; i < clients; i++) {
            running.add(CompletableFuture.runAsync(() -> ask(new Client(port), body, outcomes), pool));
        }
        int enough = 200 + new SplittableRandom(time).nextInt(400);
        while (outcomes.values().stream().mapToInt(Integer::intValue).sum() < enough) {
            Thread.sleep(1);
        }
        process.toHandle().destroy(); // SIGTERM; unlike the method of the process it leaves the stream open
        long stopped = System.nanoTime();
        for (CompletableFuture<Void> one : running) {
            one.get();
        }
        pool.shutdown();
        int accepted = 0;
        for (line = out.readLine(); line != null; line = out.readLine()) {
            Matcher matcher = STOPPED.matcher(line);
            accepted = matcher.find() ? Integer.parseInt(matcher.group(1)) : accepted;
        }
        int code = process.waitFor();
        double seconds = (System.nanoTime() - stopped) * 1e-9;
        System.out.printf("%d accepted, outcomes %s, exit code %d after %.1f s%n", accepted, outcomes, code, seconds);
        return accepted - outcomes.getOrDefault("200", 0);
    }

    /** Asks until the service is gone. */
    private static void ask(Client client, byte[] body, Map<String, Integer> outcomes) {
        while (true) {
            try {
                HttpResponse<byte[]> response = client.post("/features", body);
                outcomes.merge(Integer.toString(response.statusCode()), 1, Integer::sum);
            } catch (IOException e) {
                outcomes.merge("not taken", 1, Integer::sum);
                return;
            }
        }
    }
}
