package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60) // what waits for ever must not keep a build
final class AheadTest {

    @Test
    void givesAllInOrderAndNoMore() {
        try (Ahead<String> ahead = new Ahead<>(n -> "batch " + n, 3, 8)) {
            for (int n = 3; n < 8; n++) {
                assertEquals("batch " + n, ahead.next());
            }
            assertThrows(NoSuchElementException.class, ahead::next);
        }
    }

    @Test
    void isAtMostTwoAhead() throws InterruptedException {
        AtomicLong made = new AtomicLong(-1);
        try (Ahead<Long> ahead = new Ahead<>(
                n -> {
                    made.set(n);
                    return n;
                },
                0,
                100)) {
            for (long n = 0; n < 100; n++) {
                assertTrue(made.get() <= n + 1, made.get() + " was made before " + n + " was asked for");
                assertEquals(n, ahead.next());
                if (n == 50) {
                    Thread.sleep(20); // time to run away in
                }
            }
        }
    }

    @Test
    void worksOnAnotherThreadThatEndsWithIt() {
        AtomicReference<Thread> worker = new AtomicReference<>();
        try (Ahead<Long> ahead = new Ahead<>(
                n -> {
                    worker.set(Thread.currentThread());
                    return n;
                },
                0,
                5)) {
            ahead.next();
            assertTrue(worker.get().isAlive());
            assertFalse(worker.get() == Thread.currentThread());
        }
        assertFalse(worker.get().isAlive());
    }

    @Test
    void closesWhileItIsAtWork() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<Thread> worker = new AtomicReference<>();
        Ahead<Long> ahead = new Ahead<>(
                n -> {
                    worker.set(Thread.currentThread());
                    begun.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return n;
                },
                0,
                5);
        begun.await();
        ahead.close();
        assertFalse(worker.get().isAlive());
    }

    @Test
    void whatGoesWrongThereIsThrownHereWhenItsTurnComes() {
        IllegalStateException failure = new IllegalStateException("no such image");
        try (Ahead<Long> ahead = new Ahead<>(
                n -> {
                    if (n == 2) {
                        throw failure;
                    }
                    if (n == 3) {
                        throw new OutOfMemoryError("not really");
                    }
                    return n;
                },
                0,
                5)) {
            assertEquals(0, ahead.next());
            assertEquals(1, ahead.next());
            assertSame(failure, assertThrows(IllegalStateException.class, ahead::next));
            assertThrows(OutOfMemoryError.class, ahead::next);
        }
    }
}
