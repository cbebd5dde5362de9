package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.NetworkLoss;
import org.morseuq.data.Layout;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Vector;
import org.morseuq.store.Json;

/** A network of the engine against PyTorch in double precision; single precision leaves about 1e-6 of a number. */
final class NetworkComplexityTest {

    private static final double FLOAT = 1e-5;

    private final Path network = Path.of("src/test/resources/org/morseuq/backbone/multi.pt");
    private final float[][] images = new float[5][192];
    private final Reference reference;

    private record Reference(
            double[] logits,
            double[] embedding,
            double loss,
            double gradient_norm,
            double along_gradient,
            double[] eigenvalues,
            double trace) {}

    NetworkComplexityTest() throws IOException {
        for (int k = 0; k < 5; k++) {
            for (int i = 0; i < 192; i++) {
                images[k][i] = (float) Math.sin(0.37 * i + 0.011 * i * i + k);
            }
        }
        try (InputStream file = NetworkComplexityTest.class.getResourceAsStream("network_reference.json")) {
            reference = Json.parse(Path.of("network_reference.json"), file.readAllBytes(), Reference.class);
        }
    }

    @Test
    void geometricComplexityIsThatOfPyTorchAtEveryImage() throws IOException {
        try (DifferentiableBackbone backbone = DifferentiableBackbone.load(network, "cpu")) {
            assertClose(reference.logits(), squares(backbone, Layout.LOGITS));
            assertClose(reference.embedding(), squares(backbone, Layout.EMBEDDING));
        }
    }

    private double[] squares(DifferentiableBackbone backbone, String block) {
        int[] columns = backbone.layout().columns(List.of(block));
        return new GeometricComplexity(new Probe.Exact(), 3, 0)
                .perPoint(backbone.outputs(columns[0], columns.length), images, done -> {});
    }

    private static void assertClose(double[] expected, double[] actual) {
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], FLOAT * expected[i]);
        }
    }

    @Test
    void oneBatchOrSeveralTheCurvatureIsThatOfTheWholeHessian() throws IOException {
        for (int batch : new int[] {5, 2}) {
            try (NetworkLoss loss = NetworkLoss.load(network, "cpu", images, labels(), batch);
                    Vector at = loss.parameters()) {
                Lanczos lanczos = new Lanczos(Lanczos.Part.MAGNITUDE, 3, 60, 1e-6, 0);
                Curvature curvature = Curvature.of(loss, at, lanczos, new TraceEstimator(300, 0, 1), () -> {});
                assertEquals(reference.loss(), curvature.loss(), FLOAT);
                assertEquals(reference.loss(), loss.value(at), FLOAT);
                assertEquals(reference.gradient_norm(), curvature.gradientNorm(), FLOAT * reference.gradient_norm());
                assertEquals(reference.along_gradient(), curvature.alongGradient(), FLOAT * 10);
                assertTrue(curvature.converged());
                for (int i = 0; i < 3; i++) {
                    assertEquals(
                            reference.eigenvalues()[i],
                            curvature.topEigenvalues()[i],
                            FLOAT * Math.abs(reference.eigenvalues()[0]));
                }
                assertEquals(
                        reference.trace(),
                        curvature.trace().value(),
                        3 * curvature.trace().standardError());
            }
        }
    }

    private static int[] labels() {
        return IntStream.range(0, 5).map(k -> k % 3).toArray();
    }

    @Test
    void labelsThatTheNetworkDoesNotKnowAreRefused() {
        int[] labels = {0, 1, 2, 0, 99};
        assertTrue(
                assertThrows(IllegalArgumentException.class, () -> NetworkLoss.load(network, "cpu", images, labels, 5))
                        .getMessage()
                        .contains("image 4 has label 99"));
    }
}
