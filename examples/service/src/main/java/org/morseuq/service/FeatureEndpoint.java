package org.morseuq.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** {@code POST /features}: feature rows in, verdicts out. */
final class FeatureEndpoint implements Endpoint {

    private final LiveDetector live;
    private final Judge judge;

    FeatureEndpoint(LiveDetector live, Judge judge) {
        this.live = live;
        this.judge = judge;
    }

    @Override
    public Answer answer(Call call) {
        MorseDetector detector = live.get();
        JsonNode body = Wire.tree(call.body());
        float[][] rows = body.isObject()
                ? InferenceRequest.of(body).rows(detector.layout())
                : FeatureRows.parse(body, detector.layout());
        List<Verdict> verdicts = judge.assess(rows);
        List<Map<String, Object>> documents = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            documents.add(VerdictDocument.of(detector, rows[i], verdicts.get(i)));
        }
        return Answer.json(Map.of("verdicts", documents));
    }
}
