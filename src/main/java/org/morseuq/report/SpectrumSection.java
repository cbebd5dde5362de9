package org.morseuq.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.complexity.ComplexityCard.Spectrum;
import org.morseuq.complexity.SpectralDensity;

/** How the eigenvalues of the Hessian are distributed. */
final class SpectrumSection {

    private static final int POINTS = 300;

    /** The width of a node's curve, as a share of the range of nodes. */
    private static final double WIDTH = 0.01;

    /** Powers of ten shown below the highest. */
    private static final int DECADES = 7;

    private SpectrumSection() {}

    static List<Element> of(Spectrum spectrum) {
        SpectralDensity density = spectrum.density();
        double low = Arrays.stream(density.nodes()).min().orElseThrow();
        double high = Arrays.stream(density.nodes()).max().orElseThrow();
        double range = high > low ? high - low : Math.max(1e-9, Math.abs(high));
        double[] xs = IntStream.rangeClosed(0, POINTS)
                .mapToDouble(i -> low - 0.04 * range + 1.08 * range * i / POINTS)
                .toArray();
        double[] ys = Arrays.stream(xs).map(x -> density.at(x, WIDTH * range)).toArray();
        double ceiling =
                Math.pow(10, Math.ceil(Math.log10(Arrays.stream(ys).max().orElseThrow())));
        Plot plot = Plot.wide(
                        "spectral density",
                        Axis.linear("eigenvalue", xs[0], xs[POINTS]),
                        Axis.logarithmic("density (logarithmic)", ceiling * Math.pow(10, -DECADES), ceiling))
                .curve("curve-0", xs, ys);
        String below = Words.coarse(density.below(0)) + "\u00a0%";
        Figure figure = new Figure(
                        "Density of the " + Words.count(spectrum.parameters()) + " eigenvalues of the Hessian, by"
                                + " stochastic Lanczos quadrature: each node is spread to a normal curve of a hundredth of the"
                                + " range, so that separate peaks may be one eigenvalue each and the bulk looks as wide as the curve.")
                .inPairs()
                .add(plot.draw("Density of the eigenvalues between " + Words.number(low) + " and " + Words.number(high)
                        + "; " + below + " of them are estimated to lie below 0, and nearly all near 0."));
        return List.of(
                figure.draw(),
                Element.of(
                        "p",
                        "About " + below
                                + " of the eigenvalues lie below 0, as far as random starts tell; the nodes end at "
                                + Words.number(low) + " and " + Words.number(high)
                                + ". What lies within rounding of 0 falls on either side."));
    }
}
