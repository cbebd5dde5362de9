package org.morseuq.head;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;
import org.morseuq.store.Tensor;

/** Splits experts into manifest entries and named arrays, and puts them together again. */
final class ExpertCodec {

    private static final String IDENTITY = "identity";
    private static final String UNIT_NORM = "unit-norm";
    private static final String AFFINE = "affine";

    private ExpertCodec() {}

    static List<Manifest.ExpertEntry> entries(MorseNetwork network) {
        List<Manifest.ExpertEntry> entries = new ArrayList<>();
        for (int e = 0; e < network.experts().size(); e++) {
            Expert expert = network.experts().get(e);
            List<Manifest.MapEntry> maps = new ArrayList<>();
            for (FeatureMap map : parts(expert.map())) {
                maps.add(entry(map, e, maps.size()));
            }
            entries.add(new Manifest.ExpertEntry(
                    expert.blocks(),
                    maps,
                    expert.kernel().kind(),
                    expert.kernel().rate(),
                    "expert" + e + ".targets"));
        }
        return entries;
    }

    static Map<String, Tensor> tensors(MorseNetwork network) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int e = 0; e < network.experts().size(); e++) {
            List<FeatureMap> maps = parts(network.experts().get(e).map());
            for (int m = 0; m < maps.size(); m++) {
                if (maps.get(m) instanceof AffineMap affine) {
                    tensors.put(weights(e, m), Tensor.of(affine.weights()));
                    tensors.put(bias(e, m), Tensor.of(affine.bias()));
                }
            }
            tensors.put(
                    "expert" + e + ".targets",
                    Tensor.of(network.experts().get(e).targets()));
        }
        return tensors;
    }

    static List<Expert> experts(List<Manifest.ExpertEntry> entries, Path file, Safetensors arrays) throws IOException {
        List<Expert> experts = new ArrayList<>();
        for (Manifest.ExpertEntry entry : entries) {
            List<FeatureMap> maps = new ArrayList<>();
            for (Manifest.MapEntry map : entry.maps()) {
                maps.add(map(map, file, arrays));
            }
            float[][] targets = arrays.get(file, entry.targets()).toRows();
            requireFinite(file, entry.targets(), targets);
            experts.add(new Expert(
                    entry.blocks(),
                    maps.size() == 1 ? maps.get(0) : new ComposedMap(maps),
                    targets,
                    Kernel.of(entry.kernel(), entry.rate())));
        }
        return experts;
    }

    private static List<FeatureMap> parts(FeatureMap map) {
        return map instanceof ComposedMap composed ? composed.maps() : List.of(map);
    }

    private static Manifest.MapEntry entry(FeatureMap map, int expert, int index) {
        if (map instanceof AffineMap) {
            return new Manifest.MapEntry(AFFINE, map.inputs(), weights(expert, index), bias(expert, index));
        }
        String kind = map instanceof UnitNormMap
                ? UNIT_NORM
                : map instanceof ActivationMap activation
                        ? activation.function().toString()
                        : IDENTITY;
        return new Manifest.MapEntry(kind, map.inputs(), "", "");
    }

    private static FeatureMap map(Manifest.MapEntry entry, Path file, Safetensors arrays) throws IOException {
        for (ActivationMap.Function function : ActivationMap.Function.values()) {
            if (function.toString().equals(entry.kind())) {
                return new ActivationMap(function, entry.inputs());
            }
        }
        return switch (entry.kind()) {
            case IDENTITY -> new IdentityMap(entry.inputs());
            case UNIT_NORM -> new UnitNormMap(entry.inputs());
            case AFFINE -> {
                float[][] weights = arrays.get(file, entry.weights()).toRows();
                float[] bias = arrays.get(file, entry.bias()).values();
                requireFinite(file, entry.weights(), weights);
                requireFinite(file, entry.bias(), bias);
                AffineMap map = new AffineMap(weights, bias);
                if (map.inputs() != entry.inputs()) {
                    throw new MalformedFileException(
                            file,
                            "tensor '" + entry.weights() + "' takes " + map.inputs() + " numbers, the manifest says "
                                    + entry.inputs());
                }
                yield map;
            }
            default -> throw new MalformedFileException(file, "has a map of the unknown kind '" + entry.kind() + "'");
        };
    }

    private static void requireFinite(Path file, String name, float[]... rows) throws MalformedFileException {
        for (float[] row : rows) {
            for (float value : row) {
                if (!Float.isFinite(value)) {
                    throw new MalformedFileException(file, "tensor '" + name + "' contains " + value);
                }
            }
        }
    }

    private static String weights(int expert, int map) {
        return "expert" + expert + ".map" + map + ".weights";
    }

    private static String bias(int expert, int map) {
        return "expert" + expert + ".map" + map + ".bias";
    }
}
