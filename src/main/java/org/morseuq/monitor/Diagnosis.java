package org.morseuq.monitor;

import java.util.List;
import java.util.Locale;

/**
 * Says what shifts of features and p-values suggest.
 *
 * <p>The idea: what is wrong with the pixels of every image moves the features of the first layer, and later layers, which
 * have learned to ignore much of what pixels do, move less. Foreign content moves the later layers as much as the first. On
 * the network that comes with the project, swapped channels, grey images, another normalisation, none, images enlarged from
 * half their size and pixels in interleaved order move the first layer 1.5 to 3.7 times as much as the last; images of
 * CIFAR-100 and Tiny ImageNet 0.8 and 1.2 times. Rows and columns swapped move it 1.2 times, which this misses. And pictures
 * of another kind, such as digits or textures, move it 2 to 3 times: they differ in their pixels too, and nothing tells
 * them from a fault.
 */
final class Diagnosis {

    /** How much further than the last layer the first has moved at least. */
    static final double EARLY = 1.35;

    /** How much more spread than in calibration features are that pixels on another scale must have made. */
    static final double SPREAD = 3;

    private static final double FLAT = 0.85;

    private final List<BlockShift> shifts;

    Diagnosis(List<BlockShift> shifts) {
        this.shifts = shifts;
    }

    /** What a window shows in which drift was found. */
    Finding finding() {
        return largestSpread() > SPREAD || movedEarly() ? Finding.PREPROCESSING_DIFFERS : Finding.INPUTS_DIFFER;
    }

    /** What suggests it. */
    String words() {
        if (largestSpread() > SPREAD) {
            return say(
                    "features are up to %.1f times as spread as in calibration, as where pixels from 0 to 255 come in place of"
                            + " normalised ones",
                    largestSpread());
        }
        if (movedEarly()) {
            String hint = spread(first()) < FLAT
                    ? "the contrast is low, as where normalisation is left out or images are enlarged or blurred"
                    : "as where channels are in another order, images are grey, or normalised by other numbers";
            return say(
                    "the first layer has moved %.2f deviations and the last %.2f: %s; or pictures of another kind come",
                    size(first()), size(last()), hint);
        }
        if (shifts.isEmpty()) {
            return "the detector has no profile of its features, so where they differ is not known";
        }
        BlockShift largest =
                shifts.stream().reduce((a, b) -> a.size() >= b.size() ? a : b).orElseThrow();
        return say("most moved is the block %s, by %.2f deviations", largest.block(), largest.size());
    }

    private boolean movedEarly() {
        return !first().equals(last()) && size(first()) > EARLY * size(last());
    }

    private String first() {
        return layers().isEmpty() ? "" : layers().get(0);
    }

    private String last() {
        return layers().isEmpty() ? "" : layers().get(layers().size() - 1);
    }

    /** The inner layers in the order of the network, without what is taken of them: {@code inner1} of {@code inner1.mean}. */
    private List<String> layers() {
        return shifts.stream()
                .map(BlockShift::block)
                .filter(block -> block.startsWith(org.morseuq.data.Layout.INNER))
                .map(Diagnosis::layer)
                .distinct()
                .toList();
    }

    private static String layer(String block) {
        int dot = block.indexOf('.');
        return dot < 0 ? block : block.substring(0, dot);
    }

    private double size(String layer) {
        return Math.sqrt(shifts.stream()
                .filter(shift -> layer(shift.block()).equals(layer))
                .mapToDouble(shift -> shift.size() * shift.size())
                .average()
                .orElse(0));
    }

    private double spread(String layer) {
        return shifts.stream()
                .filter(shift -> layer(shift.block()).equals(layer))
                .mapToDouble(BlockShift::spread)
                .average()
                .orElse(1);
    }

    private double largestSpread() {
        return shifts.stream().mapToDouble(BlockShift::spread).max().orElse(1);
    }

    private static String say(String format, Object... numbers) {
        return String.format(Locale.ROOT, format, numbers);
    }
}
