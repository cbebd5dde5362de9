package org.morseuq.study;

import java.util.LinkedHashMap;
import java.util.Map;
import org.morseuq.function.ComplexVector;
import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Lanczos;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.optimizer.DescentFlow;
import org.morseuq.optimizer.FixedStepIntegrator;
import org.morseuq.optimizer.PrincipalFlow;
import org.morseuq.optimizer.Tableaux;

/** A flow that models gradient descent, of complex vectors whether or not it leaves the real ones. */
@FunctionalInterface
interface StudiedFlow {

    /** The flow that models a step h. */
    VectorField of(ThriceDifferentiable objective, double h);

    /** Those that hold for any function, by name. */
    static Map<String, StudiedFlow> general() {
        Map<String, StudiedFlow> flows = new LinkedHashMap<>();
        flows.put("gradient flow", (e, h) -> onRealPart(DescentFlow.gradient(e)));
        flows.put("second order (IGR)", (e, h) -> onRealPart(DescentFlow.secondOrder(e, h)));
        flows.put("third order", (e, h) -> onRealPart(DescentFlow.thirdOrder(e, h)));
        flows.put("principal", (e, h) -> new PrincipalFlow(e, h, Eigenpairs::all));
        return flows;
    }

    /** What one does on a network, and the principal flow with its first missing term, besides. */
    static Map<String, StudiedFlow> ofNetworks(int pairs, long seed) {
        Map<String, StudiedFlow> flows = general();
        Lanczos lanczos = new Lanczos(Lanczos.Part.MAGNITUDE, pairs, 30 + 10 * pairs, 1e-6, seed);
        flows.put("top " + pairs, (e, h) -> new PrincipalFlow(e, h, lanczos));
        flows.put(
                "top " + pairs + ", rest IGR",
                (e, h) -> new PrincipalFlow(e, h, lanczos, PrincipalFlow.Rest.SECOND_ORDER));
        flows.put("principal and third", (e, h) -> PrincipalFlow.withThirdOrder(e, h, Eigenpairs::all));
        return flows;
    }

    private static VectorField onRealPart(VectorField field) {
        return (at, into) -> {
            field.at(ComplexVector.cast(at).real(), ComplexVector.cast(into).real());
            ComplexVector.cast(into).imaginary().fill(0);
        };
    }

    /** Follows a flow for a time, in steps of order 4. */
    static void follow(VectorField field, Vector x, double time, int substeps) {
        try (FixedStepIntegrator integrator = new FixedStepIntegrator(Tableaux.RK4, x)) {
            integrator.integrate(field, x, time, substeps);
        }
    }
}
