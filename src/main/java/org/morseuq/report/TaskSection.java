package org.morseuq.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.morseuq.complexity.ComplexityCard.Tasks;
import org.morseuq.optimizer.TaskGeometry;

/** How classes or batches lie to each other as tasks. */
final class TaskSection {

    private static final int SHOWN = 5;

    private TaskSection() {}

    /** Two tasks. */
    private record Pair(int first, int second) {}

    static List<Element> of(Tasks tasks) {
        TaskGeometry geometry = tasks.geometry();
        List<String> names = tasks.names();
        int count = names.size();
        double[][] cosines = new double[count][count];
        List<Pair> pairs = new ArrayList<>();
        double largest = 0;
        int apart = 0;
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                cosines[i][j] = geometry.cosine(i, j);
                largest = Math.max(largest, geometry.brackets()[i][j]);
                if (j < i) {
                    pairs.add(new Pair(i, j));
                    apart += cosines[i][j] < 0 ? 1 : 0;
                }
            }
        }
        pairs.sort(Comparator.comparingDouble(pair -> geometry.cosine(pair.first(), pair.second())));
        Pair most = pairs.stream()
                .max(Comparator.comparingDouble(pair -> geometry.brackets()[pair.first()][pair.second()]))
                .orElseThrow();
        Figure figure = new Figure(
                        "Left, the cosine between the gradients of two tasks: below 0 they pull apart. Right, the"
                                + " norm of their Lie bracket: a step h on one and then on the other ends h\u00b2 times it away from"
                                + " the other order, where the network is smooth; a network of rectifiers is so in pieces only.")
                .key(HeatMap.scale("-1", "1 (cosine)"))
                .inPairs();
        figure.add(HeatMap.draw(
                "cosine of gradients",
                names,
                cosines,
                -1,
                1,
                "Cosines between the gradients of " + count + " tasks; " + apart + " of " + pairs.size()
                        + " pairs are below 0. The most opposed are " + words(pairs.get(0), tasks) + " with "
                        + Words.number(geometry.cosine(
                                pairs.get(0).first(), pairs.get(0).second())) + "."));
        figure.add(HeatMap.draw(
                "norm of brackets, 0 to " + Words.number(largest),
                names,
                geometry.brackets(),
                -Math.max(largest, 1e-300),
                Math.max(largest, 1e-300),
                "Norms of the Lie brackets of " + count + " tasks, 0 for a task and itself. The largest is "
                        + Words.number(largest) + ", of " + words(most, tasks) + "."));
        double conflict = geometry.conflict(tasks.step());
        String text =
                "Each task's loss is the mean cross-entropy over its own images, all weighted alike. The conflict term of a"
                        + " step h = " + Words.number(tasks.step())
                        + " on all together, h/2 times the sum over pairs of the inner"
                        + " products of gradients, is " + Words.number(conflict)
                        + (conflict < 0
                                ? ": on the whole the tasks pull apart."
                                : ": on the whole the tasks pull together. One class dominating that sum can hide pairs that do not.");
        return List.of(figure.draw(), table(tasks, pairs), Element.of("p", text));
    }

    private static Element table(Tasks tasks, List<Pair> pairs) {
        Table table = new Table(
                "The most opposed and the most aligned pairs of tasks",
                "pair",
                List.of("cosine", "conflict term", "norm of the bracket"));
        int ends = Math.min(SHOWN, (pairs.size() + 1) / 2);
        List<Pair> shown = new ArrayList<>(pairs.subList(0, ends));
        shown.addAll(pairs.subList(Math.max(ends, pairs.size() - SHOWN), pairs.size()));
        for (Pair pair : shown) {
            TaskGeometry geometry = tasks.geometry();
            table.texts(
                    words(pair, tasks),
                    List.of(
                            Words.number(geometry.cosine(pair.first(), pair.second())),
                            Words.number(tasks.step() / 2 * geometry.products()[pair.first()][pair.second()]),
                            Words.number(geometry.brackets()[pair.first()][pair.second()])));
        }
        return table.draw();
    }

    private static String words(Pair pair, Tasks tasks) {
        return tasks.names().get(pair.second()) + " and " + tasks.names().get(pair.first());
    }
}
