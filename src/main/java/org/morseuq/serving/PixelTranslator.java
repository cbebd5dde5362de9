package org.morseuq.serving;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.function.Function;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.Image;
import org.morseuq.data.Resampling;

/**
 * Makes a network's input from an image exactly as the commands of this project do, and leaves its outputs as they are.
 *
 * @param <I> an image in whatever form
 */
final class PixelTranslator<I> implements Translator<I, NDList> {

    private final Function<I, Image> pixels;
    private final int size;
    private final float[][] table;

    PixelTranslator(Function<I, Image> pixels, Preprocessing preprocessing) {
        this.pixels = pixels;
        this.size = preprocessing.size();
        this.table = preprocessing.table();
    }

    @Override
    public NDList processInput(TranslatorContext context, I input) {
        float[] numbers = new float[3 * size * size];
        Preprocessing.normalise(Resampling.fit(pixels.apply(input), size).pixels(), table, numbers, 0);
        return new NDList(context.getNDManager().create(numbers, new Shape(3, size, size)));
    }

    @Override
    public NDList processOutput(TranslatorContext context, NDList outputs) {
        return outputs;
    }
}
