package org.morseuq.service;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.morseuq.data.Image;
import org.morseuq.data.Pixels;

/** Decodes a PNG or JPEG image of a stranger: first checked and stripped, then handed to the decoder of the JDK. */
final class ImageDecoder {

    private ImageDecoder() {}

    static Image decode(byte[] file, ImageLimits limits) {
        if (PngCheck.begins(file)) {
            return pixels("png", PngCheck.essence(file, limits));
        }
        if (JpegCheck.begins(file)) {
            return pixels("jpeg", JpegCheck.essence(file, limits));
        }
        throw new Refusal(415, "the body does not begin as a PNG or JPEG image does");
    }

    private static Image pixels(String format, byte[] file) {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        List<String> warnings = new ArrayList<>();
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            BufferedImage decoded = reader.read(0);
            if (!warnings.isEmpty()) { // the decoder goes on where data are missing or wrong, and only warns
                throw new Refusal(400, "the image is damaged: " + oneLine(warnings.get(0)));
            }
            return Pixels.of(decoded, "image", Image.UNLABELLED);
        } catch (Refusal e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new Refusal(400, "the image is damaged: " + oneLine(String.valueOf(e.getMessage())));
        } finally {
            reader.dispose();
        }
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
