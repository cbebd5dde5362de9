package org.morseuq.service;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import org.morseuq.data.Layout;

/**
 * The body of an inference request of the Open Inference Protocol, version 2: one tensor {@code features} of shape [n, d].
 *
 * @param id what the client calls the request
 * @param tensor the tensor
 */
record InferenceRequest(Optional<String> id, JsonNode tensor) {

    static final String INPUT = "features";
    private static final Set<String> TYPES = Set.of("FP32", "FP64");

    static InferenceRequest of(JsonNode body) {
        JsonNode inputs = body.path("inputs");
        if (!inputs.isArray() || inputs.size() != 1) {
            throw new Refusal(400, "expected 'inputs' with one tensor, '" + INPUT + "'");
        }
        JsonNode tensor = inputs.get(0);
        if (!tensor.path("name").asText().equals(INPUT)) {
            throw new Refusal(400, "the tensor of 'inputs' must be named '" + INPUT + "'");
        }
        if (!TYPES.contains(tensor.path("datatype").asText())) {
            throw new Refusal(400, "the 'datatype' of '" + INPUT + "' must be FP32 or FP64");
        }
        JsonNode id = body.path("id");
        return new InferenceRequest(id.isTextual() ? Optional.of(id.asText()) : Optional.empty(), tensor);
    }

    float[][] rows(Layout layout) {
        JsonNode shape = tensor.path("shape");
        boolean matrix = shape.isArray() && shape.size() == 2 && shape.get(0).canConvertToInt();
        if (!matrix || shape.get(1).asInt() != layout.width()) {
            throw new Refusal(
                    400, "the 'shape' of '" + INPUT + "' must be [n, " + layout.width() + "] (" + layout + ")");
        }
        JsonNode data = tensor.path("data");
        if (data.path(0).isArray()) {
            if (data.size() != shape.get(0).asInt()) {
                throw new Refusal(400, "'data' has " + data.size() + " rows, its shape says " + shape.get(0));
            }
            return FeatureRows.parse(data, layout);
        }
        return FeatureRows.parseFlat(data, shape.get(0).asInt(), layout);
    }
}
