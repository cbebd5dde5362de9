package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.optimizer.Optimizers;
import org.morseuq.store.MalformedFileException;
import org.morseuq.store.Safetensors;

/** Stopping a fit: early, because it no longer gets better, and at any time, to go on later. */
final class HeadCheckpointTest {

    private static final FeatureTable DATA = Heads.data(60, 1);
    private static final FeatureTable REFERENCE = Heads.reference(50, 2);
    private static final HeldOut HELD = new HeldOut(Heads.data(60, 3), Heads.reference(60, 4), 20);
    private static final MorseNetwork INITIAL = Heads.network("gaussian", true, Pooling.MAX);

    @TempDir
    private Path folder;

    private static HeadFit fit(int epochs) {
        return new HeadFit(new KlLoss.Weighted(1), true, true, epochs, 16, 0.01, 0, 1);
    }

    private HeadCheckpoint checkpoint(String identity, double seconds) {
        return new HeadCheckpoint(folder.resolve("fit.checkpoint"), identity, seconds);
    }

    private static MorseNetwork run(
            HeadFit fit, Optional<HeldOut> held, HeadCheckpoint checkpoint, DoubleConsumer losses) throws IOException {
        return HeadTrainer.fit(
                INITIAL, DATA, REFERENCE, fit, held, new FitJournal(losses, Optional.ofNullable(checkpoint)));
    }

    /** Raised by a test in place of a power cut. */
    private static final class Stop extends IllegalStateException {
        private static final long serialVersionUID = 1L;
    }

    private static DoubleConsumer stopAfter(int epochs) {
        List<Double> seen = new ArrayList<>();
        return loss -> {
            seen.add(loss);
            if (seen.size() == epochs) {
                throw new Stop();
            }
        };
    }

    private MorseNetwork by(String optimizer, Optional<HeadCheckpoint> checkpoint, DoubleConsumer losses)
            throws IOException {
        FitJournal journal = new FitJournal(losses, checkpoint, Optional.of(Optimizers.defaults(optimizer)));
        return HeadTrainer.fit(INITIAL, DATA, REFERENCE, fit(4), Optional.of(HELD), journal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nesterov", "rk4-full", "dal"})
    void soDoesAFitByANamedOptimizer(String name) throws IOException {
        List<Double> losses = new ArrayList<>();
        double[] straight = by(name, Optional.empty(), losses::add).energies(DATA);
        assertTrue(losses.get(3) < losses.get(0), name + " goes downhill: " + losses);
        Optional<HeadCheckpoint> checkpoint = Optional.of(checkpoint("a fit by " + name, 0));
        assertThrows(Stop.class, () -> by(name, checkpoint, stopAfter(2)));
        List<Double> rest = new ArrayList<>();
        assertArrayEquals(straight, by(name, checkpoint, rest::add).energies(DATA), 0);
        assertEquals(losses.subList(2, 4), rest, "the last two epochs");
    }

    @Test
    void adamByNameIsTheAdamOfTheFit() throws IOException {
        List<Double> own = new ArrayList<>();
        run(fit(4), Optional.empty(), null, own::add);
        List<Double> named = new ArrayList<>();
        FitJournal journal = new FitJournal(
                named::add,
                Optional.empty(),
                Optional.of(Optimizers.defaults("adam").withLearningRate(0.01)));
        HeadTrainer.fit(INITIAL, DATA, REFERENCE, fit(4), Optional.empty(), journal);
        for (int epoch = 0; epoch < 4; epoch++) {
            assertEquals(own.get(epoch), named.get(epoch), 1e-4); // sums in another order, in single precision
        }
    }

    @Test
    void aFitThatWasStoppedTwiceEndsWithTheSameBits() throws IOException {
        for (Optional<HeldOut> held : List.of(Optional.<HeldOut>empty(), Optional.of(HELD))) {
            List<Double> losses = new ArrayList<>();
            double[] straight = run(fit(9), held, null, losses::add).energies(DATA);
            HeadCheckpoint checkpoint = checkpoint("a fit", 0);
            Files.deleteIfExists(checkpoint.file());
            assertThrows(Stop.class, () -> run(fit(9), held, checkpoint, stopAfter(2)));
            assertThrows(Stop.class, () -> run(fit(9), held, checkpoint, stopAfter(3)));
            List<Double> rest = new ArrayList<>();
            assertArrayEquals(straight, run(fit(9), held, checkpoint, rest::add).energies(DATA), 0);
            assertEquals(losses.subList(5, 9), rest, "the last four epochs");
            List<Double> none = new ArrayList<>();
            assertArrayEquals(straight, run(fit(9), held, checkpoint, none::add).energies(DATA), 0);
            assertEquals(List.of(), none, "it was finished");
        }
    }

    @Test
    void nothingIsSavedBeforeTheIntervalIsOverUnlessTheFitIsStopped() throws IOException {
        run(fit(9), Optional.empty(), checkpoint("a fit", 1e6), loss -> {});
        assertFalse(Files.exists(folder.resolve("fit.checkpoint")));
        assertThrows(Stop.class, () -> run(fit(9), Optional.empty(), checkpoint("a fit", 1e6), stopAfter(8)));
        List<Double> rest = new ArrayList<>();
        run(fit(9), Optional.empty(), checkpoint("a fit", 1e6), rest::add);
        assertEquals(1, rest.size());
    }

    @Test
    void theFileOfAnotherFitOrADamagedOneIsRefused() throws IOException {
        assertThrows(Stop.class, () -> run(fit(9), Optional.empty(), checkpoint("one", 0), stopAfter(1)));
        MalformedFileException other = assertThrows(
                MalformedFileException.class, () -> run(fit(9), Optional.empty(), checkpoint("two", 0), loss -> {}));
        assertTrue(other.getMessage().contains("one") && other.getMessage().contains("two"), other.getMessage());
        Path file = folder.resolve("fit.checkpoint");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertThrows(
                MalformedFileException.class, () -> run(fit(9), Optional.empty(), checkpoint("one", 0), loss -> {}));
    }

    @Test
    void aFitOfTheRatesKeepsNoCheckpoint() {
        HeadFit rates = new HeadFit(new KlLoss.SelfNormalized(), false, false, 3, 16, 0.01, 0, 1);
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> run(rates, Optional.empty(), checkpoint("rates", 0), loss -> {}),
                "keeps no checkpoint");
    }

    /** Sixty points in fourteen columns are soon learned by heart. */
    @Test
    void anEarlyStopKeepsTheEpochWithTheLeastHeldOutLoss() throws IOException {
        List<Double> losses = new ArrayList<>();
        HeadCheckpoint checkpoint = checkpoint("early", 0);
        HeadFit longFit = new HeadFit(new KlLoss.Weighted(1), true, true, 2000, 16, 0.03, 0, 1);
        MorseNetwork stopped = run(longFit, Optional.of(HELD), checkpoint, losses::add);
        assertTrue(losses.size() > HELD.patience() && losses.size() < 2000, losses.size() + " epochs");
        double least = Double.parseDouble(
                Safetensors.read(checkpoint.file()).metadata().get("least"));
        double loss = heldOutLoss(stopped);
        assertEquals(least, loss, 1e-5 * loss, "float32 here and there");
        assertTrue(loss < heldOutLoss(INITIAL));
        MorseNetwork whole = run(longFit, Optional.empty(), null, epoch -> {});
        assertTrue(loss < heldOutLoss(whole) - 0.01, loss + " and to the end " + heldOutLoss(whole));
    }

    /** The supervised loss in plain arrays. */
    private static double heldOutLoss(MorseNetwork network) {
        double data = 0;
        for (int i = 0; i < HELD.data().size(); i++) {
            data += network.classEnergies(HELD.data().rows()[i])[HELD.data().labels()[i]];
        }
        double reference = Arrays.stream(network.energies(HELD.reference()))
                .map(v -> Math.exp(-v))
                .average()
                .orElseThrow();
        return data / HELD.data().size() + reference;
    }

    @Test
    void aTenthIsHeldOutAndTheRestIsLearnedFrom() {
        HeldOut.Split split = HeldOut.split(DATA, REFERENCE, 1);
        assertEquals(54, split.data().size());
        assertEquals(6, split.heldOut().data().size());
        assertEquals(45, split.reference().size());
        assertEquals(5, split.heldOut().reference().size());
        List<float[]> all = new ArrayList<>(Arrays.asList(split.data().rows()));
        all.addAll(Arrays.asList(split.heldOut().data().rows()));
        assertTrue(all.containsAll(Arrays.asList(DATA.rows())), "no row is lost");
        assertTrue(Arrays.equals(
                split.heldOut().data().labels(),
                HeldOut.split(DATA, REFERENCE, 1).heldOut().data().labels()));
    }

    /** A recipe that learns a map, stopped by its listener and started again, as the command does. */
    @Test
    void aRecipeGoesOnWhereItWas() throws IOException {
        HeadRecipe recipe = HeadRecipe.named("supervised-gaussian");
        FeatureTable data = Heads.data(300, 1);
        FeatureTable reference = Heads.reference(300, 2);
        List<Double> losses = new ArrayList<>();
        double[] straight = recipe.fit(data, reference, 7, losses::add).energies(data);
        Optional<HeadCheckpoint> checkpoint = Optional.of(checkpoint("a recipe", 0));
        assertThrows(Stop.class, () -> recipe.fit(data, reference, 7, new FitJournal(stopAfter(2), checkpoint)));
        List<Double> rest = new ArrayList<>();
        assertArrayEquals(
                straight,
                recipe.fit(data, reference, 7, new FitJournal(rest::add, checkpoint))
                        .energies(data),
                0);
        assertEquals(losses.size() - 2, rest.size());
    }

    @Test
    void nothingToWatchIsRefused() {
        FeatureTable none = DATA.rows(new int[0]);
        assertThrows(IllegalArgumentException.class, () -> new HeldOut(none, REFERENCE, 3));
        assertThrows(IllegalArgumentException.class, () -> new HeldOut(DATA, none, 3));
        assertThrows(IllegalArgumentException.class, () -> new HeldOut(DATA, REFERENCE, 0));
        assertThrows(IllegalArgumentException.class, () -> new HeadCheckpoint(folder, "x", -1));
    }
}
