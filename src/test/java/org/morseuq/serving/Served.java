package org.morseuq.serving;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Translator;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.Expert;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.Verdict;

/** A network of eight by eight pixels, a detector on its features, and images for them. */
final class Served {

    static final ImagesInMemory IMAGES = ImagesInMemory.patterns(24, 8);

    private Served() {}

    static Path network(String name) {
        try {
            return Path.of(ImagesInMemory.class.getResource(name + ".pt").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a resource has a URI", e);
        }
    }

    /** What the network named gives for the images, one at a time, as a predictor does. */
    static FeatureTable features(String name) throws IOException {
        try (Backbone backbone = Backbone.load(network(name), "cpu")) {
            return backbone.extract(IMAGES, 1, done -> {});
        }
    }

    /** A detector on the logits and the standard deviations of the first inner layer: not the first blocks in a row. */
    static MorseDetector detector() throws IOException {
        FeatureTable table = features("multi").select(List.of("inner1.std", Layout.LOGITS));
        float[][] targets = {table.block("inner1.std")[0], table.block("inner1.std")[1], table.block("inner1.std")[2]};
        MorseNetwork network = new MorseNetwork(
                table.layout(),
                List.of(new Expert(List.of("inner1.std"), new IdentityMap(4), targets, new Kernel.Gaussian(50))),
                Pooling.MAX);
        Manifest.BackboneEntry entry =
                new Manifest.BackboneEntry("multi.pt", "", 8, List.of(0.5, 0.45, 0.4), List.of(0.25, 0.2, 0.3));
        Manifest.Origin origin = new Manifest.Origin("0", "by-hand", 1, entry, List.of(), List.of(), Map.of());
        return MorseDetector.calibrate(network, table, table, 0.1, origin);
    }

    static ZooModel<Image, Verdict> model(String name, Translator<Image, Verdict> translator) throws Exception {
        return Criteria.builder()
                .setTypes(Image.class, Verdict.class)
                .optEngine("PyTorch")
                .optModelPath(network(name))
                .optTranslator(translator)
                .build()
                .loadModel();
    }

    /** The image as DJL has it. */
    static Image image(int index) {
        org.morseuq.data.Image image = IMAGES.list().get(index);
        int plane = image.height() * image.width();
        BufferedImage decoded = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int p = 0; p < plane; p++) {
            int rgb = 0;
            for (int c = 0; c < 3; c++) {
                rgb = rgb << 8 | (image.pixels()[c * plane + p] & 0xff);
            }
            decoded.setRGB(p % image.width(), p / image.width(), rgb);
        }
        return ImageFactory.getInstance().fromImage(decoded);
    }
}
