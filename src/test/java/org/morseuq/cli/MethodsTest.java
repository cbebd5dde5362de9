package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.eval.Baselines;

final class MethodsTest {

    private static List<String> names(String... asked) {
        return List.copyOf(Methods.of(List.of(asked)).names());
    }

    @Test
    void standardIsTheDefaultTable() {
        assertEquals(List.of("morse", "msp", "maxlogit", "energy", "knn", "mahalanobis", "rmd"), names("standard"));
    }

    @Test
    void allIsTheHeadAndTheWholeRegistry() {
        List<String> expected = new ArrayList<>(List.of("morse"));
        expected.addAll(Baselines.ALL);
        assertEquals(expected, names("all"));
    }

    @Test
    void theOrderOfTheOptionIsKeptAndRepetitionsAreNot() {
        assertEquals(List.of("vim", "morse", "rmd@inner"), names("vim", "morse", "rmd@inner", "vim"));
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        String message = assertThrows(IllegalArgumentException.class, () -> names("msp", "vlm"))
                .getMessage();
        for (String name : Baselines.ALL) {
            assertTrue(message.contains(name), message);
        }
    }

    @Test
    void theHelpNamesEveryMethod() {
        String help = Cli.run("evaluate", "--help").out();
        for (String name : Baselines.ALL) {
            assertTrue(help.contains(name), name + " is not in\n" + help);
        }
    }
}
