package org.morseuq.eval;

/**
 * The area under the receiver operating characteristic: the chance that an out-of-distribution input scores higher than
 * an in-distribution one.
 *
 * <p>\( P(S_{out} > S_{in}) + P(S_{out} = S_{in}) / 2 \), where \( S_{in} \) and \( S_{out} \) are scores drawn evenly
 * from the two samples: the Mann-Whitney statistic over the number of pairs. It is 1 if every out-of-distribution score
 * is above every other, 1/2 if all scores are equal, and \( 1 - \) itself if the samples change places.
 *
 * <p>The pairs are counted in whole numbers on the raw scores: the result is exact but for one division. A score is
 * never squashed into [0, 1] first, since that makes large scores tie. NaN is refused.
 *
 * <p>H. B. Mann and D. R. Whitney (1947), On a Test of Whether one of Two Random Variables is Stochastically Larger than
 * the Other, Annals of Mathematical Statistics 18; J. A. Hanley and B. J. McNeil (1982), The Meaning and Use of the Area
 * under a Receiver Operating Characteristic (ROC) Curve, Radiology 143.
 */
public final class Auroc {

    private Auroc() {}

    /**
     * The area for two samples of scores, in O(n log n).
     *
     * @param in scores of in-distribution inputs, at least one, no NaN
     * @param out scores of out-of-distribution inputs, at least one, no NaN
     * @return a number in [0, 1]
     */
    public static double of(double[] in, double[] out) {
        Sweep sweep = Sweep.outPositive(in, out);
        long twice = 0; // a won pair counts 2 and a tied one 1, so that halves stay whole
        int wonBefore = 0;
        int lostBefore = 0;
        for (int i = 0; i < sweep.size(); i++) {
            int won = sweep.truePositives()[i];
            int lost = sweep.falsePositives()[i];
            twice += (long) (lost - lostBefore) * ((long) wonBefore + won);
            wonBefore = won;
            lostBefore = lost;
        }
        return twice / (2.0 * in.length * out.length);
    }
}
