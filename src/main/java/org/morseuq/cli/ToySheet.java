package org.morseuq.cli;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.morseuq.chart.Box;
import org.morseuq.chart.Contour;
import org.morseuq.chart.Field;
import org.morseuq.chart.Layer;
import org.morseuq.chart.Palette;
import org.morseuq.chart.Panel;
import org.morseuq.chart.Points;
import org.morseuq.chart.Sheet;
import org.morseuq.data.FeatureTable;
import org.morseuq.study.Toy;
import org.morseuq.study.ToyStudy;

/** The densities of one toy as a picture: a column for every kernel, without labels above, with labels below. */
final class ToySheet {

    private static final int PANEL = 280;
    private static final int SHOWN = 180;
    private static final double DOT = 2.4;
    private static final double DIAMOND = 4.5;
    private static final Color SAMPLE = Palette.category(3);
    private static final Color LEVEL = new Color(0xd5, 0x5e, 0x00);

    private ToySheet() {}

    static void write(ToyStudy study, Toy toy, Map<ToyStudy.Cell, ToyExperiment.Fitted> fitted, Path file)
            throws IOException {
        FeatureTable data = study.data(toy);
        List<Panel> without = new ArrayList<>();
        List<Panel> with = new ArrayList<>();
        fitted.forEach((cell, one) -> (cell.supervised() ? with : without).add(panel(study, toy, cell, one, data)));
        String title = String.format(
                Locale.ROOT,
                "Morse densities of %s: without labels (above), with labels (below)",
                toy == Toy.MOONS ? "two moons" : toy == Toy.CIRCLES ? "two circles" : "a spiral");
        new Sheet(title, "\u03bc(x)", List.of(without, with)).write(file, PANEL);
    }

    private static Panel panel(
            ToyStudy study, Toy toy, ToyStudy.Cell cell, ToyExperiment.Fitted fitted, FeatureTable data) {
        Box box = Box.around(study.box());
        Field field = new Field(box, doubles(fitted.density()));
        List<Layer> layers = new ArrayList<>();
        layers.add(field);
        layers.add(new Contour("\u03bc = " + ToyStudy.MODE, field, ToyStudy.MODE, LEVEL, 1.2f));
        int shown = Math.min(SHOWN, data.size());
        for (int y = 0; y < (cell.supervised() ? toy.classes() : 1); y++) {
            int label = y;
            int[] rows = IntStream.range(0, shown)
                    .filter(i -> !cell.supervised() || data.labels()[i] == label)
                    .toArray();
            layers.add(new Points(
                    cell.supervised() ? "data of class " + y : "data",
                    data.rows(rows).rows(),
                    Points.Mark.DOT,
                    cell.supervised() ? Palette.category(y) : Color.LIGHT_GRAY,
                    DOT));
        }
        layers.add(new Points("samples", fitted.samples(), Points.Mark.DIAMOND, SAMPLE, DIAMOND));
        String title = String.format(
                Locale.ROOT,
                "%s, AUROC %.1f",
                cell.kernel(),
                100 * fitted.line().auroc());
        return new Panel(title, "x", "y", box, layers);
    }

    private static double[][] doubles(float[][] field) {
        double[][] doubles = new double[field.length][field[0].length];
        for (int j = 0; j < field.length; j++) {
            for (int i = 0; i < field[j].length; i++) {
                doubles[j][i] = field[j][i];
            }
        }
        return doubles;
    }
}
