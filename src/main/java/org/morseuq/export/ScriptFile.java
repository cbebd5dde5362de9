package org.morseuq.export;

import java.util.stream.Collectors;
import org.morseuq.store.NamedArray;
import org.morseuq.store.ScriptArchive;

/** A graph as a TorchScript program: a module whose {@code forward} takes the features and returns a tuple. */
final class ScriptFile {

    private static final String NAME = "MorseHead";

    private ScriptFile() {}

    static byte[] bytes(Graph graph) {
        StringBuilder text = new StringBuilder();
        text.append("  def forward(self: __torch__.").append(NAME).append(", ").append(Graph.INPUT);
        text.append(": Tensor) -> Tuple[")
                .append(graph.outputs().stream().map(output -> "Tensor").collect(Collectors.joining(", ")))
                .append("]:\n");
        for (NamedArray constant : graph.constants()) {
            text.append("    ")
                    .append(constant.name())
                    .append(" = self.")
                    .append(constant.name())
                    .append('\n');
        }
        for (Graph.Step step : graph.steps()) {
            text.append("    ").append(step.result()).append(" = ");
            text.append(step.operation().script(step.inputs().toArray())).append('\n');
        }
        text.append("    return (")
                .append(graph.outputs().stream().map(Graph.Output::name).collect(Collectors.joining(", ")))
                .append(")\n");
        return ScriptArchive.bytes(NAME, text.toString(), graph.constants());
    }
}
