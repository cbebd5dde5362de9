package org.morseuq.monitor;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.morseuq.head.MorseDetector;
import org.morseuq.store.Digest;
import org.morseuq.store.MalformedFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A detector that is replaced while it is in use.
 *
 * <pre>{@code
 * try (ReloadableDetector detector = ReloadableDetector.open(Path.of("cifar10.morse"))) {
 *     detector.watch(Duration.ofSeconds(10));
 *     Verdict verdict = detector.current().assess(features);
 * }
 * }</pre>
 *
 * <p>A new artefact is read whole and checked before it takes the place of the old one in one step: a request that took
 * {@link #current()} before goes on with the old detector, which is immutable. What cannot be read, takes other features, or
 * fails a {@link Check} never takes its place. That includes a folder that is being written: until its last file, the manifest, is there, digests do
 * not match.
 *
 * <p>The folder is looked at by the digest of its manifest, in which the digests of all else are, and not by a service of the
 * operating system: those say nothing on network drives and where a link to the folder is turned elsewhere.
 *
 * <p>Thread-safe. Does not own the detectors: there is nothing to close about them.
 */
public final class ReloadableDetector implements AutoCloseable {

    /** Looks at a detector before it takes its place, the first one included. */
    @FunctionalInterface
    public interface Check {

        /** Lets every detector pass. */
        Check NONE = detector -> {};

        /**
         * Looks at a detector.
         *
         * @throws IllegalArgumentException if it must not be used, with a sentence that says why
         */
        void look(MorseDetector detector);

        /**
         * Lets those pass whose manifest names the network that runs: any other takes columns of the same names and means
         * something else by them.
         *
         * @param sha256 the SHA-256 of the network's parameters
         */
        static Check network(String sha256) {
            return detector -> {
                String named = detector.manifest().origin().backbone().sha256();
                if (!named.equals(sha256)) {
                    throw new IllegalArgumentException(
                            "was fitted on the network with the digest " + named + ", the one that runs has " + sha256);
                }
            };
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReloadableDetector.class);
    private static final String MANIFEST = "manifest.json";

    private final Path folder;
    private final Check check;
    private final List<Consumer<MorseDetector>> listeners = new CopyOnWriteArrayList<>();
    private final List<Thread> watchers = new CopyOnWriteArrayList<>();
    private volatile MorseDetector current;
    private String digest;
    private String complaint = "";

    private ReloadableDetector(Path folder, Check check) throws IOException {
        this.folder = folder;
        this.check = check;
        this.digest = Digest.ofFile(folder.resolve(MANIFEST));
        this.current = checked();
    }

    private MorseDetector checked() throws IOException {
        MorseDetector detector = MorseDetector.load(folder);
        try {
            check.look(detector);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(folder, e.getMessage(), e);
        }
        return detector;
    }

    /**
     * Reads the first detector.
     *
     * @param folder a {@code NAME.morse} folder
     * @return the holder; close it if it {@linkplain #watch watches}
     * @throws IOException if it cannot be read, is damaged, or was altered
     */
    public static ReloadableDetector open(Path folder) throws IOException {
        return open(folder, Check.NONE);
    }

    /**
     * Reads the first detector, and holds it and every later one to a condition.
     *
     * @param folder a {@code NAME.morse} folder
     * @param check the condition, for example {@link Check#network}
     * @return the holder; close it if it {@linkplain #watch watches}
     * @throws IOException if it cannot be read, is damaged, was altered, or is refused by the check
     */
    public static ReloadableDetector open(Path folder, Check check) throws IOException {
        return new ReloadableDetector(folder, check);
    }

    /** The detector of this moment. Take it once a request, so that all of a request is judged alike. */
    public MorseDetector current() {
        return current;
    }

    /**
     * Is told of every new detector, after it has taken its place, by the thread that read it.
     *
     * @param listener what to tell, for example what makes a new {@link DriftMonitor}
     */
    public void onReload(Consumer<MorseDetector> listener) {
        listeners.add(listener);
    }

    /**
     * Looks at the folder now.
     *
     * @return whether there was another detector, which has now taken the place of the old one
     * @throws IOException if there is one that cannot be used, in one sentence; the old one stays
     */
    public synchronized boolean reload() throws IOException {
        String found = Digest.ofFile(folder.resolve(MANIFEST));
        if (found.equals(digest)) {
            return false;
        }
        MorseDetector next = checked();
        if (!next.layout().equals(current.layout())) {
            throw new MalformedFileException(
                    folder, "takes " + next.layout() + ", the detector in use takes " + current.layout());
        }
        current = next;
        digest = found;
        LOG.atInfo()
                .addKeyValue("event", "reload")
                .addKeyValue("artefact", folder)
                .addKeyValue("manifest", found)
                .log("another detector is in use");
        listeners.forEach(listener -> listener.accept(next));
        return true;
    }

    /**
     * Looks at the folder again and again, on a thread of its own. What cannot be used is logged once, as a warning.
     *
     * @param every how often, at least a millisecond
     */
    public void watch(Duration every) {
        if (every.toMillis() < 1) {
            throw new IllegalArgumentException("the time between looks must be at least a millisecond, got " + every);
        }
        Thread watcher = new Thread(() -> lookUntilInterrupted(every.toMillis()), "morse-reload");
        watcher.setDaemon(true);
        watchers.add(watcher);
        watcher.start();
    }

    private void lookUntilInterrupted(long millis) {
        try {
            while (true) {
                Thread.sleep(millis);
                lookAgain();
            }
        } catch (InterruptedException e) {
            LOG.debug("event=closed artefact={}", folder);
        }
    }

    private synchronized void lookAgain() {
        try {
            reload();
            complaint = "";
        } catch (IOException | RuntimeException e) { // what is thrown here would end the watch
            String message = String.valueOf(e.getMessage());
            if (!message.equals(complaint)) {
                complaint = message;
                LOG.atWarn()
                        .addKeyValue("event", "reload-refused")
                        .addKeyValue("artefact", folder)
                        .addKeyValue("reason", message)
                        .log("the detector in use stays");
            }
        }
    }

    /** Stops watching; {@link #current()} and {@link #reload()} still work. */
    @Override
    public void close() {
        watchers.forEach(Thread::interrupt);
    }

    @Override
    public String toString() {
        return "ReloadableDetector[" + folder + "]";
    }
}
