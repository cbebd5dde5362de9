package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Json;
import org.morseuq.study.StepResult;

/** Small studies of flows, orders and brackets, through the command line alone. */
final class StepExperimentTest {

    private static final String CLASSIFIER =
            """
            "classifier": {"toy": "moons", "noise": 0.2, "points": 16, "fresh": 32, "hidden": 3}, "seed": 1,
             "tolerance": 0.05}
            """;

    private static final String FLOWS =
            """
            {"title": "tiny flows", "kind": "principal-flow", "curvatures": [2, 0.02], "start": [-0.35, -0.2],
             "bowl_steps": [1.05], "iterates": 3, "steps": [0.1, 0.2], "path_step": 0.4, "training": 10, "every": 5,
             "pairs": 2, "substeps": 10,
            """
                    + CLASSIFIER;

    private static final String ORDERS =
            """
            {"title": "tiny orders", "kind": "backward-sgd", "variables": 2, "ridge": 0.4, "regression_step": 0.3,
             "regression_iterates": 60, "step": 0.3, "batch": 4, "warmup": 40, "iterates": 40, "every": 5, "window": 10,
             "runs": 2,
            """
                    + CLASSIFIER;

    private static final String BRACKETS =
            """
            {"title": "tiny brackets", "kind": "task-brackets", "angles": [30, 90], "steps": [0.05, 0.025], "step": 0.1,
             "training": 20, "parts": 2, "after": 10,
            """
                    + CLASSIFIER;

    private static final String METHODS =
            """
            {"title": "tiny methods", "kind": "runge-kutta", "duration": 0.5, "cuts": [2, 4, 8, 16], "finer": 4, "curvature": 3,
             "iterates": 40,
            """
                    + CLASSIFIER;

    private static final String CORRIDORS =
            """
            {"title": "tiny corridors", "kind": "corridors", "curvatures": [10, 1, 0.1], "toy_steps": 20,
             "rates": [0.1, 0.3], "caps": [1], "batch": 4, "iterates": 20, "every": 5, "runs": 2,
            """
                    + CLASSIFIER;

    private static final String DRIFTS =
            """
            {"title": "tiny drifts", "kind": "drift-adjusted", "powers": [0.5, 1], "rates": [0.1, 1], "cap": 1e9,
             "iterates": 20, "every": 5, "runs": 2,
            """
                    + CLASSIFIER;

    @TempDir
    private Path folder;

    private Cli reproduce(String name) {
        return Cli.run("reproduce", name, "--from", folder.resolve("eval"), "--to", folder.resolve("out"));
    }

    private List<StepResult.Table> tables(String name, String definition) throws IOException {
        Path eval = Files.createDirectories(folder.resolve("eval").resolve(name));
        Files.writeString(eval.resolve("experiment.json"), definition);
        Cli first = reproduce(name);
        assertEquals(0, first.code(), first.err());
        Path out = folder.resolve("out").resolve(name);
        BufferedImage picture = ImageIO.read(out.resolve("curves.png").toFile());
        assertTrue(picture.getWidth() >= 2 * 400);
        // Again, it is remembered; and nothing moved against its own results.
        byte[] kept = Files.readAllBytes(out.resolve("summary.json"));
        Files.copy(out.resolve("summary.json"), eval.resolve("expected.json"));
        Files.delete(out.resolve("curves.png"));
        Cli second = reproduce(name);
        assertTrue(second.out().endsWith("Nothing moved." + System.lineSeparator()), second.out());
        assertArrayEquals(kept, Files.readAllBytes(out.resolve("summary.json")));
        assertTrue(Files.exists(out.resolve("curves.png")));
        return Json.read(out.resolve("summary.json"), StepResult.class).tables();
    }

    private static double number(StepResult.Table table, String row, String column) {
        StepResult.Row found = table.rows().stream()
                .filter(one -> one.name().equals(row))
                .findFirst()
                .orElseThrow();
        return found.numbers().get(table.columns().indexOf(column) - 1);
    }

    @Test
    void flowsAreMeasuredAgainstGradientDescent() throws IOException {
        List<StepResult.Table> tables = tables("flows", FLOWS);
        // The integrator takes 400 steps of order 4 for one of gradient descent.
        assertTrue(number(tables.get(0), "h = 1.05, principal", "the largest of 3") < 1e-9);
        assertTrue(number(tables.get(0), "h = 1.05, third order", "the largest of 3") > 0.1);
        double[] orders = {1, 2, 3}; // of the error over the length of the step
        List<String> names = List.of("gradient flow", "second order (IGR)", "third order");
        for (int i = 0; i < 3; i++) {
            double ratio =
                    number(tables.get(1), "h = 0.2", names.get(i)) / number(tables.get(1), "h = 0.1", names.get(i));
            assertEquals(orders[i], Math.log(ratio) / Math.log(2), 0.2, names.get(i));
        }
    }

    @Test
    void ordersOfBatchesAreCompared() throws IOException {
        List<StepResult.Table> tables = tables("orders", ORDERS);
        assertTrue(number(tables.get(0), "backward", "largest move / bound") <= 1 + 1e-9);
        assertTrue(number(tables.get(0), "backward", "move, last quarter")
                < number(tables.get(0), "forward", "move, last quarter") / 10);
        assertEquals(5 * 8 * 9 / 2, number(tables.get(1), "backward", "updates"));
        assertEquals(40, number(tables.get(1), "windowed", "updates"));
    }

    @Test
    void bracketsAreMeasured() throws IOException {
        List<StepResult.Table> tables = tables("brackets", BRACKETS);
        for (int count = 2; count <= 3; count++) {
            assertEquals(3, number(tables.get(0), count + " tasks, with bracket", "order"), 0.2);
            assertEquals(2, number(tables.get(0), count + " tasks, without bracket", "order"), 0.2);
        }
        assertEquals(2, tables.get(1).rows().size());
    }

    @Test
    void methodsHaveTheirOrderAndTheirLimit() throws IOException {
        List<StepResult.Table> tables = tables("methods", METHODS);
        // Steps of 1/32 still bend the line; within 0.3, an order is told from its neighbours.
        for (StepResult.Row row : tables.get(0).rows()) {
            assertEquals(row.numbers().get(0), number(tables.get(0), row.name(), "last slope"), 0.3, row.name());
        }
        // Roots of |R(-z)| = 1 by hand: 1 - z; 1 - z + z^2/2; with -z^3/6; with z^4/24.
        double[] limits = {2, 2, 2.512745, 2.785294};
        List<String> names = List.of("euler", "midpoint", "kutta3", "rk4");
        for (int i = 0; i < 4; i++) {
            // Found to 1e-7; a factor of 1 + 1e-9 after 40 steps blurs it by much less.
            assertEquals(limits[i], number(tables.get(1), names.get(i), "h lambda, measured"), 1e-5, names.get(i));
        }
        assertEquals(limits[3] / 8, number(tables.get(1), "rk4", "for a gradient"), 1e-5);
        for (StepResult.Row row : tables.get(1).rows()) {
            assertEquals(row.numbers().get(2), row.numbers().get(1), 1e-5, row.name());
        }
    }

    @Test
    void corridorStepsDoWhatTheirClosedFormsSay() throws IOException {
        List<StepResult.Table> tables = tables("corridors", CORRIDORS);
        StepResult.Table toys = tables.get(0);
        // The gradient of the distance is x / |x|: one rounding of a few ulps at the start.
        assertEquals(0, number(toys, "distance", "first factor"), 1e-15);
        assertEquals(0, number(toys, "distance", "drift at the start"), 1e-15);
        for (String factor : List.of("first factor", "second factor")) {
            assertEquals(1 - 1 / 2.0, number(toys, "power 2", factor), 1e-14);
            assertEquals(1 - 1 / 4.0, number(toys, "power 4", factor), 1e-14);
        }
        for (StepResult.Row row : toys.rows()) {
            assertTrue(row.numbers().get(6) >= -1e-14, row.toString()); // Fejer, but for rounding
        }
        assertTrue(number(toys, "quadratic", "rises") > 0); // the distance falls, the loss need not
        assertEquals(0.1, number(tables.get(1), "rate 0.1", "mean step"), 1e-12);
        assertTrue(number(tables.get(1), "corridor, at most 1.0", "mean step") <= 1);
        assertEquals(0, number(tables.get(1), "corridor, at most 1.0", "less corridor"));
    }

    @Test
    void driftAdjustedStepsAreSetBesideTheEdge() throws IOException {
        List<StepResult.Table> tables = tables("drifts", DRIFTS);
        // |H g| / |g| is at most the largest curvature in size, so p = 1 is never below the edge; 0.001: of Lanczos.
        assertTrue(number(tables.get(0), "p = 1.0", "h lambda_1 / 2") >= 0.999);
        assertEquals(0.1, number(tables.get(0), "h = 0.1", "mean step"), 1e-12);
        // Small steps go downhill, and as many gradients more lead farther down.
        assertEquals(0, number(tables.get(0), "h = 0.1", "rises %"));
        assertTrue(number(tables.get(0), "h = 0.1", "for the gradients")
                < number(tables.get(0), "h = 0.1", "loss, new points"));
        for (StepResult.Row row : tables.get(1).rows()) {
            assertTrue(row.numbers().get(1) >= -1 && row.numbers().get(2) <= 1, row.toString());
        }
    }

    @Test
    void whatMovedIsTold() throws IOException {
        tables("brackets", BRACKETS);
        Path expected = folder.resolve("eval/brackets/expected.json");
        StepResult before = Json.read(expected, StepResult.class);
        StepResult.Table table = before.tables().get(1);
        StepResult.Row row = table.rows().get(0);
        List<Double> numbers = new ArrayList<>(row.numbers());
        numbers.set(1, 1.06 * numbers.get(1)); // beyond the tolerance of 0.05
        numbers.set(5, 1.04 * numbers.get(5)); // within
        StepResult.Table changed = new StepResult.Table(
                table.title(),
                table.columns(),
                List.of(new StepResult.Row(row.name(), numbers), table.rows().get(1)),
                table.note());
        Json.write(expected, new StepResult(List.of(before.tables().get(0), changed), List.of()));
        String told = reproduce("brackets").out();
        assertTrue(told.contains("Moved:") && told.contains("30.0 degrees: bracket is "), told);
        assertEquals(1, told.substring(told.indexOf("Moved:")).lines().count() - 1, told);
    }

    @Test
    void whatCannotBeRunIsRefused() throws IOException {
        Path eval = Files.createDirectories(folder.resolve("eval/orders"));
        Files.writeString(eval.resolve("experiment.json"), ORDERS.replace("\"window\": 10", "\"window\": 11"));
        Cli refused = reproduce("orders");
        assertTrue(refused.lastMessage().contains("'iterates' must be a multiple"), refused.err());
        Files.writeString(eval.resolve("experiment.json"), METHODS.replace("[2, 4, 8, 16]", "[2, 4, 8, 8]"));
        assertTrue(reproduce("orders").lastMessage().contains("must be at least 1 and rise, got [2, 4, 8, 8]"));
        Files.writeString(eval.resolve("experiment.json"), ORDERS.replace("0.3,", "3,"));
        assertTrue(reproduce("orders").lastMessage().contains("where every update contracts, got 3"));
    }
}
