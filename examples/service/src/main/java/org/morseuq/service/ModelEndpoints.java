package org.morseuq.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.morseuq.head.MorseDetector;

/** What the Open Inference Protocol asks a server to tell of itself and of its model. */
final class ModelEndpoints {

    static final String NAME = "morse";

    private final LiveDetector live;

    ModelEndpoints(LiveDetector live) {
        this.live = live;
    }

    static void requireModel(Call call) {
        if (!call.segment(2).equals(NAME)) {
            throw new Refusal(404, "there is one model here, '" + NAME + "'");
        }
    }

    Answer server(Call call) {
        MorseDetector detector = live.get();
        return Answer.json(Map.of(
                "name", "morse-service",
                "version", detector.manifest().origin().library(),
                "extensions", List.of()));
    }

    Answer model(Call call) {
        requireModel(call);
        MorseDetector detector = live.get();
        List<Map<String, Object>> outputs = new ArrayList<>();
        for (InferenceEndpoint.Output output : InferenceEndpoint.OUTPUTS) {
            outputs.add(tensor(output.name(), output.datatype(), List.of(-1)));
        }
        outputs.add(
                tensor("probabilities", "FP64", List.of(-1, detector.layout().length("logits"))));
        List<Integer> shape = List.of(-1, detector.layout().width());
        return Answer.json(Map.of(
                "name",
                NAME,
                "platform",
                "morse",
                "inputs",
                List.of(tensor(InferenceRequest.INPUT, "FP32", shape)),
                "outputs",
                outputs,
                "parameters",
                Map.of(
                        "layout", detector.layout().toString(),
                        "classes", detector.manifest().origin().classes(),
                        "threshold", detector.threshold().policy().toString())));
    }

    Answer modelReady(Call call) {
        requireModel(call);
        return Answer.json(Map.of("name", NAME, "ready", true));
    }

    private static Map<String, Object> tensor(String name, String datatype, List<Integer> shape) {
        return Map.of("name", name, "datatype", datatype, "shape", shape);
    }
}
