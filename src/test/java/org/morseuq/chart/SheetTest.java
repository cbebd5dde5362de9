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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SheetTest {

    private static final Box BOX = Box.around(1);

    @TempDir
    private Path folder;

    /** Four quarters: 0 and 0.5 below, 1 and 0.25 above. */
    private static Field quarters() {
        return new Field(
                BOX, new double[][] {{0, 0, 0.5, 0.5}, {0, 0, 0.5, 0.5}, {1, 1, 0.25, 0.25}, {1, 1, 0.25, 0.25}});
    }

    private BufferedImage drawn(List<List<Panel>> rows, int panel) throws IOException {
        Path file = folder.resolve("sheet.png");
        new Sheet("Title", "scale", rows).write(file, panel);
        try (var files = Files.list(folder)) {
            assertEquals(1, files.count(), "nothing is left beside the file");
        }
        return ImageIO.read(file.toFile());
    }

    private static int count(BufferedImage image, Color colour, int fromX, int toX, int fromY, int toY) {
        int count = 0;
        for (int y = fromY; y < toY; y++) {
            for (int x = fromX; x < toX; x++) {
                count += image.getRGB(x, y) == colour.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void everyPanelIsWhereItBelongsWithTheRightSideUp() throws IOException {
        Panel field = new Panel("field", "x", "y", BOX, List.of(quarters()));
        Panel empty = new Panel("empty", "x", "y", BOX, List.of());
        BufferedImage image = drawn(List.of(List.of(field, empty), List.of(empty, empty)), 240);
        Sheet sheet = new Sheet("Title", "scale", List.of(List.of(field, empty), List.of(empty, empty)));
        assertEquals(sheet.width(240), image.getWidth());
        assertEquals(sheet.height(240), image.getHeight());
        // The first panel lies below 44 pixels of title; around its middle the quarters meet.
        Color upperLeft = Palette.sequential(1);
        Color upperRight = Palette.sequential(0.25);
        Color lowerRight = Palette.sequential(0.5);
        assertTrue(count(image, upperLeft, 0, 140, 44, 164) > 2000);
        assertTrue(count(image, upperRight, 140, 240, 44, 164) > 2000);
        assertTrue(count(image, lowerRight, 140, 240, 164, 284) > 2000);
        assertEquals(0, count(image, upperRight, 0, 120, 44, 284));
        assertEquals(0, count(image, upperLeft, 0, 240, 190, 284));
        for (Color colour : List.of(upperLeft, upperRight, lowerRight)) {
            assertEquals(0, count(image, colour, 240, 480, 44, 524), "the other panels are empty");
        }
    }

    @Test
    void pointsAndCurvesLieAboveTheField() throws IOException {
        Color dots = Palette.category(0);
        Color line = Palette.category(5);
        Panel panel = new Panel(
                "layers",
                "x",
                "y",
                BOX,
                List.of(
                        quarters(),
                        new Contour("level", quarters(), 0.75, line, 3),
                        new Points("dots", new float[][] {{-0.5f, 0.5f}}, Points.Mark.DOT, dots, 12)));
        BufferedImage image = drawn(List.of(List.of(panel)), 300);
        assertTrue(count(image, dots, 0, 300, 44, 344) > 60, "a dot of diameter 12 covers 113 pixels, less its rim");
        assertTrue(count(image, line, 0, 300, 44, 344) > 100);
        assertTrue(count(image, dots, 0, 300, 344, image.getHeight()) > 30, "the legend shows it");
    }

    @Test
    void aDiamondIsHalfItsSquareLessItsRim() throws IOException {
        Color inside = Palette.category(3);
        Points diamond = new Points("d", new float[][] {{0, 0}}, Points.Mark.DIAMOND, inside, 40);
        BufferedImage image = drawn(List.of(List.of(new Panel("", "x", "y", BOX, List.of(diamond)))), 300);
        int pixels = count(image, inside, 0, 300, 44, 344);
        // Diagonals of 40 make an area of 800; the rim takes less than two pixels along 4 sides of 28.
        assertTrue(pixels <= 800 && pixels > 800 - 2 * 113, "inside: " + pixels);
        assertTrue(count(image, inside, 0, 300, 344, image.getHeight()) > 10, "the legend shows it");
    }

    @Test
    void theScaleFallsInLightnessFromWhiteToDark() {
        assertEquals(Color.WHITE, Palette.sequential(0));
        assertEquals(Palette.sequential(1), Palette.sequential(7));
        double before = 256;
        for (int i = 0; i < 20; i++) {
            Color colour = Palette.sequential((i + 0.5) / 20);
            double lightness = 0.2126 * colour.getRed() + 0.7152 * colour.getGreen() + 0.0722 * colour.getBlue();
            assertTrue(lightness < before, "step " + i);
            before = lightness;
        }
    }

    @Test
    void theContourOfAPlaneIsItsLine() {
        double[][] values = new double[20][30];
        for (int j = 0; j < 20; j++) {
            for (int i = 0; i < 30; i++) {
                values[j][i] = 2 * BOX.x(i, 30) - BOX.y(j, 20);
            }
        }
        Contour contour = new Contour("c", new Field(BOX, values), 0.3, Color.RED, 1);
        double length = 0;
        for (double[] piece : contour.pieces()) {
            assertEquals(0.3, 2 * piece[0] - piece[1], 1e-12, "linear interpolation is exact on a plane");
            length += Math.hypot(piece[2] - piece[0], piece[3] - piece[1]);
        }
        // From the middles of the lowest row of cells to those of the highest: 1.9 up at a slope of 2.
        assertEquals(1.9 * Math.sqrt(1.25), length, 1e-12);
    }

    @Test
    void whatCannotBeDrawnIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Box(1, 1, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Box(0, Double.NaN, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Field(BOX, new double[][] {{1, 2}, {3}}));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Points("p", new float[][] {{1}}, Points.Mark.DOT, Color.RED, 2));
        assertThrows(IllegalArgumentException.class, () -> new Sheet("", "", List.of()));
        Panel panel = new Panel("", "", "", BOX, List.of());
        Sheet sheet = new Sheet("", "", List.of(List.of(panel)));
        assertThrows(IllegalArgumentException.class, () -> sheet.write(folder.resolve("x.png"), 10));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Sheet("", "", List.of(List.of(panel), List.of(panel, panel))));
    }
}
