package org.morseuq.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Blocks;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

@Timeout(60)
final class PredictorPoolTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Model model = Model.newInstance("identity", "PyTorch");
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger made = new AtomicInteger();

    PredictorPoolTest() {
        model.setBlock(Blocks.identityBlock());
    }

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(30, TimeUnit.SECONDS));
        model.close();
    }

    /** Holds a thread inside a predictor until it is let go. */
    private static final class Gate {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);
    }

    private static final class GateTranslator implements Translator<Gate, String> {
        @Override
        public NDList processInput(TranslatorContext context, Gate gate) throws InterruptedException {
            gate.entered.countDown();
            if (!gate.leave.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the test forgot this gate");
            }
            return new NDList(context.getNDManager().ones(new ai.djl.ndarray.types.Shape(1)));
        }

        @Override
        public String processOutput(TranslatorContext context, NDList list) {
            return "through";
        }
    }

    private Predictor<Gate, String> counted() {
        made.incrementAndGet();
        return new Predictor<>(model, new GateTranslator(), Device.cpu(), false) {
            @Override
            public void close() {
                closed.incrementAndGet();
                super.close();
            }
        };
    }

    private PredictorPool<Gate, String> pool(int size, Duration patience) {
        return PredictorPool.of(this::counted, size, patience);
    }

    private Future<String> enter(PredictorPool<Gate, String> pool, Gate gate) throws InterruptedException {
        Future<String> inside = threads.submit(() -> pool.predict(gate));
        assertTrue(gate.entered.await(30, TimeUnit.SECONDS));
        return inside;
    }

    private static Gate open() {
        Gate gate = new Gate();
        gate.leave.countDown();
        return gate;
    }

    @Test
    void saysWhenAllAreInUse() throws Exception {
        Gate first = new Gate();
        Gate second = new Gate();
        try (PredictorPool<Gate, String> pool = pool(2, Duration.ofMillis(50))) {
            Future<String> one = enter(pool, first);
            Future<String> two = enter(pool, second);
            assertEquals(0, pool.idle());
            Exception thrown = assertThrows(PoolExhaustedException.class, () -> pool.predict(open()));
            assertEquals("all 2 predictors are in use, and none came free within 50 ms", thrown.getMessage());
            first.leave.countDown();
            second.leave.countDown();
            assertEquals("through", one.get());
            assertEquals("through", two.get());
            assertEquals(2, pool.idle());
            assertEquals("through", pool.predict(open()), "usable again");
        }
        assertEquals(2, closed.get());
    }

    @Test
    void waitsForOneThatComesFree() throws Exception {
        Gate first = new Gate();
        try (PredictorPool<Gate, String> pool = pool(1, LONG)) {
            Future<String> one = enter(pool, first);
            Future<String> waiting = threads.submit(() -> pool.predict(open()));
            first.leave.countDown();
            assertEquals("through", waiting.get());
            assertEquals("through", one.get());
        }
    }

    @Test
    void closingWaitsForCallsUnderWayAndRefusesOthers() throws Exception {
        Gate gate = new Gate();
        PredictorPool<Gate, String> pool = pool(3, LONG);
        Future<String> inside = enter(pool, gate);
        Future<?> closing = threads.submit(pool::close);
        while (closed.get() < 2) { // the two that are free
            Thread.onSpinWait();
        }
        Exception refused = assertThrows(IllegalStateException.class, () -> pool.predict(open()));
        assertEquals("the pool is closed", refused.getMessage());
        assertFalse(closing.isDone());
        gate.leave.countDown();
        closing.get();
        assertEquals("through", inside.get());
        assertEquals(3, closed.get());
        pool.close(); // again, in vain
        assertEquals(3, closed.get());
    }

    @Test
    void whoWaitsWhileItIsClosedIsToldSo() throws Exception {
        Gate gate = new Gate();
        PredictorPool<Gate, String> pool = pool(1, LONG);
        Future<String> inside = enter(pool, gate);
        Future<String> waiting = threads.submit(() -> pool.predict(open()));
        Future<?> closing = threads.submit(pool::close);
        gate.leave.countDown();
        closing.get();
        inside.get();
        // Before the pool was closed it may also have got the predictor, or waits for the last time.
        try {
            assertEquals("through", waiting.get(31, TimeUnit.SECONDS));
        } catch (ExecutionException e) {
            assertEquals("the pool is closed", e.getCause().getMessage());
        }
        assertEquals(1, closed.get());
    }

    @Test
    void anInterruptedCloseLeavesTheRestToTheirUsers() throws Exception {
        Gate gate = new Gate();
        PredictorPool<Gate, String> pool = pool(1, LONG);
        Future<String> inside = enter(pool, gate);
        Thread.currentThread().interrupt();
        pool.close();
        assertTrue(Thread.interrupted());
        assertEquals(0, closed.get());
        gate.leave.countDown();
        inside.get();
        assertEquals(1, closed.get());
    }

    @Test
    void aFailedPredictionKeepsThePredictor() throws Exception {
        try (PredictorPool<Gate, String> pool = pool(1, LONG)) {
            assertThrows(TranslateException.class, () -> pool.predict(null));
            assertEquals(1, pool.idle());
            assertEquals("through", pool.predict(open()));
        }
    }

    @Test
    void aSourceThatFailsLeavesNothingOpen() {
        assertThrows(
                IllegalStateException.class,
                () -> PredictorPool.of(
                        () -> {
                            if (made.get() == 2) {
                                throw new IllegalStateException("no more");
                            }
                            return counted();
                        },
                        4,
                        LONG));
        assertEquals(2, closed.get());
    }

    @Test
    void sizeAndPatienceAreChecked() {
        assertEquals(
                "a pool has at least 1 predictor, got 0",
                assertThrows(IllegalArgumentException.class, () -> pool(0, LONG))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> pool(1, Duration.ofMillis(-1)));
        assertEquals(0, made.get());
    }

    /** More threads than predictors: every verdict is that of its own image, and nothing stays behind. */
    @Test
    void manyThreadsGetTheirOwnVerdicts() throws Exception {
        MorseDetector detector = Served.detector();
        List<Verdict> expected = detector.assess(Served.features("multi"));
        int before = LiveArrays.count();
        try (Backbone backbone = Backbone.load(Served.network("multi"), "cpu");
                PredictorPool<Image, Verdict> pool =
                        PredictorPool.of(() -> backbone.newPredictor(VerdictTranslator.of(detector)), 3, LONG)) {
            List<Future<Verdict>> verdicts = new ArrayList<>();
            for (int call = 0; call < 400; call++) {
                Image image = Served.image(call % expected.size());
                verdicts.add(threads.submit(() -> pool.predict(image)));
            }
            for (int call = 0; call < 400; call++) {
                assertEquals(
                        expected.get(call % expected.size()).energy(),
                        verdicts.get(call).get().energy());
            }
            assertEquals(3, pool.idle());
        }
        assertEquals(before, LiveArrays.count());
    }
}
