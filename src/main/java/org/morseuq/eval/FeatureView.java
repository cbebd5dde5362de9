package org.morseuq.eval;

import java.util.List;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * What a detector looks at: some blocks of a table side by side, as they are or as a vector of length 1.
 *
 * <p>A comparison is fair only between detectors that see the same features. {@link #inner} is what the Morse head sees
 * beside the logits: all inner layers, joined and scaled to length 1 together.
 *
 * @param label what to append to the name of a detector that looks here, after an {@code @}; empty for the embedding
 * @param blocks the names of the blocks, in order; at least one
 * @param unitLength whether the joined row is divided by its Euclidean norm; a row of zeros stays as it is
 */
public record FeatureView(String label, List<String> blocks, boolean unitLength) {

    /** Copies the list. */
    public FeatureView {
        blocks = List.copyOf(blocks);
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException("a view needs at least 1 block, got none");
        }
    }

    /** The named blocks in this order, as they are. */
    public static FeatureView on(String... blocks) {
        return new FeatureView(String.join("+", blocks), List.of(blocks), false);
    }

    /** The embedding, or the logits where the network shows nothing else, as they are. */
    public static FeatureView embedding(Layout layout) {
        return new FeatureView("", List.of(layout.has(Layout.EMBEDDING) ? Layout.EMBEDDING : Layout.LOGITS), false);
    }

    /** All blocks of inner layers, joined and then scaled to length 1; refuses a layout that has none. */
    public static FeatureView inner(Layout layout) {
        List<String> inner = layout.names().stream()
                .filter(name -> name.startsWith(Layout.INNER))
                .toList();
        if (inner.isEmpty()) {
            throw new UnfittableException("the network shows no inner layers, only " + layout);
        }
        return new FeatureView(Layout.INNER, inner, true);
    }

    /** The same blocks, scaled to length 1 after they are joined. */
    public FeatureView scaledToUnitLength() {
        return new FeatureView(label, blocks, true);
    }

    /** The name of a detector that looks here. */
    String name(String detector) {
        return label.isEmpty() ? detector : detector + "@" + label;
    }

    /** These columns of tables like the given one. */
    Columns columns(FeatureTable table) {
        return new Columns(table.layout().select(blocks), unitLength);
    }
}
