package org.morseuq.backbone;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.store.Digest;

/** A set of images made by a test. */
public record ImagesInMemory(String name, List<String> classes, List<Image> list) implements ImageSet {

    /** As many images of the pattern of {@code make_fixtures.py}, with labels 0, 1, 2, 0, 1, ... */
    public static ImagesInMemory patterns(int count, int size) {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[3 * size * size];
            for (int c = 0; c < 3; c++) {
                for (int y = 0; y < size; y++) {
                    for (int x = 0; x < size; x++) {
                        pixels[(c * size + y) * size + x] =
                                (byte) (31 * i + 7 * x * x + 13 * y + 57 * c + x * y * (i + 1));
                    }
                }
            }
            images.add(new Image("pattern/" + i, i % 3, size, size, pixels));
        }
        return new ImagesInMemory("patterns", List.of("a", "b", "c"), images);
    }

    @Override
    public int size() {
        return list.size();
    }

    @Override
    public Stream<Image> images() {
        return list.stream();
    }

    @Override
    public String digest() {
        return Digest.ofParts(list.stream()
                .map(image -> image.label() + HexFormat.of().formatHex(image.pixels()))
                .toArray(String[]::new));
    }
}
