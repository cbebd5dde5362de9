package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A distance-aware last layer: from embeddings (n, d) to the logarithms of the kernel at each of the modes, (n, classes). Its
 * one parameter holds the modes, (classes, d).
 *
 * <p>Distances are sums of squared differences, not differences of squares, in which a distance of 0 would be lost in rounding:
 * no logit is above 0, and that of an embedding on its mode is 0 to the bit (but for the von Mises-Fisher kernel, whose
 * directions are rounded). It takes memory for n classes d numbers.
 *
 * <p>Numbers enter as arrays, for the engine forgets one that is given to its operations as a number before the backward pass
 * asks for it.
 */
final class KernelLayer extends AbstractBlock {

    /** The name of the parameter. */
    static final String MODES = "modes";

    /** A power of 4, whose root is exact: 2 to the -40. */
    private static final double TINY = 0x1p-40;

    private final Classifier classifier;
    private final int classes;
    private final Parameter modes;

    /**
     * A layer with parameters not yet initialised.
     *
     * @param classifier a kernel
     * @param classes at least 2
     */
    KernelLayer(Classifier classifier, int classes) {
        this.classifier = classifier;
        this.classes = classes;
        modes = addParameter(Parameter.builder()
                .setName(MODES)
                .setType(Parameter.Type.WEIGHT)
                .build());
    }

    /** Which kernel it is. */
    Classifier classifier() {
        return classifier;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray z = inputs.singletonOrThrow();
        return new NDList(logits(classifier, z, store.getValue(modes, z.getDevice(), training)));
    }

    /**
     * The logarithms of the kernel.
     *
     * @param classifier which kernel
     * @param z embeddings, (n, d)
     * @param modes (classes, d), of the same type
     * @return (n, classes), in the scope of the embeddings
     */
    static NDArray logits(Classifier classifier, NDArray z, NDArray modes) {
        NDManager scope = z.getManager();
        NDArray rate = scope.create(-classifier.rate());
        return switch (classifier.kind()) {
            case GAUSSIAN -> squares(z, modes).mul(scope.create(-classifier.rate() / 2));
            case LAPLACE ->
                squares(z, modes)
                        .add(scope.create(TINY))
                        .sqrt()
                        .sub(scope.create(Math.sqrt(TINY)))
                        .mul(rate);
            case CAUCHY ->
                squares(z, modes)
                        .mul(scope.create(classifier.rate()))
                        .add(scope.create(1.0))
                        .log()
                        .neg();
            case VON_MISES_FISHER ->
                squares(direction(z, scope), direction(modes, scope)).mul(scope.create(-classifier.rate() / 2));
            case LINEAR -> throw new IllegalArgumentException("a linear layer has no kernel");
        };
    }

    /** \( \|z_i - m_y\|^2 \). */
    private static NDArray squares(NDArray z, NDArray modes) {
        NDArray differences =
                z.reshape(z.getShape().get(0), 1, z.getShape().get(1)).sub(modes);
        return differences.mul(differences).sum(new int[] {2});
    }

    /** Rows divided by their length, a row of 0 left as it is; in the scope, to which a parameter's products do not go by themselves. */
    private static NDArray direction(NDArray rows, NDManager scope) {
        NDArray squares = in(scope, rows.mul(rows));
        NDArray lengths =
                squares.sum(new int[] {1}, true).add(scope.create(TINY)).sqrt();
        return in(scope, rows.div(lengths));
    }

    private static NDArray in(NDManager scope, NDArray array) {
        array.attach(scope);
        return array;
    }

    @Override
    protected void prepare(Shape[] shapes) {
        modes.setShape(new Shape(classes, shapes[0].get(shapes[0].dimension() - 1)));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        return new Shape[] {new Shape(shapes[0].get(0), classes)};
    }
}
