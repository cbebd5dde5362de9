package org.morseuq.monitor;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.BitSet;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Subset;
import org.morseuq.head.MorseDetector;

/** The detector that comes with the project, and features for it. */
final class Shipped {

    static final Path FOLDER = Path.of("pretrained", "cifar10-resnet20");

    private Shipped() {}

    static MorseDetector detector() throws IOException {
        return MorseDetector.load(FOLDER.resolve("balanced-product.morse"));
    }

    /** The test images that did not calibrate it. */
    static float[][] fresh(MorseDetector detector) throws IOException {
        FeatureTable test = FeatureFile.read(FOLDER.resolve("features/cifar10-test.safetensors"));
        BitSet fresh = new BitSet(test.size());
        fresh.set(0, test.size());
        for (int i : Subset.draw(
                test.size(), test.size() / 2, detector.manifest().origin().seed())) {
            fresh.clear(i);
        }
        return test.rows(fresh.stream().toArray())
                .select(detector.layout().names())
                .rows();
    }

    static float[][] foreign(MorseDetector detector, String name) throws IOException {
        return FeatureFile.read(FOLDER.resolve("features").resolve(name + ".safetensors"))
                .select(detector.layout().names())
                .rows();
    }

    /** The first 200 of {@link #fresh}, with the named fault on the way from the image to the network. */
    static float[][] spoilt(String fault) throws IOException, URISyntaxException {
        return FeatureFile.read(Path.of(
                        Shipped.class.getResource(fault + ".safetensors").toURI()))
                .rows();
    }
}
