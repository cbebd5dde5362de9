package org.morseuq.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** {@code POST /v2/models/morse/infer} of the Open Inference Protocol: a tensor of features in, tensors out. */
final class InferenceEndpoint implements Endpoint {

    /**
     * A tensor of the answer.
     *
     * @param name its name
     * @param datatype its type as the protocol names it
     * @param value its number or flag for one verdict
     */
    record Output(String name, String datatype, Function<Verdict, Object> value) {}

    static final List<Output> OUTPUTS = List.of(
            new Output("energy", "FP64", verdict -> VerdictDocument.finite(verdict.energy())),
            new Output("p_value", "FP64", Verdict::pValue),
            new Output("flagged", "BOOL", Verdict::flagged),
            new Output("label", "INT64", Verdict::label),
            new Output("confidence", "FP64", Verdict::confidence),
            new Output("temperature", "FP64", verdict -> VerdictDocument.finite(verdict.temperature())),
            new Output("mode", "INT64", Verdict::mode));

    private final LiveDetector live;
    private final Judge judge;

    InferenceEndpoint(LiveDetector live, Judge judge) {
        this.live = live;
        this.judge = judge;
    }

    @Override
    public Answer answer(Call call) {
        ModelEndpoints.requireModel(call);
        MorseDetector detector = live.get();
        InferenceRequest request = InferenceRequest.of(Wire.tree(call.body()));
        List<Verdict> verdicts = judge.assess(request.rows(detector.layout()));
        List<Map<String, Object>> tensors = new ArrayList<>();
        for (Output output : OUTPUTS) {
            Object[] data = verdicts.stream().map(output.value()).toArray();
            tensors.add(tensor(output.name(), output.datatype(), List.of(data.length), data));
        }
        double[] probabilities = verdicts.stream()
                .flatMapToDouble(verdict -> Arrays.stream(verdict.probabilities()))
                .toArray();
        List<Integer> shape = List.of(verdicts.size(), probabilities.length / verdicts.size());
        tensors.add(tensor("probabilities", "FP64", shape, probabilities));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model_name", ModelEndpoints.NAME);
        request.id().ifPresent(id -> document.put("id", id));
        document.put("outputs", tensors);
        return Answer.json(document);
    }

    private static Map<String, Object> tensor(String name, String datatype, List<Integer> shape, Object data) {
        Map<String, Object> tensor = new LinkedHashMap<>();
        tensor.put("name", name);
        tensor.put("datatype", datatype);
        tensor.put("shape", shape);
        tensor.put("data", data);
        return tensor;
    }
}
