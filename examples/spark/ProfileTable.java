import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.morseuq.head.Standardisation;

/** Mean and standard deviation of every feature of a table, in one pass over a cluster. */
final class ProfileTable {

    private ProfileTable() {}

    /**
     * The profile.
     *
     * @param table as {@link ScoreTable#score} takes it; at least one row
     * @return as {@link Standardisation#of} gives it on one machine, but for rounding
     */
    static Standardisation of(Dataset<Row> table) {
        double[][] moments = table.javaRDD()
                .mapPartitions(rows -> Arrays.<double[][]>asList(moments(rows)).iterator())
                .filter(part -> part[0][0] > 0)
                .reduce(ProfileTable::merge);
        float[] mean = new float[moments[1].length];
        float[] deviation = new float[mean.length];
        for (int j = 0; j < mean.length; j++) {
            mean[j] = (float) moments[1][j];
            deviation[j] = (float) Math.sqrt(moments[2][j] / moments[0][0]);
        }
        return new Standardisation(mean, deviation);
    }

    /** The count; by column, the mean and the sum of squared deviations from it (B. Welford 1962). */
    private static double[][] moments(Iterator<Row> rows) {
        double[][] moments = {{0}, {}, {}};
        while (rows.hasNext()) {
            float[] row = ScoreTable.features(rows.next());
            if (moments[0][0] == 0) {
                moments = new double[][] {{0}, new double[row.length], new double[row.length]};
            }
            double n = ++moments[0][0];
            for (int j = 0; j < row.length; j++) {
                double step = row[j] - moments[1][j];
                moments[1][j] += step / n;
                moments[2][j] += step * (row[j] - moments[1][j]);
            }
        }
        return moments;
    }

    /** The moments of two parts together (T. Chan, G. Golub and R. LeVeque 1979). */
    private static double[][] merge(double[][] a, double[][] b) {
        double n = a[0][0] + b[0][0];
        double[][] both = {{n}, new double[a[1].length], new double[a[1].length]};
        for (int j = 0; j < a[1].length; j++) {
            double gap = b[1][j] - a[1][j];
            both[1][j] = a[1][j] + gap * b[0][0] / n;
            both[2][j] = a[2][j] + b[2][j] + gap * gap * a[0][0] * b[0][0] / n;
        }
        return both;
    }
}
