package org.morseuq.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.morseuq.store.AtomicFile;

/**
 * A table of panels with a title, one colour bar for all of their fields, and one legend of their named layers.
 *
 * @param title above everything
 * @param scale what the colours of the fields mean
 * @param rows of panels, from the top; at least one, all equally long
 */
public record Sheet(String title, String scale, List<List<Panel>> rows) {

    private static final int HEAD = 44;
    private static final int FOOT = 40;
    private static final int BAR = 84;

    /** Checks that the rows have one length. */
    public Sheet {
        rows = rows.stream().map(List::copyOf).toList();
        if (rows.isEmpty() || rows.get(0).isEmpty()) {
            throw new IllegalArgumentException("a sheet has at least one panel");
        }
        for (List<Panel> row : rows) {
            if (row.size() != rows.get(0).size()) {
                throw new IllegalArgumentException("the rows of a sheet have one length, got " + row.size() + " and "
                        + rows.get(0).size());
            }
        }
    }

    /** The width of the picture in pixels, for panels of a given width. */
    public int width(int panel) {
        return rows.get(0).size() * panel + BAR;
    }

    /** The height of the picture in pixels, for panels of a given height. */
    public int height(int panel) {
        return HEAD + rows.size() * panel + FOOT;
    }

    /**
     * Draws the sheet to a PNG file, whole or not at all.
     *
     * @param file the file
     * @param panel the side of a panel in pixels, axes and title included; at least 120
     * @throws IOException if writing fails, or if the machine has no font to write titles with
     */
    public void write(Path file, int panel) throws IOException {
        if (panel < 120) {
            throw new IllegalArgumentException("a panel has at least 120 pixels, got " + panel);
        }
        BufferedImage image = new BufferedImage(width(panel), height(panel), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            requireFont(g);
            draw(g, panel);
        } finally {
            g.dispose();
        }
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(IndexedColours.of(image), "png", out)) {
                throw new IOException("this Java cannot write PNG files");
            }
        });
    }

    /** Java looks for fonts when it first measures a word, and fails in several ways where there are none. */
    static void requireFont(Graphics2D g) throws IOException {
        try {
            g.getFontMetrics(Panel.font(Font.PLAIN, 12)).stringWidth("x");
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new IOException(
                    "cannot draw: Java found no font on this machine; install fontconfig and a font, such as DejaVu",
                    e);
        }
    }

    private void draw(Graphics2D g, int panel) {
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width(panel), height(panel));
        g.setColor(Color.BLACK);
        g.setFont(Panel.font(Font.BOLD, 18));
        g.drawString(title, 16, 30);
        for (int r = 0; r < rows.size(); r++) {
            for (int c = 0; c < rows.get(r).size(); c++) {
                JFreeChart chart = rows.get(r).get(c).chart();
                chart.draw(g, new Rectangle2D.Double(c * (double) panel, HEAD + r * (double) panel, panel, panel));
            }
        }
        colourBar(g, width(panel) - BAR + 8, HEAD + 28, rows.size() * panel - 76);
        legend(g, HEAD + rows.size() * panel + 22);
    }

    private void colourBar(Graphics2D g, int x, int y, int height) {
        for (int i = 0; i < height; i++) {
            g.setColor(Palette.sequential(1 - (i + 0.5) / height));
            g.fillRect(x, y + i, 18, 1);
        }
        g.setColor(Color.DARK_GRAY);
        g.drawRect(x, y, 18, height);
        g.setFont(Panel.font(Font.PLAIN, 12));
        for (int tick = 0; tick <= 4; tick++) {
            int at = y + height - tick * height / 4;
            g.drawLine(x + 18, at, x + 22, at);
            g.drawString(String.valueOf(tick / 4.0), x + 26, at + 4);
        }
        g.setFont(Panel.font(Font.ITALIC, 14));
        g.drawString(scale, x, y - 10);
    }

    private void legend(Graphics2D g, int y) {
        Map<String, Layer> named = new LinkedHashMap<>();
        rows.forEach(row -> row.forEach(panel -> panel.layers().forEach(layer -> {
            if (layer instanceof Points points) {
                named.putIfAbsent(points.name(), points);
            } else if (layer instanceof Contour contour) {
                named.putIfAbsent(contour.name(), contour);
            }
        })));
        g.setFont(Panel.font(Font.PLAIN, 14));
        int x = 24;
        for (Map.Entry<String, Layer> entry : named.entrySet()) {
            if (entry.getValue() instanceof Points points) {
                Shape mark = AffineTransform.getTranslateInstance(x + 10.5, y)
                        .createTransformedShape(points.mark().shape(9));
                g.setColor(points.colour());
                g.fill(mark);
                if (points.mark() == Points.Mark.DIAMOND) {
                    g.setColor(Points.RIM);
                    g.setStroke(new BasicStroke(1));
                    g.draw(mark);
                }
            } else if (entry.getValue() instanceof Contour contour) {
                g.setColor(contour.colour());
                g.setStroke(new BasicStroke(2));
                g.draw(new Line2D.Double(x, y, x + 20, y));
            }
            g.setColor(Color.BLACK);
            g.drawString(entry.getKey(), x + 28, y + 5);
            x += 28 + g.getFontMetrics().stringWidth(entry.getKey()) + 28;
        }
    }
}
