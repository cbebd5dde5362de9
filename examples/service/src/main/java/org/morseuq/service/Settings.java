package org.morseuq.service;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What can be chosen when the service is started.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param detector the {@code NAME.morse} folder; it is read again when it changes
 * @param backbone the network, for images; without it no native library is loaded
 * @param workers how many requests are worked on at a time
 * @param queue how many accepted requests may wait for a worker; one more is refused with 429
 * @param uploads how many request bodies may be in memory at a time; one more is refused with 429
 * @param bodyLimit the longest request body in bytes
 * @param patience how long a body may take to arrive, and then an answer to be made
 * @param poll how often to look whether the detector has changed
 */
record Settings(
        String host,
        int port,
        Path detector,
        Optional<Path> backbone,
        int workers,
        int queue,
        int uploads,
        int bodyLimit,
        Duration patience,
        Duration poll) {

    static final String HELP =
            """
            Options: --detector X.morse [--backbone NET] [--host 127.0.0.1] [--port 8080] [--workers processors]
            [--queue half the workers] [--uploads 64] [--body-limit 8388608 (bytes)] [--patience 10 (seconds)]""";

    Settings {
        atLeast(0, port, "--port");
        atLeast(1, workers, "--workers");
        atLeast(1, queue, "--queue");
        atLeast(1, uploads, "--uploads");
        atLeast(1024, bodyLimit, "--body-limit");
        atLeast(1, (int) patience.toMillis(), "--patience");
    }

    /** The settings that a detector needs at least, on a free port. */
    static Settings of(Path detector) {
        int workers = Runtime.getRuntime().availableProcessors();
        return new Settings(
                "127.0.0.1",
                0,
                detector,
                Optional.empty(),
                workers,
                shortQueue(workers),
                64,
                8 << 20,
                Duration.ofSeconds(10),
                Duration.ofSeconds(1));
    }

    /** So short that an accepted request waits for half the time that one takes, and is answered before twice that time. */
    private static int shortQueue(int workers) {
        return Math.max(1, workers / 2);
    }

    static Settings parse(String[] args) {
        Settings settings = of(Path.of("")).withPort(8080);
        boolean queueChosen = false;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value. " + HELP);
            }
            settings = settings.with(args[i], args[i + 1]);
            queueChosen |= args[i].equals("--queue");
        }
        if (settings.detector.toString().isEmpty()) {
            throw new IllegalArgumentException("--detector is missing. " + HELP);
        }
        return queueChosen ? settings : settings.withWork(settings.workers, shortQueue(settings.workers));
    }

    private Settings with(String option, String value) {
        return switch (option) {
            case "--detector" -> withDetector(Path.of(value));
            case "--backbone" -> withBackbone(Path.of(value));
            case "--host" -> withHost(value);
            case "--port" -> withPort(number(option, value));
            case "--workers" -> withWork(number(option, value), queue);
            case "--queue" -> withWork(workers, number(option, value));
            case "--uploads" -> withLimits(number(option, value), bodyLimit);
            case "--body-limit" -> withLimits(uploads, number(option, value));
            case "--patience" -> withTimes(Duration.ofSeconds(number(option, value)), poll);
            default -> throw new IllegalArgumentException("there is no option " + option + ". " + HELP);
        };
    }

    Settings withDetector(Path folder) {
        return new Settings(host, port, folder, backbone, workers, queue, uploads, bodyLimit, patience, poll);
    }

    Settings withBackbone(Path network) {
        return new Settings(
                host, port, detector, Optional.of(network), workers, queue, uploads, bodyLimit, patience, poll);
    }

    Settings withHost(String address) {
        return new Settings(address, port, detector, backbone, workers, queue, uploads, bodyLimit, patience, poll);
    }

    Settings withPort(int number) {
        return new Settings(host, number, detector, backbone, workers, queue, uploads, bodyLimit, patience, poll);
    }

    Settings withWork(int atATime, int waiting) {
        return new Settings(host, port, detector, backbone, atATime, waiting, uploads, bodyLimit, patience, poll);
    }

    Settings withLimits(int bodies, int bytes) {
        return new Settings(host, port, detector, backbone, workers, queue, bodies, bytes, patience, poll);
    }

    Settings withTimes(Duration wait, Duration look) {
        return new Settings(host, port, detector, backbone, workers, queue, uploads, bodyLimit, wait, look);
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " takes a whole number, got '" + value + "'", e);
        }
    }

    private static void atLeast(int least, int value, String option) {
        if (value < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", got " + value);
        }
    }
}
