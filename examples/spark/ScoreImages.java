import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;
import org.morseuq.serving.VerdictTranslator;

/**
 * Judges images by their paths on a cluster: ScoreImages ARTEFACT.morse NETWORK PATHS.csv VERDICTS.parquet
 *
 * <p>Paths and network are read by the executors, from a file system that all of them see. One network a JVM, opened only if
 * it has the digest that the detector's manifest names; every task has a predictor of its own.
 */
final class ScoreImages {

    /** Images a pass of the network. */
    private static final int BATCH = 64;

    private static final Map<String, Backbone> OPENED = new ConcurrentHashMap<>();

    private ScoreImages() {}

    public static void main(String[] args) throws IOException {
        SparkSession spark = SparkSession.builder().appName("morse").getOrCreate();
        Dataset<Row> table = spark.read().option("header", true).csv(args[2]);
        score(spark, Path.of(args[0]), args[1], table).write().parquet(args[3]);
    }

    /**
     * Judges every image.
     *
     * @param spark the session
     * @param artefact a NAME.morse folder that the driver can read
     * @param network a file or folder that the executors can read
     * @param table the columns id and path
     * @return a table of {@link ScoreTable#VERDICTS}
     */
    static Dataset<Row> score(SparkSession spark, Path artefact, String network, Dataset<Row> table)
            throws IOException {
        Broadcast<HashMap<String, byte[]>> files =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(ExecutorDetector.files(artefact));
        MapPartitionsFunction<Row, Row> judge = rows -> new Judged(ExecutorDetector.of(files.value()), network, rows);
        return table.mapPartitions(judge, Encoders.row(ScoreTable.VERDICTS));
    }

    /** How many networks this JVM has opened. */
    static int opened() {
        return OPENED.size();
    }

    private static Backbone network(String path, MorseDetector detector) {
        String sha256 = detector.manifest().origin().backbone().sha256();
        Set<MapStatistic> statistics = MapStatistic.of(detector.layout());
        return OPENED.computeIfAbsent(path + " " + sha256 + " " + statistics, key -> {
            try {
                return Backbone.load(Path.of(path), "cpu", sha256, statistics);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** A batch is judged when its first verdict is asked for. */
    private static final class Judged implements Iterator<Row> {

        private final MorseDetector detector;
        private final String network;
        private final Iterator<Row> rows;
        private final Queue<Row> verdicts = new ArrayDeque<>();

        Judged(MorseDetector detector, String network, Iterator<Row> rows) {
            this.detector = detector;
            this.network = network;
            this.rows = rows;
        }

        @Override
        public boolean hasNext() {
            return !verdicts.isEmpty() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (verdicts.isEmpty()) {
                judgeBatch();
            }
            return verdicts.remove();
        }

        private void judgeBatch() {
            List<Row> batch = new ArrayList<>();
            List<Image> images = new ArrayList<>();
            try (Predictor<Image, Verdict> predictor =
                    network(network, detector).newPredictor(VerdictTranslator.of(detector))) {
                while (batch.size() < BATCH && rows.hasNext()) {
                    Row row = rows.next();
                    batch.add(row);
                    images.add(ImageFactory.getInstance().fromFile(Path.of(row.<String>getAs("path"))));
                }
                List<Verdict> judged = predictor.batchPredict(images);
                for (int i = 0; i < batch.size(); i++) {
                    verdicts.add(ScoreTable.verdict(batch.get(i), judged.get(i)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (TranslateException e) {
                throw new IllegalStateException(e.getMessage(), e);
            }
        }
    }
}
