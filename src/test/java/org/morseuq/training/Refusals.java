package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.function.Executable;

/** What tests say about something that is refused. */
final class Refusals {

    private Refusals() {}

    /** Asserts that the call is refused by exactly this exception, in one sentence that has all the parts. */
    static void assertRefused(Class<? extends Exception> type, Executable call, Object... parts) {
        Exception thrown = assertThrows(Exception.class, call);
        assertEquals(type, thrown.getClass(), thrown.toString());
        for (Object part : parts) {
            assertTrue(thrown.getMessage().contains(part.toString()), thrown.getMessage() + " lacks " + part);
        }
        assertEquals(1, thrown.getMessage().lines().count(), thrown.getMessage());
    }
}
