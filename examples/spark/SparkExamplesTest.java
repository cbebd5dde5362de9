import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.backbone.Backbone;
import org.morseuq.data.DataFolder;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Standardisation;
import org.morseuq.head.Verdict;

/** Two threads of Spark give the numbers of one machine, bit for bit; run by the profile spark. */
final class SparkExamplesTest {

    private static final Path SHIPPED = Path.of("pretrained", "cifar10-resnet20");
    private static final Path ARTEFACT = SHIPPED.resolve("balanced-product.morse");

    private static SparkSession spark;
    private static MorseDetector detector;
    private static float[][] rows;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException {
        spark = SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .getOrCreate();
        detector = MorseDetector.load(ARTEFACT);
        rows = FeatureFile.read(SHIPPED.resolve("features/textures.safetensors"))
                .select(detector.layout().names())
                .rows();
    }

    @AfterAll
    static void stop() {
        spark.stop();
    }

    /** The textures as arrays, in five partitions. */
    private static Dataset<Row> arrays() {
        List<Row> table = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            List<Float> features = new ArrayList<>();
            for (float x : rows[i]) {
                features.add(x);
            }
            table.add(RowFactory.create("image-" + i, features));
        }
        StructType schema = new StructType()
                .add("id", DataTypes.StringType)
                .add("features", DataTypes.createArrayType(DataTypes.FloatType));
        return spark.createDataFrame(table, schema).repartition(5);
    }

    private static void assertSameAsAlone(Dataset<Row> verdicts) {
        Map<String, Row> byId =
                verdicts.collectAsList().stream().collect(Collectors.toMap(row -> row.<String>getAs("id"), row -> row));
        assertEquals(rows.length, byId.size());
        for (int i = 0; i < rows.length; i++) {
            Verdict expected = detector.assess(rows[i]);
            Row row = byId.get("image-" + i);
            assertEquals(expected.energy(), row.<Double>getAs("energy"), 0.0);
            assertEquals(expected.pValue(), row.<Double>getAs("p_value"), 0.0);
            assertEquals(expected.flagged(), row.<Boolean>getAs("flagged"));
            assertEquals(expected.label(), row.<Integer>getAs("label"));
            assertEquals(expected.confidence(), row.<Double>getAs("probability"), 0.0);
            assertEquals(expected.temperature(), row.<Double>getAs("temperature"), 0.0);
        }
    }

    @Test
    void aTableOfArraysIsJudgedAsOnOneMachine() throws IOException {
        String parquet = folder.resolve("features.parquet").toString();
        String verdicts = folder.resolve("verdicts.parquet").toString();
        arrays().write().parquet(parquet);
        ScoreTable.score(spark, ARTEFACT, spark.read().parquet(parquet)).write().parquet(verdicts);
        assertSameAsAlone(spark.read().parquet(verdicts));
        assertEquals(1, ExecutorDetector.loaded(), "detectors in this JVM, whatever the number of tasks");
    }

    /** Decimal digits of a float are enough to find it again. */
    @Test
    void aTableOfColumnsIsJudgedAsOnOneMachine() throws IOException {
        String csv = folder.resolve("features.csv").toString();
        int width = rows[0].length;
        String[] columns = new String[width];
        for (int j = 0; j < width; j++) {
            columns[j] = "features[" + j + "] as f" + j;
        }
        Dataset<Row> table = arrays();
        List<String> all = new ArrayList<>(List.of("id"));
        all.addAll(List.of(columns));
        table.selectExpr(all.toArray(String[]::new))
                .write()
                .option("header", true)
                .csv(csv);
        assertSameAsAlone(ScoreTable.score(
                spark,
                ARTEFACT,
                spark.read().option("header", true).option("inferSchema", true).csv(csv)));
    }

    /** The network takes other batches here than there, which changes the last digits of its numbers. */
    @Test
    void imagesAreJudgedByTheirPathsAsOnOneMachine() throws IOException {
        int images = 150; // in three partitions, so that a batch is full, or not
        List<Row> table = new ArrayList<>();
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        Random random = new Random(1);
        for (int i = 0; i < images; i++) {
            BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
            int colour = random.nextInt(1 << 24);
            for (int p = 0; p < 32 * 32; p++) {
                image.setRGB(p % 32, p / 32, colour ^ random.nextInt(1 << 24) & 0x3f3f3f);
            }
            Path file = pictures.resolve("image" + i + ".png");
            ImageIO.write(image, "png", file.toFile());
            table.add(RowFactory.create("image" + i + ".png", file.toString()));
        }
        StructType schema = new StructType().add("id", DataTypes.StringType).add("path", DataTypes.StringType);
        Dataset<Row> paths = spark.createDataFrame(table, schema).repartition(3);
        List<Row> verdicts =
                ScoreImages.score(spark, ARTEFACT, SHIPPED.toString(), paths).collectAsList();
        assertEquals(images, verdicts.size());
        assertEquals(1, ScoreImages.opened(), "networks in this JVM, whatever the number of tasks");
        Map<String, Row> byId = verdicts.stream().collect(Collectors.toMap(row -> row.<String>getAs("id"), row -> row));
        try (Backbone backbone = Backbone.load(SHIPPED, "cpu")) {
            ImageSet set = DataFolder.open(pictures);
            List<Verdict> expected = detector.assess(backbone.extract(set, 64, done -> {}));
            List<String> ids;
            try (Stream<Image> stream = set.images()) {
                ids = stream.map(Image::id).toList();
            }
            for (int i = 0; i < images; i++) {
                Row row = byId.get(ids.get(i));
                double energy = expected.get(i).energy();
                assertEquals(energy, row.<Double>getAs("energy"), 1e-4 * energy);
                assertEquals(expected.get(i).label(), row.<Integer>getAs("label"));
            }
        }
    }

    /** Sums in another order: float32 results agree to their last digit or two. */
    @Test
    void theProfileIsThatOfOneMachine() {
        Standardisation expected = Standardisation.of(rows);
        Standardisation actual = ProfileTable.of(arrays());
        for (int j = 0; j < rows[0].length; j++) {
            assertEquals(expected.offset()[j], actual.offset()[j], 1e-6 * Math.max(1, Math.abs(expected.offset()[j])));
            assertEquals(expected.scale()[j], actual.scale()[j], 1e-6 * Math.max(1, expected.scale()[j]));
        }
    }

    @Test
    void whatTravelsAreTheFiles() throws IOException {
        int files = ExecutorDetector.files(ARTEFACT).values().stream()
                .mapToInt(bytes -> bytes.length)
                .sum();
        assertFalse(Serializable.class.isAssignableFrom(MorseDetector.class));
        assertTrue(files > 600_000 && files < 700_000, files + " bytes to broadcast");
    }
}
