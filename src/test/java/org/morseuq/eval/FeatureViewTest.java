package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class FeatureViewTest {

    private static final FeatureTable TRAIN = Reference.network("train");
    private static final FeatureTable TEST = Reference.network("test");

    @Test
    void innerLayersAreJoinedInOrderAndScaledTogether() {
        Layout layout = new Layout(List.of(
                new Layout.Block("inner1", 1), new Layout.Block(Layout.LOGITS, 1), new Layout.Block("inner2", 1)));
        FeatureView view = FeatureView.inner(layout);
        assertEquals(new FeatureView(Layout.INNER, List.of("inner1", "inner2"), true), view);
        FeatureTable table = new FeatureTable(layout, new float[][] {{3, 9, 4}, {0, 9, 0}}, new int[2]);
        float[][] rows = view.columns(table).of(table);
        assertArrayEquals(new float[] {0.6f, 0.8f}, rows[0]);
        assertArrayEquals(new float[] {0, 0}, rows[1]);
    }

    @Test
    void aViewOfNamedBlocksIsInTheNameOfTheDetector() {
        FeatureView view = FeatureView.on("inner2.mean", "inner1.mean");
        assertEquals(
                "rmd@inner2.mean+inner1.mean",
                RelativeMahalanobis.fit(TRAIN, view).name());
        assertEquals(
                "gda",
                ClassGaussians.fit(TRAIN, FeatureView.embedding(TRAIN.layout())).name());
    }

    @Test
    void aViewOfTheEmbeddingIsTheDefault() {
        FeatureView view = FeatureView.on(Layout.EMBEDDING);
        assertArrayEquals(
                Mahalanobis.fit(TRAIN).score(TEST), Mahalanobis.fit(TRAIN, view).score(TEST));
        assertArrayEquals(
                NearestNeighbors.fit(TRAIN, 7).score(TEST),
                NearestNeighbors.fit(TRAIN, 7, view).score(TEST));
    }

    @Test
    void aMissingBlockIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Mahalanobis.fit(TRAIN, FeatureView.on("inner3")));
        assertThrows(IllegalArgumentException.class, FeatureView::on);
    }

    @Test
    void whatTheNetworkDoesNotShowIsLeftOutWithTheReason() {
        FeatureTable outer = TRAIN.select(List.of(Layout.LOGITS));
        Baselines.Fitted fitted = Baselines.fit(Baselines.ALL, outer);
        Set<String> missing =
                Set.of("react", "vim", "fdbd", "knn@inner", "mahalanobis@inner", "rmd@inner", "energy+knn@inner");
        assertEquals(missing, fitted.leftOut().keySet());
        assertEquals(
                Baselines.ALL.stream().filter(name -> !missing.contains(name)).toList(),
                fitted.detectors().stream().map(Detector::name).toList());
        fitted.leftOut().forEach((name, reason) -> assertTrue(reason.startsWith("the network shows no "), reason));
    }

    @Test
    void inputThatIsWrongForAllIsNotLeftOutButRefused() {
        FeatureTable unlabelled =
                new FeatureTable(TRAIN.layout(), TRAIN.rows(), TRAIN.labels().clone());
        unlabelled.labels()[5] = -1;
        assertThrows(IllegalArgumentException.class, () -> Baselines.fit(Baselines.ALL, unlabelled));
        assertThrows(IllegalArgumentException.class, () -> Baselines.fit(List.of("odin"), TRAIN));
    }
}
