package org.morseuq.service;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.util.List;
import org.morseuq.backbone.Outputs;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.data.Resampling;

/**
 * From an image to the feature row of a network. It knows no detector, so that a new detector needs no new predictor.
 *
 * <p>Batches are made and taken apart here, and not by a {@link Batchifier}: the rows are fetched from the engine at once.
 */
final class RowTranslator implements Translator<List<Image>, float[][]> {

    private final int size;
    private final float[][] table;
    private final Layout layout;

    /**
     * Translates for a network.
     *
     * @param preprocessing how it wants images
     * @param layout what it returns
     */
    RowTranslator(Preprocessing preprocessing, Layout layout) {
        this.size = preprocessing.size();
        this.table = preprocessing.table();
        this.layout = layout;
    }

    @Override
    public Batchifier getBatchifier() {
        return null;
    }

    @Override
    public NDList processInput(TranslatorContext context, List<Image> images) {
        float[] numbers = new float[images.size() * 3 * size * size];
        for (int i = 0; i < images.size(); i++) {
            byte[] pixels = Resampling.fit(images.get(i), size).pixels();
            Preprocessing.normalise(pixels, table, numbers, i * 3 * size * size);
        }
        NDArray batch = context.getNDManager().create(numbers, new Shape(images.size(), 3, size, size));
        return new NDList(batch);
    }

    @Override
    public float[][] processOutput(TranslatorContext context, NDList outputs) {
        return Outputs.rows(outputs, layout, (int) outputs.head().getShape().get(0));
    }
}
