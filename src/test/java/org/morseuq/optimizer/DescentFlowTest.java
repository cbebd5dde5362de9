package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.ComplexVector;
import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Objective;
import org.morseuq.function.PerceptronReference;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.function.WeightedSum;

/** Backward error analysis: the flow followed for a time h ends within O(h^p) of the step of size h. */
final class DescentFlowTest {

    /** Errors have further terms, of relative size h: with h around 0.02 they bend the slope by some hundredths. */
    private static final double SLOPE = 0.1;

    private static final double H = 0.02;

    private final LogCosh objective = new LogCosh(3, 0.3, 1);
    private final ArrayVector start = ArrayVector.of(0.7, -0.4, 0.5);

    private double order(DoubleFunction<VectorField> flow) {
        return Orders.of(h -> Orders.distance(Orders.end(flow.apply(h), start, h), step(objective, start, h)), H);
    }

    private static Vector step(Objective objective, Vector at, double h) {
        Vector g = at.zeros();
        objective.gradient(at, g);
        return at.copy().add(-h, g);
    }

    @Test
    void theGradientFlowIsOffByTheSquareOfTheStep() {
        assertEquals(2, order(h -> DescentFlow.gradient(objective)), SLOPE);
    }

    @Test
    void theFlowOfImplicitRegularisationIsOffByTheCube() {
        assertEquals(3, order(h -> DescentFlow.secondOrder(objective, h)), SLOPE);
    }

    @Test
    void theThirdOrderFlowIsOffByTheFourthPower() {
        assertEquals(4, order(h -> DescentFlow.thirdOrder(objective, h)), SLOPE);
    }

    @Test
    void thePrincipalFlowIsOffByTheCubeAndByTheFourthPowerWithItsFirstMissingTerm() {
        ComplexVector complex = ComplexVector.of(start);
        double principal = Orders.of(
                h -> Orders.distance(
                        Orders.end(new PrincipalFlow(objective, h, Eigenpairs::all), complex, h),
                        ComplexVector.of(step(objective, start, h))),
                H);
        assertEquals(3, principal, SLOPE);
        double more = Orders.of(
                h -> Orders.distance(
                        Orders.end(PrincipalFlow.withThirdOrder(objective, h, Eigenpairs::all), complex, h),
                        ComplexVector.of(step(objective, start, h))),
                H);
        assertEquals(4, more, SLOPE);
    }

    @Test
    void trainingOnTasksTogetherFollowsTheirModifiedLoss() {
        List<LogCosh> tasks = List.of(new LogCosh(3, 0, 2), new LogCosh(3, 0, 3));
        double order = Orders.of(
                h -> Orders.distance(
                        Orders.end(DescentFlow.gradient(ImplicitBias.multitask(tasks, h)), start, h),
                        step(WeightedSum.of(tasks), start, h)),
                H);
        assertEquals(3, order, SLOPE);
    }

    @Test
    void trainingOnTasksInTurnFollowsTheirModifiedLossAndTheBracket() {
        for (int count = 2; count <= 4; count++) {
            List<LogCosh> tasks = List.of(
                            new LogCosh(3, 0, 2), new LogCosh(3, 0, 3), new LogCosh(3, 0, 4), new LogCosh(3, 0, 5))
                    .subList(0, count);
            double with = Orders.of(
                    h -> Orders.distance(Orders.end(ImplicitBias.continualFlow(tasks, h), start, h), turns(tasks, h)),
                    H / 4);
            assertEquals(3, with, SLOPE, count + " tasks");
            double without = Orders.of(
                    h -> Orders.distance(
                            Orders.end(DescentFlow.gradient(ImplicitBias.continual(tasks, h)), start, h),
                            turns(tasks, h)),
                    H / 4);
            assertEquals(2, without, SLOPE, count + " tasks");
        }
    }

    private Vector turns(List<LogCosh> tasks, double h) {
        Vector x = start.copy();
        for (LogCosh task : tasks) {
            x.set(step(task, x, h));
        }
        return x;
    }

    @Test
    void aRegularisedLossHasItsDerivatives() {
        Objective regularised = new GradientRegularised(objective, 0.2);
        Vector g = start.zeros();
        Vector v = ArrayVector.of(0.3, 1, -0.8);
        Vector product = start.zeros();
        assertEquals(regularised.value(start), regularised.gradient(start, g), 1e-15);
        regularised.hessianProduct(start, v, product);
        // Central differences: off by the square of the step, 1e-8, and by rounding over the step, 1e-12.
        double e = 1e-4;
        Vector plus = start.copy().add(e, v);
        Vector minus = start.copy().add(-e, v);
        assertEquals((regularised.value(plus) - regularised.value(minus)) / (2 * e), g.dot(v), 1e-6);
        Vector above = start.zeros();
        Vector below = start.zeros();
        regularised.gradient(plus, above);
        regularised.gradient(minus, below);
        Vector difference = above.add(-1, below).scale(1 / (2 * e));
        assertTrue(Orders.distance(difference, product) < 1e-6 * product.norm());
    }

    @Test
    void aRegularisedLossOfAFunctionWithoutThirdDerivativeHasNoHessian() {
        Objective twice = WeightedSum.of(List.of(objective));
        Vector into = start.zeros();
        UnsupportedOperationException refused =
                assertThrows(UnsupportedOperationException.class, () -> new GradientRegularised(twice, 1)
                        .hessianProduct(start, start, into));
        assertTrue(refused.getMessage().contains("third derivative"), refused.getMessage());
    }

    @Test
    void theRegularisedLossOfThePerceptronIsTheKnownOne() {
        // 1.3588652290 and 0.3915271185 for h = 0.1, by torch in float64.
        ArrayVector at = PerceptronReference.point();
        Vector g = at.zeros();
        double value = new GradientRegularised(PerceptronReference.all(), 0.1 / 4).gradient(at, g);
        assertEquals(1.3588652290, value, 1e-10);
        assertEquals(0.3915271185, g.norm(), 1e-10);
    }

    @Test
    void everyFlowCostsWhatItSays() {
        assertEquals("1 0 0", cost(DescentFlow::gradient));
        assertEquals("1 1 0", cost(e -> DescentFlow.secondOrder(e, 0.1)));
        assertEquals("1 2 1", cost(e -> DescentFlow.thirdOrder(e, 0.1)));
        assertEquals("2 2 0", cost(e -> ImplicitBias.continualFlow(List.of(e, e), 0.1)));
        assertEquals("2 2 0", cost(e -> DescentFlow.gradient(ImplicitBias.multitask(List.of(e, e), 0.1))));
        assertEquals("1 0 0", cost(e -> (at, into) -> new GradientRegularised(e, 1).value(at)));
        assertEquals("1 2 1", cost(e -> (at, into) -> new GradientRegularised(e, 1).hessianProduct(at, start, into)));
    }

    private String cost(Function<Counted, VectorField> flow) {
        Counted counted = new Counted(objective);
        flow.apply(counted).at(start, start.zeros());
        return counted.counts();
    }
}
