package org.morseuq.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Equally many images of some classes of a set: the first of each, in the order of the set. */
public final class ClassSample {

    private ClassSample() {}

    /**
     * Takes the images. Reads the set as far as it must.
     *
     * @param whole the set to take from
     * @param classes labels, at least one
     * @param each how many images of each, at least 1
     * @return {@code each} times as many images as there are classes; ids and labels stay
     * @throws IllegalArgumentException if a class has fewer
     * @throws IOException if the set cannot be read
     */
    public static ImageSet of(ImageSet whole, List<Integer> classes, int each) throws IOException {
        if (classes.isEmpty() || each < 1) {
            throw new IllegalArgumentException("a sample by class needs at least one class and one image of each");
        }
        int[] missing = new int[classes.size()];
        Arrays.fill(missing, each);
        IntStream.Builder places = IntStream.builder();
        int left = each * missing.length;
        try (Stream<Image> pass = whole.images()) {
            Iterator<Image> images = pass.iterator();
            for (int place = 0; left > 0 && images.hasNext(); place++) {
                int index = classes.indexOf(images.next().label());
                if (index >= 0 && missing[index] > 0) {
                    missing[index]--;
                    left--;
                    places.add(place);
                }
            }
        }
        for (int k = 0; k < missing.length; k++) {
            if (missing[k] > 0) {
                throw new IllegalArgumentException(whole.name() + " has " + (each - missing[k]) + " images of class "
                        + classes.get(k) + ", expected at least " + each);
            }
        }
        return Subset.of(whole, places.build().toArray());
    }
}
