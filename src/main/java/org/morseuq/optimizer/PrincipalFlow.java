package org.morseuq.optimizer;

import org.morseuq.function.ComplexVector;
import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Eigensolver;
import org.morseuq.function.Objective;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

/**
 * The principal flow \( \theta' = \sum_i \alpha(h \lambda_i) \langle g, u_i \rangle u_i \), with \( \lambda_i, u_i \) the
 * eigenpairs of the Hessian and the complex exponent \( \alpha(z) = \log(1 - z) / z \) of {@link PrincipalExponent}: M. Rosca,
 * Y. Wu, C. Qin and B. Dherin 2023, arXiv 2302.01952.
 *
 * <p>On a quadratic, followed for a time n h, it is at the n-th iterate of gradient descent with step h exactly, also where
 * that oscillates or diverges. In general it holds every term \( H^k g \) of the equation that gradient descent follows and
 * none of the others; the first of those is \( -\frac{h^2}{12} D^3 E(g, g, \cdot) \), which {@link #withThirdOrder} adds.
 *
 * <p>The state is a {@link ComplexVector} \( x + i y \), with y = 0 at the start. The gradient of E at a complex point is
 * taken to be \( g(x) + i H(x) y \), exact for quadratics and to first order in y otherwise; that is our choice. Directions
 * that the eigensolver does not give count with \( \alpha = -1 \), so that the flow is
 * \( -g + \sum_i (\alpha_i + 1) \langle g, u_i \rangle u_i \) over those it does give: all of a small problem, or the few of
 * a network for which \( h \lambda \) is not small. With {@link Rest#SECOND_ORDER}, ours too, they count with
 * \( \alpha = -(1 + h \lambda / 2) \), which is nearer. Whoever needs to know whether the pairs converged asks the solver.
 *
 * <p>Costs a gradient, a product with the Hessian where y is not 0, and the eigenpairs: n products for all of them, some ten
 * for a few. A rest of second order costs a product more, and one for y.
 *
 * @param objective E
 * @param h the step that it models, above 0
 * @param solver of the eigenpairs, for instance {@code Eigenpairs::all} or {@code Lanczos.top(5)}
 * @param rest how the other directions count
 */
public record PrincipalFlow(Objective objective, double h, Eigensolver solver, Rest rest) implements VectorField {

    /** How directions count that the eigensolver does not give. */
    public enum Rest {
        /** As in the gradient flow. */
        FIRST_ORDER,
        /** As in the flow of the implicit gradient regularisation, {@link DescentFlow#secondOrder}. */
        SECOND_ORDER
    }

    /** Checks the range. */
    public PrincipalFlow {
        if (!(h > 0) || !Double.isFinite(h)) {
            throw new IllegalArgumentException("a principal flow models a step above 0, got " + h);
        }
        if (rest == null) {
            throw new IllegalArgumentException("a principal flow needs to know how the rest counts");
        }
    }

    /** The flow whose other directions count with \( \alpha = -1 \), as in the paper. */
    public PrincipalFlow(Objective objective, double h, Eigensolver solver) {
        this(objective, h, solver, Rest.FIRST_ORDER);
    }

    @Override
    public void at(Vector at, Vector into) {
        ComplexVector point = ComplexVector.cast(at);
        ComplexVector slope = ComplexVector.cast(into);
        Vector x = point.real();
        double half = rest == Rest.SECOND_ORDER ? h / 2 : 0;
        try (Vector real = x.zeros();
                Vector imaginary = x.zeros();
                Vector drift = x.zeros();
                Eigenpairs pairs = solver.of(SymmetricOperator.hessian(objective, x), x)) {
            objective.gradient(x, real);
            boolean turned = point.imaginary().norm() > 0;
            if (turned) {
                objective.hessianProduct(x, point.imaginary(), imaginary);
            }
            slope.real().fill(0).add(-1, real);
            slope.imaginary().fill(0).add(-1, imaginary);
            if (half > 0) {
                objective.hessianProduct(x, real, drift);
                slope.real().add(-half, drift);
            }
            if (half > 0 && turned) {
                objective.hessianProduct(x, imaginary, drift);
                slope.imaginary().add(-half, drift);
            }
            for (int i = 0; i < pairs.count(); i++) {
                Vector u = pairs.vectors().get(i);
                double z = h * pairs.values()[i];
                double a = PrincipalExponent.real(z) + 1 + half * pairs.values()[i];
                double b = PrincipalExponent.imaginary(z);
                double re = real.dot(u);
                double im = imaginary.dot(u);
                slope.real().add(a * re - b * im, u);
                slope.imaginary().add(a * im + b * re, u);
            }
        }
    }

    /**
     * The flow with the first term that is not principal, \( -\frac{h^2}{12} D^3 E(g, g, \cdot) \) at the real part: as close
     * to gradient descent as {@link DescentFlow#thirdOrder}, and exact on quadratics.
     *
     * @param objective E
     * @param h the step that it models, above 0
     * @param solver of the eigenpairs
     * @return a field of {@link ComplexVector}s
     */
    public static VectorField withThirdOrder(ThriceDifferentiable objective, double h, Eigensolver solver) {
        PrincipalFlow principal = new PrincipalFlow(objective, h, solver);
        return (at, into) -> {
            principal.at(at, into);
            Vector x = ComplexVector.cast(at).real();
            try (Vector g = x.zeros();
                    Vector third = x.zeros()) {
                objective.gradient(x, g);
                objective.thirdProduct(x, g, g, third);
                ComplexVector.cast(into).real().add(-h * h / 12, third);
            }
        };
    }
}
