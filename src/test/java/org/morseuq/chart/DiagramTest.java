package org.morseuq.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jfree.chart.axis.NumberAxis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiagramTest {

    private static final Color BLUE = Curve.colour(0);

    @TempDir
    private Path folder;

    private BufferedImage drawn(Axis x, Axis y, Curve... curves) throws IOException {
        Path file = folder.resolve("diagram.png");
        Diagram.write(List.of(new Diagram("Title", x, y, List.of(curves))), file, 400, 400);
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing is left beside the file");
        }
        return ImageIO.read(file.toFile());
    }

    /** The rows of the picture in which the colour is, in a column; without the legend. */
    private static int[] rows(BufferedImage image, Color colour, int column) {
        return java.util.stream.IntStream.range(0, 340)
                .filter(y -> image.getRGB(column, y) == colour.getRGB())
                .toArray();
    }

    private static double middle(int[] rows) {
        assertTrue(rows.length > 0, "no line here");
        return (rows[0] + rows[rows.length - 1]) / 2.0;
    }

    /** Networks 1 and 2 are no 1.2 apart; a long axis has round steps. */
    @Test
    void anAxisOfWholeNumbersHasNoOthers() {
        assertEquals(
                1,
                ((NumberAxis) Axis.whole("network", 0.9, 2.1).axis())
                        .getTickUnit()
                        .getSize());
        assertEquals(
                0.2,
                ((NumberAxis) Axis.linear("share", 0.9, 2.1).axis())
                        .getTickUnit()
                        .getSize(),
                1e-12);
        assertEquals(
                ((NumberAxis) Axis.linear("steps", 0, 400).axis()).getTickUnit(),
                ((NumberAxis) Axis.whole("steps", 0, 400).axis()).getTickUnit());
    }

    /** \( y = x^2 \) is a straight line on two logarithmic axes and bends down on linear ones. */
    @Test
    void powersAreStraightOnLogarithmicAxes() throws IOException {
        double[] x = new double[200];
        double[] y = new double[200];
        for (int i = 0; i < 200; i++) {
            x[i] = Math.pow(10, i / 100.0);
            y[i] = x[i] * x[i];
        }
        Curve square = new Curve("square", x, y, BLUE, Curve.Style.LINE);
        BufferedImage straight = drawn(Axis.logarithmic("x", 1, 100), Axis.logarithmic("y", 1, 10000), square);
        double bend = middle(rows(straight, BLUE, 150))
                + middle(rows(straight, BLUE, 350))
                - 2 * middle(rows(straight, BLUE, 250));
        assertEquals(0, bend, 3, "a line is two pixels wide");
        BufferedImage bent = drawn(Axis.linear("x", 0, 100), Axis.linear("y", 0, 10000), square);
        double convex =
                middle(rows(bent, BLUE, 150)) + middle(rows(bent, BLUE, 350)) - 2 * middle(rows(bent, BLUE, 250));
        assertTrue(convex < -20, "upwards is down in pixels: " + convex);
    }

    @Test
    void whatALogarithmicAxisCannotShowIsLeftOut() throws IOException {
        Curve curve =
                new Curve("some", new double[] {1, 10, 100}, new double[] {0, 10, Double.NaN}, BLUE, Curve.Style.MARKS);
        BufferedImage image = drawn(Axis.logarithmic("x", 0.5, 200), Axis.logarithmic("y", 1, 100), curve);
        int columns = 0;
        for (int column = 0; column < 400; column++) {
            columns += rows(image, BLUE, column).length > 0 ? 1 : 0;
        }
        assertTrue(columns > 2 && columns < 9, "one mark of 7 pixels: " + columns);
    }

    @Test
    void diagramsStandSideBySideWithTheirLegends() throws IOException {
        Diagram one = new Diagram(
                "One",
                Axis.linear("x", 0, 1),
                Axis.linear("y", 0, 1),
                List.of(new Curve("flat", new double[] {0, 1}, new double[] {0.5, 0.5}, BLUE, Curve.Style.DASHED)));
        Path file = folder.resolve("two.png");
        Diagram.write(List.of(one, one), file, 300, 260);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(600, image.getWidth());
        assertEquals(260, image.getHeight());
        int dashes = 0;
        for (int y = 70; y < 160; y++) {
            for (int x = 301; x < 600; x++) {
                dashes += bluish(image.getRGB(x, y)) && !bluish(image.getRGB(x - 1, y)) ? 1 : 0;
            }
        }
        assertTrue(dashes > 10, "a dashed line is many: " + dashes);
    }

    /** A thin line is mixed with the white around it. */
    private static boolean bluish(int rgb) {
        return (rgb & 0xff) - (rgb >> 16 & 0xff) > 60;
    }

    @Test
    void axesAndCurvesThatCannotBeDrawnAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Axis.linear("x", 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Axis.logarithmic("x", 0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Curve("c", new double[1], new double[2], BLUE, Curve.Style.LINE));
        assertThrows(IllegalArgumentException.class, () -> Diagram.write(List.of(), folder, 300, 300));
    }
}
