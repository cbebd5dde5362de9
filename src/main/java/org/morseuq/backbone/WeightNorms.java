package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.SplittableRandom;

/** Sums over weight matrices of squared norms, as scalars that gradients flow through. Kernels are flattened to matrices. */
final class WeightNorms {

    private static final String CODE =
            """
              def squares(self: __torch__.WeightNorms, weights: List[Tensor]) -> Tensor:
                sum = torch.zeros_like(torch.sum(weights[0]))
                for i in range(torch.len(weights)):
                  sum = torch.add(sum, torch.sum(torch.square(weights[i])))
                return sum
              def unit(self: __torch__.WeightNorms, v: Tensor) -> Tensor:
                return torch.div(v, torch.add(torch.norm(v, 2), 1.0e-30))
              def spectral(self: __torch__.WeightNorms, weights: List[Tensor], starts: List[Tensor], rounds: List[Tensor]) -> Tensor:
                count = int(rounds[0])
                sum = torch.zeros_like(torch.sum(weights[0]))
                for i in range(torch.len(weights)):
                  w = torch.flatten(weights[i], 1)
                  v = starts[i]
                  for j in range(count):
                    u = (self).unit(torch.mv(w, v), )
                    v = (self).unit(torch.mv(torch.t(w), u), )
                  sum = torch.add(sum, torch.sum(torch.square(torch.mv(w, v))))
                return sum
            """;

    private final Script script;

    private WeightNorms(Script script) {
        this.script = script;
    }

    static WeightNorms in(NDManager manager) {
        return new WeightNorms(Script.load(manager, "WeightNorms", CODE));
    }

    /** \( \sum_l \|W_l\|_F^2 \). */
    NDArray squares(NDList weights, NDManager scope) {
        return script.call(scope, "squares", weights).head();
    }

    /**
     * \( \sum_l \|W_l v_l\|^2 \), where the unit vectors \( v_l \) come of a power iteration with \( W_l^T W_l \) that starts
     * from normal numbers, always the same.
     */
    NDArray spectral(NDList weights, int rounds, NDManager scope) {
        NDList starts = new NDList();
        for (NDArray weight : weights) {
            SplittableRandom random = new SplittableRandom(starts.size());
            float[] start =
                    new float[Math.toIntExact(weight.size() / weight.getShape().get(0))];
            for (int i = 0; i < start.length; i++) {
                start[i] = (float) random.nextGaussian();
            }
            starts.add(scope.create(start).toType(weight.getDataType(), false));
        }
        return script.call(scope, "spectral", weights, starts, new NDList(scope.create(rounds)))
                .head();
    }
}
