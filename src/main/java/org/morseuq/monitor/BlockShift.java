package org.morseuq.monitor;

import java.util.Arrays;
import org.morseuq.data.Layout;
import org.morseuq.head.Standardisation;

/**
 * How far the features of one block have moved from the calibration inputs. In units of a feature's standard deviation
 * \( s_j \) there, with the mean \( \bar x_j \) of n recent and \( m_j \) of m calibration inputs:
 *
 * @param block the block of the feature row, for example {@code inner1.mean}
 * @param size the root mean square of \( (\bar x_j - m_j) / s_j \) over the features of the block, less what chance alone
 *     gives it, \( 1/n + 1/m \) in its square; 0 where chance gives more
 * @param largestZ the largest \( |\bar x_j - m_j| / (s_j \sqrt{1/n + 1/m}) \)
 * @param spread the median of the recent standard deviations over \( s_j \); about 1 without drift
 */
public record BlockShift(String block, double size, double largestZ, double spread) {

    /**
     * Measures one block; features that were constant over the calibration inputs do not count.
     *
     * @param block the block
     * @param first its first column
     * @param profile mean and deviation of all columns over the calibration inputs
     * @param calibration m
     * @param recent how many recent inputs there are
     * @param shifts their mean less that of the calibration inputs, by column
     * @param deviations their deviations, by column
     * @return the shift; none where every feature of the block was constant
     */
    static BlockShift of(
            Layout.Block block,
            int first,
            Standardisation profile,
            int calibration,
            int recent,
            double[] shifts,
            double[] deviations) {
        double noise = 1.0 / recent + 1.0 / calibration;
        double squares = 0;
        double largest = 0;
        double[] spreads = new double[block.length()];
        int counted = 0;
        for (int j = first; j < first + block.length(); j++) {
            double scale = profile.scale()[j];
            if (scale > 0) {
                double shift = shifts[j] / scale;
                squares += shift * shift;
                largest = Math.max(largest, Math.abs(shift));
                spreads[counted++] = deviations[j] / scale;
            }
        }
        if (counted == 0) {
            return new BlockShift(block.name(), 0, 0, 1);
        }
        Arrays.sort(spreads, 0, counted);
        return new BlockShift(
                block.name(),
                Math.sqrt(Math.max(0, squares / counted - noise)),
                largest / Math.sqrt(noise),
                (spreads[(counted - 1) / 2] + spreads[counted / 2]) / 2);
    }
}
