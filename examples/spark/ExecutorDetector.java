import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.morseuq.head.MorseDetector;
import org.morseuq.store.Digest;

/**
 * One detector a JVM, from an artefact that came over the wire as bytes.
 *
 * <p>A detector is not serializable, and is not meant to be: what Spark broadcasts is the bytes of the files of a {@code
 * NAME.morse} folder, each of which is checked by its digest when the detector is read. All tasks of an executor share the
 * one detector, which is immutable.
 */
final class ExecutorDetector {

    private static final Map<String, MorseDetector> LOADED = new ConcurrentHashMap<>();

    private ExecutorDetector() {}

    /** The files of an artefact, by name: what to broadcast. */
    static HashMap<String, byte[]> files(Path artefact) throws IOException {
        HashMap<String, byte[]> files = new HashMap<>();
        try (Stream<Path> list = Files.list(artefact)) {
            for (Path file : list.filter(Files::isRegularFile).toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    /** The detector of these files; read by the first task of this JVM that asks. */
    static MorseDetector of(Map<String, byte[]> files) {
        return LOADED.computeIfAbsent(digest(files), digest -> load(files));
    }

    /** How many detectors this JVM has read. */
    static int loaded() {
        return LOADED.size();
    }

    private static String digest(Map<String, byte[]> files) {
        return Digest.ofParts(new TreeMap<>(files)
                .entrySet().stream()
                        .flatMap(file -> Stream.of(file.getKey(), Digest.ofBytes(file.getValue())))
                        .toArray(String[]::new));
    }

    private static MorseDetector load(Map<String, byte[]> files) {
        try {
            Path folder = Files.createTempDirectory("morse");
            try {
                for (Map.Entry<String, byte[]> file : files.entrySet()) {
                    Files.write(folder.resolve(Path.of(file.getKey()).getFileName()), file.getValue());
                }
                return MorseDetector.load(folder);
            } finally {
                for (String name : files.keySet()) {
                    Files.deleteIfExists(folder.resolve(Path.of(name).getFileName()));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
