package org.morseuq.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.morseuq.eval.Auroc;

/**
 * The densities of a {@link ToyStudy}.
 *
 * @param ceilings area under the receiver operating characteristic of the true density, by toy
 * @param lines one for every cell
 */
public record ToySummary(Map<String, Double> ceilings, List<Line> lines) {

    /**
     * One fitted density.
     *
     * @param toy its name
     * @param kernel its kind
     * @param supervised whether every class has a target of its own
     * @param auroc of fresh data against the square, see {@link Auroc}
     * @param onData mean density on fresh data
     * @param onBox mean density on the square
     * @param accuracy part of the fresh data whose own class has the least energy; absent without labels
     * @param modePart the part of the square where the density is at least {@link ToyStudy#MODE}
     * @param modes what gradient flows found
     * @param samples what Langevin chains drew
     */
    public record Line(
            String toy,
            String kernel,
            boolean supervised,
            double auroc,
            double onData,
            double onBox,
            Double accuracy,
            double modePart,
            ToyModes modes,
            ToySamples samples) {

        private String key() {
            return new ToyStudy.Cell(toy, kernel, supervised).toString();
        }
    }

    /** Copies map and list. */
    public ToySummary {
        ceilings = Collections.unmodifiableMap(new LinkedHashMap<>(ceilings));
        lines = List.copyOf(lines);
    }

    /**
     * What moved since an earlier summary, in sentences. What hangs on the last digits is not compared: the part of the
     * square on the modes, pieces, effective sample sizes and R-hat.
     *
     * @param expected the earlier one
     * @param auroc by how much an area or an accuracy may differ
     * @param density by how much a mean density may
     * @param sampling by how much a part of the samples or of the flows may
     * @return empty if nothing moved; lines that only one of the two has are moved too
     */
    public List<String> movedFrom(ToySummary expected, double auroc, double density, double sampling) {
        List<String> moved = new ArrayList<>();
        for (Line line : lines) {
            Optional<Line> found = expected.lines.stream()
                    .filter(other -> other.key().equals(line.key()))
                    .findFirst();
            if (found.isEmpty()) {
                moved.add(line.key() + ": new");
                continue;
            }
            Line before = found.get();
            compare(line.key() + ": AUROC", before.auroc(), line.auroc(), auroc, moved);
            compare(line.key() + ": density on the data", before.onData(), line.onData(), density, moved);
            compare(line.key() + ": density on the square", before.onBox(), line.onBox(), density, moved);
            if (line.accuracy() != null && before.accuracy() != null) {
                compare(line.key() + ": accuracy", before.accuracy(), line.accuracy(), auroc, moved);
            }
            compareSampling(before, line, sampling, moved);
        }
        for (Line line : expected.lines) {
            if (lines.stream().noneMatch(other -> other.key().equals(line.key()))) {
                moved.add(line.key() + ": missing");
            }
        }
        return moved;
    }

    private static void compareSampling(Line before, Line line, double tolerance, List<String> moved) {
        String key = line.key();
        double flows = before.modes().reached();
        compare(key + ": part of the flows on modes", flows, line.modes().reached(), tolerance, moved);
        ToySamples old = before.samples();
        ToySamples now = line.samples();
        compare(key + ": acceptance", old.acceptance(), now.acceptance(), tolerance, moved);
        compare(key + ": samples above half", old.aboveHalf(), now.aboveHalf(), tolerance, moved);
        for (int y = 0; y < Math.min(old.byClass().size(), now.byClass().size()); y++) {
            String what = key + ": samples of class " + y;
            compare(what, old.byClass().get(y), now.byClass().get(y), tolerance, moved);
        }
    }

    private static void compare(String what, double before, double now, double tolerance, List<String> moved) {
        if (!(Math.abs(now - before) <= tolerance)) {
            moved.add(String.format(Locale.ROOT, "%s is %.3f, was %.3f", what, now, before));
        }
    }
}
