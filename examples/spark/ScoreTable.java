import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** Judges a table of features on a cluster: ScoreTable ARTEFACT.morse FEATURES.parquet|.csv VERDICTS.parquet */
final class ScoreTable {

    /** What comes out: a row of these for every row that goes in. */
    static final StructType VERDICTS = new StructType()
            .add("id", DataTypes.StringType)
            .add("energy", DataTypes.DoubleType)
            .add("p_value", DataTypes.DoubleType)
            .add("flagged", DataTypes.BooleanType)
            .add("label", DataTypes.IntegerType)
            .add("probability", DataTypes.DoubleType)
            .add("temperature", DataTypes.DoubleType);

    private ScoreTable() {}

    public static void main(String[] args) throws IOException {
        SparkSession spark = SparkSession.builder().appName("morse").getOrCreate();
        Dataset<Row> table = args[1].endsWith(".csv")
                ? spark.read()
                        .option("header", true)
                        .option("inferSchema", true)
                        .csv(args[1])
                : spark.read().parquet(args[1]);
        score(spark, Path.of(args[0]), table).write().parquet(args[2]);
    }

    /**
     * Judges every row.
     *
     * @param spark the session
     * @param artefact a NAME.morse folder that the driver can read
     * @param table a column id and either one column of arrays of numbers, or one column a feature, in the detector's order; a
     *     column label is left out
     * @return a table of {@link #VERDICTS}
     */
    static Dataset<Row> score(SparkSession spark, Path artefact, Dataset<Row> table) throws IOException {
        Broadcast<HashMap<String, byte[]>> files =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(ExecutorDetector.files(artefact));
        MapPartitionsFunction<Row, Row> judge = rows -> judged(ExecutorDetector.of(files.value()), rows);
        return table.mapPartitions(judge, Encoders.row(VERDICTS));
    }

    private static Iterator<Row> judged(MorseDetector detector, Iterator<Row> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                Row row = rows.next();
                return verdict(row, detector.assess(features(row)));
            }
        };
    }

    /** A row of {@link #VERDICTS}. */
    static Row verdict(Row input, Verdict v) {
        return RowFactory.create(
                String.valueOf(input.<Object>getAs("id")),
                v.energy(),
                v.pValue(),
                v.flagged(),
                v.label(),
                v.confidence(),
                v.temperature());
    }

    /** All columns but the id and the label, which are numbers or one array of numbers. */
    static float[] features(Row row) {
        float[] features = new float[row.size()];
        int count = 0;
        for (int i = 0; i < row.size(); i++) {
            String name = row.schema().fieldNames()[i];
            if (!name.equals("id") && !name.equals("label")) {
                if (!(row.get(i) instanceof Number number)) {
                    return numbers(row.getList(i));
                }
                features[count++] = number.floatValue();
            }
        }
        return Arrays.copyOf(features, count);
    }

    private static float[] numbers(List<Number> list) {
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).floatValue();
        }
        return numbers;
    }
}
