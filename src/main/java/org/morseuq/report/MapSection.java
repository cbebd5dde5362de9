package org.morseuq.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.chart.Palette;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.data.Subset;
import org.morseuq.eval.Scores;

/** Which inputs lie beside which in feature space, and how their scores change from place to place. */
final class MapSection {

    private static final int SHOWN_IN = 400;
    private static final int SHOWN_OUT = 120;

    /** Of all other sets together: the map costs the square of the number of points. */
    private static final int ALL_OUT = 600;

    private static final int STEPS = 5;
    private static final double ROOM = 0.04;

    private final Findings findings;
    private final String block;
    private final double[] sortedIn;
    private final int shownOut;
    private final Group in;
    private final List<Group> outs = new ArrayList<>();

    /** Points of one set: which fifth of the in-distribution scores each lies in, and where it is on the map. */
    private record Group(int[] steps, double[][] places) {

        List<double[]> of(int step) {
            return IntStream.range(0, steps.length)
                    .filter(i -> steps[i] == step)
                    .mapToObj(i -> places[i])
                    .toList();
        }
    }

    private MapSection(Findings findings) {
        this.findings = findings;
        FeatureTable table = findings.evidence().in();
        this.block = table.layout().has(Layout.EMBEDDING) ? Layout.EMBEDDING : Layout.LOGITS;
        this.sortedIn = scores().in().clone();
        Arrays.sort(sortedIn);
        this.shownOut = Math.max(
                1, Math.min(SHOWN_OUT, ALL_OUT / findings.ranking().sets().size()));
        List<int[]> shown = new ArrayList<>(List.of(shown(table, SHOWN_IN)));
        List<float[]> rows = new ArrayList<>(List.of(table.rows(shown.get(0)).block(block)));
        for (FeatureTable out : findings.evidence().outs().values()) {
            int[] some = shown(out, shownOut);
            shown.add(some);
            rows.addAll(List.of(out.rows(some).block(block)));
        }
        double[][] places = NeighborEmbedding.of(rows.toArray(float[][]::new));
        int from = shown.get(0).length;
        this.in = new Group(steps(scores().in(), shown.get(0)), Arrays.copyOf(places, from));
        for (int k = 1; k < shown.size(); k++) {
            int to = from + shown.get(k).length;
            outs.add(new Group(steps(scores().outs().get(k - 1), shown.get(k)), Arrays.copyOfRange(places, from, to)));
            from = to;
        }
    }

    static List<Element> of(Findings findings) {
        return List.of(new MapSection(findings).figure());
    }

    private Scores scores() {
        return findings.evidence().scores().get(findings.ranking().subject());
    }

    private int[] shown(FeatureTable table, int most) {
        long seed = findings.evidence().report().provenance().seed();
        return Subset.draw(table.size(), Math.min(most, table.size()), seed);
    }

    private Element figure() {
        Figure figure = new Figure("One t-SNE map of the " + block + " of at most " + SHOWN_IN + " images of "
                        + findings.name() + " and " + shownOut + " of each other set, drawn at random (perplexity "
                        + (int) NeighborEmbedding.PERPLEXITY
                        + "), shown once for each of them. Points that lie together are neighbours in feature space; how"
                        + " far groups lie apart, and the directions, mean little.")
                .mark(Plot.Mark.DOT, findings.name())
                .mark(Plot.Mark.TRIANGLE, "the other set")
                .key(scale())
                .ofMaps();
        List<double[]> all = new ArrayList<>(List.of(in.places()));
        outs.forEach(group -> all.addAll(List.of(group.places())));
        for (int k = 0; k < outs.size(); k++) {
            figure.add(panel(k, axis(all, 0), axis(all, 1)));
        }
        return figure.draw();
    }

    /** The colours from the lowest scores to the highest. */
    private Element scale() {
        Element svg = Element.of("svg")
                .with("viewBox", "0 0 70 14")
                .with("aria-hidden", "true")
                .with("class", "scale");
        for (int step = 0; step < STEPS; step++) {
            svg.add(Element.of("rect")
                    .with("class", "step")
                    .with("x", 1 + 13 * step)
                    .with("y", 1)
                    .with("width", 13)
                    .with("height", 12)
                    .with("fill", colour(step)));
        }
        return Element.of("li")
                .add(svg)
                .add("the darker, the higher the score of "
                        + findings.ranking().subject() + ": a step for each " + 100 / STEPS + "\u00a0% of "
                        + findings.name());
    }

    private Element panel(int set, Axis x, Axis y) {
        String name = findings.ranking().sets().get(set);
        Group out = outs.get(set);
        Plot plot = Plot.map(name, x, y);
        for (int step = 0; step < STEPS; step++) {
            plot.points("point", colour(step), Plot.Mark.DOT, 2.6, in.of(step));
        }
        for (int step = 0; step < STEPS; step++) {
            plot.points("point out", colour(step), Plot.Mark.TRIANGLE, 3.6, out.of(step));
        }
        return plot.draw("Map of the features of " + findings.name() + " and " + name + ". "
                + Words.coarse((double) out.of(STEPS - 1).size() / out.steps().length) + "\u00a0% of the images of "
                + name
                + " have the darkest colour, a score that only a fifth of " + findings.name() + " reach.");
    }

    /** Which fifth of the in-distribution scores each score lies in. */
    private int[] steps(double[] scores, int[] shown) {
        return IntStream.of(shown)
                .map(i -> {
                    int at = Arrays.binarySearch(sortedIn, scores[i]);
                    double below = (double) (at < 0 ? -at - 1 : at) / sortedIn.length;
                    return Math.min(STEPS - 1, (int) (below * STEPS));
                })
                .toArray();
    }

    private static Axis axis(List<double[]> places, int k) {
        double low = places.stream().mapToDouble(place -> place[k]).min().orElseThrow();
        double high = places.stream().mapToDouble(place -> place[k]).max().orElseThrow();
        double room = high > low ? ROOM * (high - low) : 1;
        return Axis.bare("", low - room, high + room);
    }

    private static String colour(int step) {
        return String.format(
                "#%06x", Palette.sequential(0.02 + 0.96 * step / (STEPS - 1)).getRGB() & 0xffffff);
    }
}
