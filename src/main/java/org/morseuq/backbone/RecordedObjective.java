package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;

/**
 * An objective that the engine records while it is computed, and differentiates exactly.
 *
 * <p>A gradient is a forward and a backward pass. A product with the Hessian is a second backward pass through the recorded
 * gradient, about as much again as both; the record is kept until the next evaluation at another point, so that further
 * products at one point cost that pass alone. A third derivative records such a product in its turn and takes a pass
 * through it. The record holds all that the network computed on the way: close the objective.
 *
 * <p>Where a network normalises by the batch, the engine's third derivative is not the derivative of its second (it takes the
 * statistics that the forward pass kept for constants), and an {@link UnsupportedOperationException} says so.
 *
 * <p>Every evaluation moves the network to its point, and leaves it there. Statistics that the network keeps of its inputs
 * are put back after every evaluation but the first one of a gradient.
 */
public final class RecordedObjective implements ThriceDifferentiable, AutoCloseable {

    private final ParameterVector parameters;
    private final Autograd autograd;
    private final NDManager resources;
    private final Function<NDManager, NDArray> once;
    private final Function<NDManager, NDArray> again;
    private final int derivatives;
    private boolean counted;
    private Tape kept;

    /**
     * The recorded gradient at a point.
     *
     * @param scope all that was made on the way
     * @param value the loss
     * @param gradient flat
     * @param at the point, and
     * @param changes how often it and the network had moved
     */
    private record Tape(NDManager scope, double value, NDArray gradient, DeviceVector at, long changes)
            implements AutoCloseable {

        @Override
        public void close() {
            scope.close();
        }
    }

    /**
     * An objective.
     *
     * @param parameters what it is a function of; one thread at a time evaluates functions of one network
     * @param autograd the derivatives
     * @param resources a scope for what the loss needs at every evaluation; closed with the objective
     * @param loss computes a scalar from the parameters in the scope that it is given; the same number whenever it is called
     *     at the same point
     */
    public RecordedObjective(
            ParameterVector parameters, Autograd autograd, NDManager resources, Function<NDManager, NDArray> loss) {
        this(parameters, autograd, resources, loss, loss, Integer.MAX_VALUE);
    }

    /**
     * One whose loss is computed in one way where it is differentiated once or not at all, and in another where its gradient is
     * differentiated again; the numbers are the same but for rounding.
     *
     * @param derivatives how often the engine differentiates it rightly; what needs more is refused
     */
    RecordedObjective(
            ParameterVector parameters,
            Autograd autograd,
            NDManager resources,
            Function<NDManager, NDArray> once,
            Function<NDManager, NDArray> again,
            int derivatives) {
        this.parameters = parameters;
        this.autograd = autograd;
        this.resources = resources;
        this.once = once;
        this.again = again;
        this.derivatives = derivatives;
    }

    private void require(int needed) {
        if (needed > derivatives) {
            throw new UnsupportedOperationException("this loss can be differentiated " + derivatives
                    + " times, not " + needed + " times: the engine's third derivative through a normalisation by the"
                    + " batch is wrong");
        }
    }

    @Override
    public double value(Vector at) {
        moveTo(at);
        return with(false, () -> {
            try (NDManager scope = resources.newSubManager()) {
                return number(loss(once, scope, false));
            }
        });
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        moveTo(at);
        return with(true, () -> {
            try (NDManager scope = resources.newSubManager()) {
                NDArray value = loss(once, scope, true);
                device(gradient).set(autograd.gradient(value, parameters.parts()));
                return number(value);
            }
        });
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        require(2);
        Tape tape = recorded(at, false);
        try (NDArray result = autograd.hessianProduct(
                tape.gradient, parameters.parts(), device(direction).array())) {
            device(product).set(result);
        }
    }

    @Override
    public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
        require(3);
        Tape tape = recorded(at, false);
        with(true, () -> {
            try (NDArray product = autograd.recordedHessianProduct(
                            tape.gradient, parameters.parts(), device(u).array());
                    NDArray third = autograd.hessianProduct(
                            product, parameters.parts(), device(v).array())) {
                return device(into).set(third);
            }
        });
    }

    @Override
    public double gradientAndDrift(Vector at, Vector gradient, Vector drift) {
        require(2);
        Tape tape = recorded(at, true);
        device(gradient).set(tape.gradient);
        hessianProduct(at, gradient, drift);
        return tape.value;
    }

    private void moveTo(Vector at) {
        release();
        parameters.set(at);
    }

    private Tape recorded(Vector at, boolean counts) {
        DeviceVector point = device(at);
        if (kept != null && kept.at == point && kept.changes == point.changes() + parameters.changes()) {
            return kept;
        }
        moveTo(at);
        kept = with(true, () -> {
            NDManager scope = resources.newSubManager();
            try {
                NDArray value = loss(again, scope, counts);
                NDArray gradient = autograd.recordedGradient(value, parameters.parts());
                return new Tape(scope, number(value), gradient, point, point.changes() + parameters.changes());
            } catch (RuntimeException e) {
                scope.close();
                throw e;
            }
        });
        return kept;
    }

    /** The loss; the statistics are put back unless this is the evaluation that counts. */
    private NDArray loss(Function<NDManager, NDArray> loss, NDManager scope, boolean counts) {
        Optional<DeviceVector> statistics = parameters.statistics();
        if (statistics.isEmpty() || (counts && !counted)) {
            counted |= counts;
            return loss.apply(scope);
        }
        DeviceVector live = statistics.get();
        DeviceVector before = live.zeros().set(live);
        try {
            return loss.apply(scope);
        } finally {
            live.set(before);
            before.close();
        }
    }

    private static double number(NDArray scalar) {
        return scalar.toType(DataType.FLOAT64, false).getDouble();
    }

    private static DeviceVector device(Vector vector) {
        if (vector instanceof DeviceVector device) {
            return device;
        }
        throw new IllegalArgumentException("an objective on a device takes vectors of its parameters' space, got a "
                + vector.getClass().getSimpleName() + " of size " + vector.size());
    }

    private static <T> T with(boolean recording, Supplier<T> work) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(recording);
        try {
            return work.get();
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private void release() {
        if (kept != null) {
            kept.close();
            kept = null;
        }
    }

    /** Frees the record and the resources. */
    @Override
    public void close() {
        release();
        resources.close();
    }
}
