package org.morseuq;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every example runs and prints what it promises. */
final class ExamplesTest {

    @TempDir
    private Path folder;

    private static String output(String example, String... args) throws ReflectiveOperationException {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            var main = Class.forName(example).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) args);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void judgeFeaturesPrintsAVerdict() throws ReflectiveOperationException {
        String printed = output("JudgeFeatures");
        assertTrue(
                printed.matches("Verdict\\[class \\d with probability 0\\.\\d{4}, energy .*, p-value .*flagged]\\R"),
                printed);
    }

    @Test
    void compareDetectorsPutsMorseFirst() throws ReflectiveOperationException {
        String[] lines = output("CompareDetectors").split("\\R", -1);
        double morse = Double.parseDouble(lines[0].replace("morse: AUROC ", ""));
        double energy = Double.parseDouble(lines[1].replace("energy: AUROC ", ""));
        double knn = Double.parseDouble(lines[2].replace("knn: AUROC ", ""));
        assertTrue(morse > energy && morse > knn, String.join("; ", lines));
    }

    /** At the false-alarm rate that the old threshold had, the detector catches more; and the rate is kept on new images. */
    @Test
    void replaceThresholdKeepsTheRateAndCatchesMore() throws ReflectiveOperationException {
        String[] lines = output("ReplaceThreshold").split("\\R", -1);
        double rate = Double.parseDouble(lines[0].replaceAll(".* ", ""));
        assertTrue(rate > 0.05 && rate < 0.4, lines[0]);
        for (int i = 1; i <= 4; i++) {
            String[] words = lines[i].replace(",", "").split(" ", -1);
            double softmax = Double.parseDouble(words[words.length - 3]);
            double pValue = Double.parseDouble(words[words.length - 1]);
            if (i == 1) { // two halves of 5,000: four standard deviations of their difference
                assertTrue(Math.abs(pValue - rate) < 4 * Math.sqrt(2 * rate / 5000), lines[i]);
            } else {
                assertTrue(pValue > softmax, lines[i]);
            }
        }
    }

    /** 5,000 images raise no alarm but in one of a hundred streams; textures do it soon. */
    @Test
    void watchStreamNoticesTheTextures() throws ReflectiveOperationException {
        String printed = output("WatchStream");
        assertTrue(printed.matches("alarm after 50\\d\\d images, \\d\\d? of them textures\\R"), printed);
    }

    @Test
    void watchDriftTellsTheSetsApart() throws ReflectiveOperationException {
        String[] lines = output("WatchDrift").split("\\R", -1);
        assertTrue(
                lines[1].startsWith("tinyimagenet: inputs differ from those of calibration: over the last 500"),
                lines[1]);
        assertTrue(lines[2].startsWith("mnist: preprocessing differs from training: "), lines[2]);
        assertTrue(lines[2].endsWith("or pictures of another kind come"), lines[2]);
    }

    @Test
    void reloadArtefactFlagsLessAfterwards() throws ReflectiveOperationException {
        String[] lines = output("ReloadArtefact", folder.toString()).split("\\R", -1);
        int before = Integer.parseInt(lines[0].replaceAll("false alarms 0.05: (\\d+) of 2500 flagged", "$1"));
        int after = Integer.parseInt(lines[1].replaceAll("false alarms 0.001: (\\d+) of 2500 flagged", "$1"));
        assertTrue(before > after && after > 0, String.join("; ", lines));
    }

    @Test
    void sampleFeaturesEndsInDistribution() throws ReflectiveOperationException {
        String[] lines = output("SampleFeatures").split("\\R", -1);
        assertTrue(lines[0].endsWith(", flagged]"), lines[0]);
        assertTrue(lines[1].matches("\\w.* after \\d+ steps: energy \\d.*, distance to the mode \\d.*"), lines[1]);
        assertTrue(lines[2].endsWith(", not flagged]"), lines[2]);
    }

    /** Gradients (-1, 1) and (1, 1) at the origin have the determinant 2; (-1, 1) twice touch; and 3 is out of reach. */
    @Test
    void crossModesTellsCrossingFromTouching() throws ReflectiveOperationException {
        String[] lines = output("CrossModes").split("\\R", -1);
        assertTrue(lines[0].equals("y = -x: pairing 0.5000"), lines[0]);
        assertTrue(lines[1].startsWith("y = x: not transversal: smallest principal angle 0.0"), lines[1]);
        assertTrue(lines[2].equals("y = x + 3: pairing 0.0000"), lines[2]);
    }

    @Test
    void judgeImagesPrintsALineAnImage() throws ReflectiveOperationException, IOException {
        for (int i = 0; i < 3; i++) {
            BufferedImage image = new BufferedImage(48, 40, BufferedImage.TYPE_INT_RGB);
            for (int p = 0; p < 48 * 40; p++) {
                image.setRGB(p % 48, p / 48, (p * 2654435) ^ (i << 20));
            }
            ImageIO.write(image, "png", folder.resolve("image" + i + ".png").toFile());
        }
        String printed = output("JudgeImages", folder.toString());
        assertTrue(printed.matches("(\\w+, p-value \\d\\.\\d{3}(, flagged)?\\R){3}"), printed);
    }
}
