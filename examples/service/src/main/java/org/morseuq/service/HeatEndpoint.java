package org.morseuq.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.data.Image;
import org.morseuq.data.Resampling;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** {@code POST /image/heat}: a PNG or JPEG image in, a verdict and its {@link Occlusion} map out; 50 passes of the network. */
final class HeatEndpoint implements Endpoint {

    private final LiveDetector live;
    private final Optional<ImageFeatures> network;
    private final Judge judge;

    HeatEndpoint(LiveDetector live, Optional<ImageFeatures> network, Judge judge) {
        this.live = live;
        this.network = network;
        this.judge = judge;
    }

    @Override
    public Answer answer(Call call) {
        ImageFeatures features = ImageEndpoint.require(network);
        MorseDetector detector = live.get();
        Image decoded = ImageDecoder.decode(Upload.file(call), ImageLimits.USUAL);
        Image image = Resampling.fit(decoded, features.size());
        List<Image> images = new ArrayList<>(List.of(image));
        images.addAll(Occlusion.covered(image));
        float[][] rows = features.of(images, detector.layout());
        Verdict verdict = judge.assess(new float[][] {rows[0]}).get(0);
        double[] covered = Arrays.stream(rows)
                .skip(1)
                .mapToDouble(detector.network()::energy)
                .toArray();
        return Answer.json(Map.of(
                "verdict", VerdictDocument.of(detector, rows[0], verdict),
                "heat", Occlusion.map(verdict.energy(), covered)));
    }
}
