package org.morseuq.backbone;

import java.util.Arrays;
import java.util.List;

/** What numbers a network computes its maps in while it is trained. */
public enum Precision {
    /** That of its parameters, usually single precision. */
    SINGLE("float32"),
    /**
     * Mixed: kernels, images and maps are rounded to bfloat16, which has the exponent of single precision and 8 bits of its
     * mantissa; parameters, the scales, shifts and statistics of normalisations, the embedding, the last layer, the loss and all
     * sums inside a layer stay in single precision. The gradient is then off by its random roundings, by a tenth of its length on
     * a network of eight layers with fresh parameters. No loss need be scaled. Accuracies that are reported while it is trained
     * are of the network in this precision too; what is kept is used in single precision. It pays where there are units for such
     * products: GPUs, and processors with AMX.
     */
    MIXED("bfloat16");

    private final String word;

    Precision(String word) {
        this.word = word;
    }

    /**
     * Reads a precision.
     *
     * @param text {@code float32} or {@code bfloat16}
     * @throws IllegalArgumentException if it is another
     */
    public static Precision parse(String text) {
        return Arrays.stream(values())
                .filter(each -> each.word.equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown precision '" + text + "', known are " + List.of(values())));
    }

    @Override
    public String toString() {
        return word;
    }
}
