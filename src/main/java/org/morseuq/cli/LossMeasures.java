package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.backbone.NetworkLoss;
import org.morseuq.backbone.StreamedImages;
import org.morseuq.complexity.ComplexityCard.Bend;
import org.morseuq.complexity.ComplexityCard.Spectrum;
import org.morseuq.complexity.ComplexityCard.Tasks;
import org.morseuq.complexity.ComplexityCard.TopEigenvalues;
import org.morseuq.complexity.FlatnessAlongGradient;
import org.morseuq.complexity.SpectralDensity;
import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Objective;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;
import org.morseuq.optimizer.TaskGeometry;

/**
 * The parts of a card that go by the derivatives of a network's loss by its parameters. The network is loaded once something
 * is to be measured that is not remembered.
 */
final class LossMeasures implements AutoCloseable {

    private final Path file;
    private final String device;
    private final StreamedImages images;
    private final List<String> classes;
    private final CardPlan plan;
    private final RememberedMeasures remembered;
    private final Stages stages;
    private final Map<String, String> leftOut;
    private NetworkLoss loss;
    private Vector at;

    LossMeasures(
            Path file,
            String device,
            StreamedImages images,
            List<String> classes,
            CardPlan plan,
            RememberedMeasures remembered,
            Stages stages,
            Map<String, String> leftOut) {
        this.file = file;
        this.device = device;
        this.images = images;
        this.classes = classes;
        this.plan = plan;
        this.remembered = remembered;
        this.stages = stages;
        this.leftOut = leftOut;
    }

    /** How many stages there are to such a plan. */
    static int stages(CardPlan plan) {
        return (plan.wants(CardOptions.CURVATURE) ? 3 : 0)
                + (plan.wants(CardOptions.SPECTRUM) ? 1 : 0)
                + (plan.wants(CardOptions.TASKS) ? 1 : 0);
    }

    /** What a measure came to, if it could be had. */
    private <R> Optional<R> ifPossible(String measure, RememberedMeasures.Measure<R> take) throws IOException {
        if (!plan.wants(measure)) {
            return Optional.empty();
        }
        try {
            return Optional.of(take.take());
        } catch (UnsupportedOperationException e) {
            leftOut.put(measure, e.getMessage());
            return Optional.empty();
        }
    }

    Optional<Bend> curvature() throws IOException {
        return ifPossible(CardOptions.CURVATURE, () -> new Bend(along(), top(), trace()));
    }

    Optional<Spectrum> spectrum() throws IOException {
        return ifPossible(CardOptions.SPECTRUM, this::density);
    }

    Optional<Tasks> tasks() throws IOException {
        return ifPossible(CardOptions.TASKS, this::geometry);
    }

    private FlatnessAlongGradient along() throws IOException {
        Stages.Stage stage = stages.next("loss along its gradient");
        FlatnessAlongGradient along = remembered.get("along-gradient", "", FlatnessAlongGradient.class, () -> {
            load();
            return FlatnessAlongGradient.of(new Watched(loss, () -> stage.step(FlatnessAlongGradient.STEPS)), at);
        });
        stage.end();
        return along;
    }

    private TopEigenvalues top() throws IOException {
        Stages.Stage stage = stages.next("largest eigenvalues");
        TopEigenvalues top = remembered.get("eigenvalues", plan.lanczos().toString(), TopEigenvalues.class, () -> {
            load();
            try (Eigenpairs pairs =
                    plan.lanczos().of(hessian(() -> stage.step(plan.lanczos().products())), at)) {
                return new TopEigenvalues(pairs.values(), pairs.residuals(), pairs.converged(), pairs.products());
            }
        });
        stage.end();
        return top;
    }

    /** The single estimates of the trace. */
    private record Trace(double[] estimates) {}

    private double[] trace() throws IOException {
        Stages.Stage stage = stages.next("trace");
        Trace trace = remembered.get("trace", plan.trace().toString(), Trace.class, () -> {
            load();
            SymmetricOperator hessian = hessian(() -> stage.step(plan.trace().probes()));
            return new Trace(plan.trace().samples(hessian, at));
        });
        stage.end();
        return trace.estimates();
    }

    private Spectrum density() throws IOException {
        Stages.Stage stage = stages.next("spectral density");
        CardPlan.Density how = plan.density();
        Spectrum spectrum = remembered.get("spectrum", how.toString(), Spectrum.class, () -> {
            load();
            SymmetricOperator hessian = hessian(() -> stage.step((long) how.starts() * how.steps()));
            return new Spectrum(at.size(), SpectralDensity.of(hessian, at, how.starts(), how.steps(), how.seed()));
        });
        stage.end();
        return spectrum;
    }

    private Tasks geometry() throws IOException {
        Stages.Stage stage = stages.next("task geometry");
        Map<String, int[]> divided = plan.tasks().divide(images.labels(), classes);
        int count = divided.size();
        TaskGeometry geometry =
                remembered.get("tasks", Integer.toString(plan.tasks().batches()), TaskGeometry.class, () -> {
                    load();
                    List<Objective> tasks = new ArrayList<>();
                    divided.values()
                            .forEach(places -> tasks.add(
                                    new Watched(loss.over(images.at(places)), () -> stage.step((long) count * count))));
                    return TaskGeometry.of(tasks, at);
                });
        stage.end();
        return new Tasks(
                List.copyOf(divided.keySet()),
                divided.values().stream().mapToInt(places -> places.length).toArray(),
                plan.tasks().step(),
                geometry);
    }

    private SymmetricOperator hessian(Runnable step) {
        return (v, into) -> {
            loss.hessianProduct(at, v, into);
            step.run();
        };
    }

    private void load() throws IOException {
        if (loss == null) {
            loss = NetworkLoss.load(file, device, images);
            at = loss.parameters();
        }
    }

    @Override
    public void close() {
        if (loss != null) {
            at.close();
            loss.close();
        }
    }

    /** An objective that reports every evaluation, and may be stopped between two. */
    private record Watched(Objective objective, Runnable step) implements Objective {

        @Override
        public double value(Vector point) {
            double value = objective.value(point);
            step.run();
            return value;
        }

        @Override
        public double gradient(Vector point, Vector gradient) {
            double value = objective.gradient(point, gradient);
            step.run();
            return value;
        }

        @Override
        public void hessianProduct(Vector point, Vector direction, Vector product) {
            objective.hessianProduct(point, direction, product);
            step.run();
        }
    }
}
