package org.morseuq.data;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.morseuq.store.MalformedFileException;

/** Decodes one PNG or JPEG file. */
final class ImageFile {

    /** More is refused unread: a small file can otherwise ask for any amount of memory. */
    private static final long MAX_PIXELS = 64_000_000;

    private ImageFile() {}

    /** Whether the name ends as that of a PNG or JPEG file, in whatever case. */
    static boolean hasImageName(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") && (name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg"));
    }

    /**
     * Reads the file as RGB: grey is copied to three planes, a palette is looked up, 16 bits become 8, transparency is
     * laid over black. Colour profiles and the orientation in EXIF are not applied.
     *
     * @param file the file
     * @param id the id of the image
     * @param label its label
     * @return the image
     * @throws IOException if the file cannot be read, is broken, or has more than 64 million pixels
     */
    static Image read(Path file, String id, int label) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
            BufferedImage decoded = decode(file, stream);
            return new Image(id, label, decoded.getHeight(), decoded.getWidth(), planes(file, decoded));
        }
    }

    private static BufferedImage decode(Path file, ImageInputStream stream) throws IOException {
        ImageReader reader = reader(file, stream);
        List<String> warnings = new ArrayList<>();
        try {
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            if (width * height > MAX_PIXELS) {
                throw new MalformedFileException(
                        file, "is " + height + " x " + width + ", expected at most " + MAX_PIXELS + " pixels");
            }
            BufferedImage decoded = reader.read(0);
            // The JPEG reader fills what is missing with grey and only warns.
            if (warnings.stream().anyMatch(ImageFile::saysTruncated)) {
                throw new MalformedFileException(file, "is truncated, expected a whole image");
            }
            return decoded;
        } catch (MalformedFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new MalformedFileException(file, "is a broken image (" + e.getMessage() + ")", e);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader reader(Path file, ImageInputStream stream) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            String format = reader.getFormatName().toLowerCase(Locale.ROOT);
            if (format.equals("png") || format.equals("jpeg")) {
                return reader;
            }
            reader.dispose();
        }
        throw new MalformedFileException(file, "does not begin as a PNG or JPEG image does");
    }

    private static boolean saysTruncated(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("truncated") || text.contains("premature");
    }

    private static byte[] planes(Path file, BufferedImage image) throws IOException {
        int height = image.getHeight();
        int width = image.getWidth();
        int plane = height * width;
        byte[] pixels = new byte[3 * plane];
        boolean palette = image.getColorModel() instanceof IndexColorModel;
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        if (!palette && bands > 4) {
            throw new MalformedFileException(file, "has " + bands + " channels, expected 1 to 4");
        }
        boolean alpha = palette || bands == 2 || bands == 4;
        int[] row = new int[width * (palette ? 1 : bands)];
        int[] samples = new int[4];
        for (int y = 0; y < height; y++) {
            if (palette) {
                image.getRGB(0, y, width, 1, row, 0, width);
            } else {
                // Not getRGB: it takes grey for linear light and brightens it.
                raster.getPixels(0, y, width, 1, row);
            }
            for (int x = 0; x < width; x++) {
                if (palette) {
                    unpack(row[x], samples);
                } else {
                    spread(row, x * bands, bands, raster, samples);
                }
                for (int c = 0; c < 3; c++) {
                    int value = alpha ? (samples[c] * samples[3] + 127) / 255 : samples[c];
                    pixels[c * plane + y * width + x] = (byte) value;
                }
            }
        }
        return pixels;
    }

    private static void unpack(int argb, int[] samples) {
        samples[0] = argb >> 16 & 255;
        samples[1] = argb >> 8 & 255;
        samples[2] = argb & 255;
        samples[3] = argb >>> 24;
    }

    /** Makes red, green, blue and alpha of 8 bits from 1 to 4 bands: grey, grey and alpha, RGB, RGB and alpha. */
    private static void spread(int[] row, int at, int bands, Raster raster, int[] samples) {
        boolean grey = bands < 3;
        for (int c = 0; c < 3; c++) {
            int band = grey ? 0 : c;
            samples[c] = eightBits(row[at + band], raster.getSampleModel().getSampleSize(band));
        }
        samples[3] = eightBits(row[at + bands - 1], raster.getSampleModel().getSampleSize(bands - 1));
    }

    private static int eightBits(int sample, int bits) {
        if (bits == 8) {
            return sample;
        }
        int most = (1 << bits) - 1;
        return (sample * 255 + most / 2) / most;
    }
}
