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
    private static final String SOFTMAX = "softmax";
    private static final String AFFINE = "affine";
    private static final String RESIDUAL = "residual";

    private ExpertCodec() {}

    static List<Manifest.ExpertEntry> entries(MorseNetwork network) {
        List<Manifest.ExpertEntry> entries = new ArrayList<>();
        for (int e = 0; e < network.experts().size(); e++) {
            Expert expert = network.experts().get(e);
            entries.add(new Manifest.ExpertEntry(
                    expert.blocks(),
                    entries(parts(expert.map()), "expert" + e),
                    entry(expert.divergence(), e),
                    expert.kernel().kind(),
                    expert.kernel().rate(),
                    targets(e)));
        }
        return entries;
    }

    static Map<String, Tensor> tensors(MorseNetwork network) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int e = 0; e < network.experts().size(); e++) {
            Expert expert = network.experts().get(e);
            collect(parts(expert.map()), "expert" + e, tensors);
            tensors.put(targets(e), Tensor.of(expert.targets()));
            if (expert.divergence() instanceof SquaredMahalanobis mahalanobis) {
                tensors.put(factor(e), Tensor.of(mahalanobis.factor()));
            }
        }
        return tensors;
    }

    static List<Expert> experts(List<Manifest.ExpertEntry> entries, Path file, Safetensors arrays) throws IOException {
        List<Expert> experts = new ArrayList<>();
        for (Manifest.ExpertEntry entry : entries) {
            experts.add(new Expert(
                    entry.blocks(),
                    chain(entry.maps(), file, arrays),
                    finite(file, entry.targets(), arrays).toRows(),
                    divergence(entry.divergence(), file, arrays),
                    Kernel.of(entry.kernel(), entry.rate())));
        }
        return experts;
    }

    private static List<FeatureMap> parts(FeatureMap map) {
        return map instanceof ComposedMap composed ? composed.maps() : List.of(map);
    }

    private static List<Manifest.MapEntry> entries(List<FeatureMap> maps, String owner) {
        List<Manifest.MapEntry> entries = new ArrayList<>();
        for (FeatureMap map : maps) {
            entries.add(entry(map, owner + ".map" + entries.size()));
        }
        return entries;
    }

    private static Manifest.MapEntry entry(FeatureMap map, String name) {
        if (map instanceof AffineMap) {
            return new Manifest.MapEntry(AFFINE, map.inputs(), weights(name), bias(name), null);
        }
        if (map instanceof ResidualMap residual) {
            return new Manifest.MapEntry(RESIDUAL, map.inputs(), "", "", entries(parts(residual.correction()), name));
        }
        String kind = map instanceof ActivationMap activation
                ? activation.function().toString()
                : map instanceof UnitNormMap ? UNIT_NORM : map instanceof SoftmaxMap ? SOFTMAX : IDENTITY;
        return new Manifest.MapEntry(kind, map.inputs(), "", "", null);
    }

    private static void collect(List<FeatureMap> maps, String owner, Map<String, Tensor> into) {
        for (int m = 0; m < maps.size(); m++) {
            String name = owner + ".map" + m;
            if (maps.get(m) instanceof AffineMap affine) {
                into.put(weights(name), Tensor.of(affine.weights()));
                into.put(bias(name), Tensor.of(affine.bias()));
            } else if (maps.get(m) instanceof ResidualMap residual) {
                collect(parts(residual.correction()), name, into);
            }
        }
    }

    private static FeatureMap chain(List<Manifest.MapEntry> entries, Path file, Safetensors arrays) throws IOException {
        List<FeatureMap> maps = new ArrayList<>();
        for (Manifest.MapEntry entry : entries) {
            FeatureMap map = map(entry, file, arrays);
            if (map.inputs() != entry.inputs()) {
                String what = entry.kind().equals(AFFINE) ? "tensor '" + entry.weights() + "'" : "a " + entry.kind();
                throw new MalformedFileException(
                        file, what + " takes " + map.inputs() + " numbers, the manifest says " + entry.inputs());
            }
            maps.add(map);
        }
        return maps.size() == 1 ? maps.get(0) : new ComposedMap(maps);
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
            case SOFTMAX -> new SoftmaxMap(entry.inputs());
            case AFFINE ->
                new AffineMap(
                        finite(file, entry.weights(), arrays).toRows(),
                        finite(file, entry.bias(), arrays).values());
            case RESIDUAL -> {
                if (entry.correction() == null) {
                    throw new MalformedFileException(file, "has a residual map whose 'correction' is missing");
                }
                yield new ResidualMap(chain(entry.correction(), file, arrays));
            }
            default -> throw new MalformedFileException(file, "has a map of the unknown kind '" + entry.kind() + "'");
        };
    }

    private static Manifest.DivergenceEntry entry(Divergence divergence, int expert) {
        if (divergence instanceof Divergence.SquaredEuclidean) {
            return null; // as in files that were written before there was any other
        }
        return new Manifest.DivergenceEntry(
                divergence.kind(), divergence instanceof SquaredMahalanobis ? factor(expert) : null);
    }

    private static Divergence divergence(Manifest.DivergenceEntry entry, Path file, Safetensors arrays)
            throws IOException {
        if (entry == null) {
            return new Divergence.SquaredEuclidean();
        }
        return switch (entry.kind()) {
            case Divergence.SquaredEuclidean.KIND -> new Divergence.SquaredEuclidean();
            case Divergence.KullbackLeibler.KIND -> new Divergence.KullbackLeibler();
            case SquaredMahalanobis.KIND -> {
                if (entry.factor() == null) {
                    throw new MalformedFileException(
                            file, "has a " + SquaredMahalanobis.KIND + " divergence whose 'factor' is missing");
                }
                yield new SquaredMahalanobis(
                        finite(file, entry.factor(), arrays).toRows());
            }
            default ->
                throw new MalformedFileException(file, "has a divergence of the unknown kind '" + entry.kind() + "'");
        };
    }

    private static Tensor finite(Path file, String name, Safetensors arrays) throws IOException {
        Tensor tensor = arrays.get(file, name);
        for (float value : tensor.values()) {
            if (!Float.isFinite(value)) {
                throw new MalformedFileException(file, "tensor '" + name + "' contains " + value);
            }
        }
        return tensor;
    }

    private static String targets(int expert) {
        return "expert" + expert + ".targets";
    }

    private static String factor(int expert) {
        return "expert" + expert + ".factor";
    }

    private static String weights(String map) {
        return map + ".weights";
    }

    private static String bias(String map) {
        return map + ".bias";
    }
}
