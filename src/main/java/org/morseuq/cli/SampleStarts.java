package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.backbone.TrainedNetwork;
import org.morseuq.data.DataFolder;
import org.morseuq.data.FeatureCsv;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Npy;
import org.morseuq.data.Resampling;
import org.morseuq.data.Subset;
import org.morseuq.function.PointwiseMap;
import org.morseuq.head.Box;
import org.morseuq.head.MorseDetector;
import org.morseuq.store.Json;

/** Where {@code morse sample} begins. */
final class SampleStarts {

    /** From anywhere in the box, or from rows themselves. */
    static final List<String> KINDS = List.of("box", "rows");

    private SampleStarts() {}

    /** Feature rows of a file, in the detector's columns. */
    static float[][] rows(Path file, MorseDetector detector) throws IOException {
        String name = file.toString();
        if (name.endsWith(".npy")) {
            float[][] rows = Npy.readFloats(file);
            return new FeatureTable(detector.layout(), rows, unlabelled(rows.length)).rows();
        }
        FeatureTable table = name.endsWith(".safetensors")
                ? FeatureFile.read(file)
                : FeatureCsv.read(file).table();
        return table.select(detector.layout().names()).rows();
    }

    /** The training features that come with the program, if the detector is one on that network. */
    static float[][] shipped(Path file, MorseDetector detector) throws IOException {
        String unknown = file + " does not say which features are usual for its network; give some with --from FILE";
        Shipped shipped;
        try {
            shipped = Shipped.find();
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(unknown, e);
        }
        TrainedNetwork network = Json.read(shipped.folder().resolve(TrainedNetwork.FILE), TrainedNetwork.class);
        if (!network.sha256().equals(detector.manifest().origin().backbone().sha256())) {
            throw new IllegalArgumentException(unknown);
        }
        return shipped.train().select(detector.layout().names()).rows();
    }

    /** So many points of the box, or so many of the rows. */
    static float[][] draw(String kind, float[][] rows, Box box, int count, RandomGenerator random) {
        float[][] starts = new float[count][];
        for (int i = 0; i < count; i++) {
            starts[i] = kind.equals("rows") ? rows[random.nextInt(rows.length)] : box.uniform(random);
        }
        return starts;
    }

    /** Images on the network's scale, a seeded choice of a set. */
    static float[][] images(Path path, Preprocessing scale, int count, long seed) throws IOException {
        ImageSet set = DataFolder.open(path);
        if (set.size() < count) {
            throw new IllegalArgumentException(
                    path + " has " + set.size() + " images, " + count + " samples need as many to start from");
        }
        float[][] starts = new float[count][3 * scale.size() * scale.size()];
        float[][] table = scale.table();
        try (Stream<Image> stream = Subset.sample(set, count, seed).images()) {
            Iterator<Image> images = stream.iterator();
            for (float[] start : starts) {
                Preprocessing.normalise(
                        Resampling.fit(images.next(), scale.size()).pixels(), table, start, 0);
            }
        }
        return starts;
    }

    /** The detector's features of images on the network's scale. */
    static float[][] features(DifferentiableBackbone network, float[][] images, MorseDetector detector) {
        int[] columns = network.layout().columns(detector.layout().names());
        float[][] rows = new float[images.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            try (PointwiseMap.Linearisation here = network.at(new float[][] {images[i]})) {
                for (int j = 0; j < columns.length; j++) {
                    rows[i][j] = here.values()[0][columns[j]];
                }
            }
        }
        return rows;
    }

    /** The numbers between black and white, channel by channel, on the network's scale. */
    static Box valid(Preprocessing scale) {
        int plane = scale.size() * scale.size();
        float[] low = new float[3 * plane];
        float[] high = new float[3 * plane];
        for (int c = 0; c < 3; c++) {
            Arrays.fill(low, c * plane, (c + 1) * plane, scale.table()[c][0]);
            Arrays.fill(high, c * plane, (c + 1) * plane, scale.table()[c][255]);
        }
        return new Box(low, high);
    }

    /** Labels for as many rows of no known class. */
    static int[] unlabelled(int count) {
        int[] labels = new int[count];
        Arrays.fill(labels, Image.UNLABELLED);
        return labels;
    }
}
