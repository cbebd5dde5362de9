package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.PerceptronReference;
import org.morseuq.function.Quadratic;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

final class LieBracketTest {

    private static final double SLOPE = 0.1;
    private static final double ROUNDING = 1e-13;

    private final ArrayVector start = ArrayVector.of(0.7, -0.4, 0.5);
    private final LogCosh one = new LogCosh(3, 0, 2);
    private final LogCosh two = new LogCosh(3, 0, 3);
    private final LogCosh three = new LogCosh(3, 0, 4);

    private static Vector at(VectorField field, Vector x) {
        Vector into = x.zeros();
        field.at(x, into);
        return into;
    }

    private Vector bracket(Objective... tasks) {
        return at(new LieBracket(List.of(tasks)), start);
    }

    private static Vector pass(TaskPass pass, Vector from) {
        Vector x = from.copy();
        pass.apply(x);
        return x;
    }

    private static Vector turns(double h, Vector from, Objective... tasks) {
        return pass(new TaskPass(List.of(tasks), h, TaskPass.Order.FORWARD), from);
    }

    @Test
    void orderMakesTheDifferenceThatTheBracketSays() {
        Vector bracket = bracket(one, two);
        assertEquals(
                3,
                Orders.of(
                        h -> turns(h, start, one, two)
                                .add(-1, turns(h, start, two, one))
                                .add(-h * h, bracket)
                                .norm(),
                        0.01),
                SLOPE);
    }

    @Test
    void onThePerceptronItIsTheKnownOne() {
        ArrayVector at = PerceptronReference.point();
        ThriceDifferentiable a = PerceptronReference.loss(0, 4);
        ThriceDifferentiable b = PerceptronReference.loss(4, 8);
        Vector bracket = at(LieBracket.of(a, b), at);
        assertArrayEquals(PerceptronReference.numbers("bracket"), bracket.toArray(), 1e-14);
        // Relative errors of the difference of the two orders, by numpy in float64.
        double[] errors = {2.4807e-2, 2.4909e-3, 2.4917e-4};
        for (int i = 0; i < 3; i++) {
            double h = Math.pow(10, -1 - i);
            Vector difference = turns(h, at, a, b).add(-1, turns(h, at, b, a));
            double error = difference.scale(1 / (h * h)).add(-1, bracket).norm() / bracket.norm();
            assertEquals(errors[i], error, 1e-3 * errors[i]);
        }
        TaskInterference interference = TaskInterference.of(List.of(a, b), at, 0.1);
        assertEquals(0.0600080761, interference.cosine(0, 1), 1e-10);
        assertEquals(0.3308115475, interference.bracketNorm(), 1e-10);
    }

    @Test
    void reversingTheOrderFlipsTheSign() {
        Vector there = bracket(one, two, three);
        Vector back = bracket(three, two, one);
        assertEquals(0, there.add(1, back).norm(), ROUNDING);
    }

    @Test
    void thatOfManyTasksIsTheSumOverPairs() {
        Vector sum = bracket(one, two).add(1, bracket(one, three)).add(1, bracket(two, three));
        assertEquals(0, Orders.distance(sum, bracket(one, two, three)), ROUNDING);
    }

    @Test
    void theJacobiIdentityHolds() {
        // Brackets of brackets by central differences of ours: off by the square of 1e-4 times fourth derivatives.
        Vector sum = nested(one, two, three).add(1, nested(two, three, one)).add(1, nested(three, one, two));
        double size = nested(one, two, three).norm();
        assertTrue(size > 0.1, "the terms are no smaller than " + size);
        assertEquals(0, sum.norm(), 1e-6 * size);
    }

    /** \( [[g_1, g_2], g_3] = H_3 B - DB g_3 \) with \( B = [g_1, g_2] \). */
    private Vector nested(Objective first, Objective second, Objective third) {
        VectorField inner = LieBracket.of(first, second);
        Vector g = start.zeros();
        third.gradient(start, g);
        double e = 1e-4;
        Vector moved =
                at(inner, start.copy().add(e, g)).add(-1, at(inner, start.copy().add(-e, g)));
        Vector result = start.zeros();
        third.hessianProduct(start, at(inner, start), result);
        return result.add(-1 / (2 * e), moved);
    }

    @Test
    void onQuadraticsItHasAClosedForm() {
        double[][] a = {{2, 1}, {1, 3}};
        double[][] b = {{1, -0.5}, {-0.5, 4}};
        double[] c = {1, -1};
        double[] d = {0.5, 2};
        ArrayVector x = ArrayVector.of(0.3, -0.7);
        // B A (x - c) - A B (x - d)
        double[] expected = new double[2];
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++) {
                for (int k = 0; k < 2; k++) {
                    expected[i] += b[i][j] * a[j][k] * (x.get(k) - c[k]) - a[i][j] * b[j][k] * (x.get(k) - d[k]);
                }
            }
        }
        assertArrayEquals(
                expected,
                at(LieBracket.of(new Quadratic(a, c), new Quadratic(b, d)), x).toArray(),
                ROUNDING);
    }

    @Test
    void itVanishesForCommutingQuadraticsWithOneCentreAndForEqualTasks() {
        Quadratic p = Quadratic.diagonal(1, 2, 3);
        Quadratic q = Quadratic.diagonal(5, -1, 2);
        assertEquals(0, bracket(p, q).norm(), ROUNDING);
        assertEquals(0, bracket(one, one).norm(), ROUNDING);
        // Of equal tasks, h/4 |g|^2 twice and the conflict term h/2 |g|^2 make the h/4 |2 g|^2 of the doubled loss.
        double h = 0.1;
        TaskInterference same = TaskInterference.of(List.of(one, one), start, h);
        double squares = same.products()[0][0];
        double apart = ImplicitBias.continual(List.of(one, one), h).value(start);
        double together = ImplicitBias.multitask(List.of(one, one), h).value(start);
        assertEquals(h / 2 * squares, same.conflict(), ROUNDING);
        assertEquals(h / 4 * 4 * squares, together - 2 * one.value(start), ROUNDING);
        assertEquals(together, apart + same.conflict(), ROUNDING);
        assertEquals(1, same.cosine(0, 1), ROUNDING);
    }

    @Test
    void theConflictTermIsWhatTrainingTogetherHasOnTopOfTrainingInTurn() {
        List<LogCosh> tasks = List.of(one, two, three);
        double conflict = TaskInterference.of(tasks, start, 0.3).conflict();
        double together = ImplicitBias.multitask(tasks, 0.3).value(start);
        double inTurn = ImplicitBias.continual(tasks, 0.3).value(start);
        assertEquals(together - inTurn, conflict, ROUNDING);
    }

    @Test
    void forgettingIsPredictedToThirdOrder() {
        assertEquals(3, Orders.of(h -> Math.abs(forgotten(h) - predicted(h)), 0.01), SLOPE);
        assertEquals(2, Orders.of(h -> Math.abs(forgotten(h)), 0.005), SLOPE);
    }

    /** The loss of the first task after the second, less the mean over both orders. */
    private double forgotten(double h) {
        double inTurn = one.value(turns(h, start, one, two));
        return (inTurn - one.value(turns(h, start, two, one))) / 2;
    }

    private double predicted(double h) {
        return TaskInterference.of(List.of(one, two), start, h).forgetting()[0];
    }

    @Test
    void atTheMinimumOfTheFirstTaskItsForgettingIsTheSquareOfTheBracket() {
        Quadratic first = new Quadratic(new double[][] {{2, 1, 0}, {1, 3, 0}, {0, 0, 1}}, start.toArray());
        double bracket = TaskInterference.of(List.of(first, two), start, 1).bracketNorm();
        assertEquals(
                4,
                Orders.of(
                        h -> {
                            double inTurn = first.value(turns(h, start, first, two));
                            double reversed = first.value(turns(h, start, two, first));
                            return Math.abs((inTurn - reversed) / 2 - h * h * h / 2 * bracket * bracket);
                        },
                        0.01),
                SLOPE);
    }

    @Test
    void ofATaskAtItsMinimumTheNextTermTellsWhatTheOrderCosts() {
        Quadratic trained = new Quadratic(new double[][] {{2, 1, 0}, {1, 3, 0}, {0, 0, 1}}, start.toArray());
        List<Objective> tasks = List.of(one, trained, two);
        assertEquals(0, TaskInterference.of(tasks, start, 1).forgetting()[1], ROUNDING);
        assertEquals(
                4,
                Orders.of(
                        h -> {
                            double mean = 0;
                            for (Objective[] order : orders(one, trained, two)) {
                                mean += trained.value(turns(h, start, order)) / 6;
                            }
                            double inOrder = trained.value(turns(h, start, one, trained, two));
                            return Math.abs(inOrder
                                    - mean
                                    - TaskInterference.of(tasks, start, h).next()[1]);
                        },
                        0.005),
                SLOPE);
        TaskInterference pair = TaskInterference.of(List.of(trained, two), start, 0.1);
        assertEquals(1e-3 / 2 * pair.bracketNorm() * pair.bracketNorm(), pair.next()[0], ROUNDING);
    }

    private static Objective[][] orders(Objective a, Objective b, Objective c) {
        return new Objective[][] {{a, b, c}, {a, c, b}, {b, a, c}, {b, c, a}, {c, a, b}, {c, b, a}};
    }

    @Test
    void aCorrectedPassEndsWhereTheOtherOrderOrTheMeanOfBothWouldToThirdOrder() {
        assertEquals(
                3,
                Orders.of(
                        h -> Orders.distance(
                                pass(new TaskPass(List.of(one, two, three), h, TaskPass.Order.REVERSED), start),
                                turns(h, start, three, two, one)),
                        0.005),
                SLOPE);
        assertEquals(
                3,
                Orders.of(
                        h -> Orders.distance(
                                pass(new TaskPass(List.of(one, two), h, TaskPass.Order.AVERAGED), start),
                                turns(h, start, one, two)
                                        .add(1, turns(h, start, two, one))
                                        .scale(0.5)),
                        0.005),
                SLOPE);
        assertEquals(
                2, Orders.of(h -> Orders.distance(turns(h, start, one, two), turns(h, start, two, one)), 0.005), SLOPE);
    }

    @Test
    void ofThreeTasksTheMeanIsThatOverAllSixOrders() {
        assertEquals(
                3,
                Orders.of(
                        h -> {
                            Vector mean = start.zeros();
                            for (Objective[] order : orders(one, two, three)) {
                                mean.add(1.0 / 6, turns(h, start, order));
                            }
                            return Orders.distance(
                                    pass(new TaskPass(List.of(one, two, three), h, TaskPass.Order.AVERAGED), start),
                                    mean);
                        },
                        0.005),
                SLOPE);
    }

    @Test
    void everythingCostsWhatItSays() {
        for (int count = 2; count <= 4; count++) {
            Counted counted = new Counted(one);
            List<Objective> tasks = Collections.nCopies(count, counted);
            new LieBracket(tasks).at(start, start.zeros());
            assertEquals(count + " " + count + " 0", counted.counts());
            Counted again = new Counted(one);
            TaskInterference.of(Collections.nCopies(count, again), start, 0.1);
            assertEquals(count + " " + 2 * count + " 0", again.counts());
            Counted passed = new Counted(one);
            pass(new TaskPass(Collections.nCopies(count, passed), 0.1, TaskPass.Order.FORWARD), start);
            assertEquals(count + " 0 0", passed.counts());
            Counted corrected = new Counted(one);
            pass(new TaskPass(Collections.nCopies(count, corrected), 0.1, TaskPass.Order.REVERSED), start);
            assertEquals((2 * count - 1) + " " + count + " 0", corrected.counts());
        }
    }

    @Test
    void fewerThanTwoTasksAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new LieBracket(List.of(one)));
        assertThrows(IllegalArgumentException.class, () -> TaskInterference.of(List.of(one), start, 1));
        assertThrows(IllegalArgumentException.class, () -> new TaskPass(List.of(one), 1, TaskPass.Order.FORWARD));
    }
}
