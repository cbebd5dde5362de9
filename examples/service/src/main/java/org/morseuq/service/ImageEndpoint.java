package org.morseuq.service;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.data.Image;
import org.morseuq.head.MorseDetector;

/** {@code POST /image}: a PNG or JPEG image in, a verdict out. */
final class ImageEndpoint implements Endpoint {

    private final LiveDetector live;
    private final Optional<ImageFeatures> network;
    private final Judge judge;

    ImageEndpoint(LiveDetector live, Optional<ImageFeatures> network, Judge judge) {
        this.live = live;
        this.network = network;
        this.judge = judge;
    }

    static ImageFeatures require(Optional<ImageFeatures> network) {
        return network.orElseThrow(() ->
                new Refusal(404, "this service was started without a network (--backbone) and takes features only"));
    }

    @Override
    public Answer answer(Call call) {
        ImageFeatures features = require(network);
        MorseDetector detector = live.get();
        Image image = ImageDecoder.decode(Upload.file(call), ImageLimits.USUAL);
        float[][] rows = features.of(List.of(image), detector.layout());
        return Answer.json(Map.of(
                "verdict",
                VerdictDocument.of(detector, rows[0], judge.assess(rows).get(0))));
    }
}
