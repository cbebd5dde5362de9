package org.morseuq.data;

import java.awt.image.BufferedImage;
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
            return Pixels.of(decoded, id, label);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, e.getMessage(), e);
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
}
