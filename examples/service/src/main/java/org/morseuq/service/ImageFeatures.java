package org.morseuq.service;

import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.head.MorseDetector;
import org.morseuq.monitor.ReloadableDetector;
import org.morseuq.serving.PredictorPool;

/**
 * The network, and a predictor for every worker. The only part of the service that loads a native library, and only when a
 * network is given.
 *
 * <p>A TorchScript network is a program: its file is opened only if it has the digest that the detector's manifest names, and
 * whoever makes the manifest is trusted with that.
 */
final class ImageFeatures implements AutoCloseable {

    private final Backbone backbone;
    private final PredictorPool<List<Image>, float[][]> pool;

    private ImageFeatures(Backbone backbone, PredictorPool<List<Image>, float[][]> pool) {
        this.backbone = backbone;
        this.pool = pool;
    }

    static ImageFeatures open(Path network, MorseDetector detector, int workers, Duration patience) throws IOException {
        Backbone backbone = Backbone.load(
                network, "cpu", detector.manifest().origin().backbone().sha256(), MapStatistic.of(detector.layout()));
        RowTranslator translator = new RowTranslator(backbone.preprocessing(), backbone.layout());
        return new ImageFeatures(
                backbone, PredictorPool.of(() -> backbone.newPredictor(translator), workers, patience));
    }

    /** Height and width of what the network takes. */
    int size() {
        return backbone.preprocessing().size();
    }

    /** What a detector takes of the network's outputs, one row an image. */
    float[][] of(List<Image> images, Layout layout) {
        try {
            float[][] rows = pool.predict(images);
            return new FeatureTable(backbone.layout(), rows, new int[rows.length]).columns(layout.names());
        } catch (TranslateException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the worker was stopped", e);
        }
    }

    /** Refuses a detector that was fitted on another network. */
    void check(MorseDetector detector) {
        ReloadableDetector.Check.network(backbone.digest()).look(detector);
        backbone.layout().columns(detector.layout().names());
    }

    @Override
    public void close() {
        pool.close();
        backbone.close();
    }
}
