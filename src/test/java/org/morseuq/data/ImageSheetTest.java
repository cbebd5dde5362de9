package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageSheetTest {

    @TempDir
    private Path folder;

    private static Image image(int height, int width, int red) {
        byte[] pixels = new byte[3 * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i < height * width ? red : 7 * i);
        }
        return new Image("image" + red, Image.UNLABELLED, height, width, pixels);
    }

    /** Five images of 3 x 4 in rows of three: 2 x 3 + 2 = 8 high, 3 x 4 + 4 = 16 wide. */
    @Test
    void imagesStandRowByRowWithALineBetween() throws IOException {
        List<Image> images = new ArrayList<>();
        for (int k = 0; k < 5; k++) {
            images.add(image(3, 4, 200 + k));
        }
        Path file = folder.resolve("sheet.png");
        ImageSheet.write(file, images);
        BufferedImage sheet = ImageIO.read(file.toFile());
        assertEquals(8, sheet.getHeight());
        assertEquals(16, sheet.getWidth());
        for (int k = 0; k < 5; k++) {
            Image image = images.get(k);
            for (int i = 0; i < 12; i++) {
                int rgb = sheet.getRGB(k % 3 * 6 + i % 4, k / 3 * 5 + i / 4);
                assertEquals(200 + k, rgb >> 16 & 255);
                assertEquals(image.pixels()[12 + i] & 255, rgb >> 8 & 255);
                assertEquals(image.pixels()[24 + i] & 255, rgb & 255);
            }
        }
        assertEquals(0, sheet.getRGB(4, 0) & 0xffffff, "between the first two");
        assertEquals(0, sheet.getRGB(15, 7) & 0xffffff, "where the sixth would be");
    }

    @Test
    void sheetsThatCannotBeAreRefused() {
        Path file = folder.resolve("none.png");
        assertThrows(IllegalArgumentException.class, () -> ImageSheet.write(file, List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> ImageSheet.write(file, List.of(image(3, 4, 0), image(4, 3, 0))));
        assertThrows(IllegalArgumentException.class, () -> ImageSheet.requireRoom(2_000_000_000, 32, 32));
        assertThrows(IllegalArgumentException.class, () -> ImageSheet.requireRoom(0, 32, 32));
        assertEquals(false, file.toFile().exists());
    }
}
