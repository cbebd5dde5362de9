package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class RequirementTest {

    private static final Map<String, Double> NUMBERS =
            Map.of("morse.auroc.near", 0.86, "ece", 0.02, "energy+knn@inner.auroc.mean", 0.9);

    private static boolean met(String text) {
        return Requirement.parse(text).unmet(NUMBERS).isEmpty();
    }

    @Test
    void theBoundItselfMeetsTheOperatorsThatAreNotStrict() {
        assertTrue(met("morse.auroc.near>=0.86"));
        assertTrue(met("morse.auroc.near <= 0.86"));
        assertTrue(!met("morse.auroc.near>0.86"));
        assertTrue(!met("morse.auroc.near<0.86"));
        assertTrue(met("ece < 2.1e-2"));
        assertTrue(met("energy+knn@inner.auroc.mean>=.9"));
    }

    @Test
    void whatIsNotMetIsSaidWithTheValue() {
        assertEquals(
                "not met: morse.auroc.near >= 0.9, it is 0.860000",
                Requirement.parse("morse.auroc.near>=0.9").unmet(NUMBERS));
    }

    @Test
    void anythingElseIsRefused() {
        for (String wrong :
                new String[] {"", "morse", "ece=1", "ece==1", "ece>=", ">=1", "ece>=many", "ece>=NaN", "a b>=1"}) {
            String message = assertThrows(IllegalArgumentException.class, () -> Requirement.parse(wrong), wrong)
                    .getMessage();
            assertTrue(message.contains("'" + wrong + "'"), message);
        }
    }

    @Test
    void anUnknownNumberIsRefusedWithThoseThatBeginAlike() {
        String message = assertThrows(IllegalArgumentException.class, () -> met("morse.auroc.middle>=0"))
                .getMessage();
        assertTrue(message.endsWith("only morse.auroc.near"), message);
    }

    @Test
    void aResultBelowItEndsWithItsOwnCode() {
        Cli met = Cli.run("evaluate", "--methods", "morse", "--out", "mnist", "--require", "morse.auroc.mean>=0.9");
        assertEquals(0, met.code(), met.err());
        Cli unmet = Cli.run(
                "evaluate",
                "--methods",
                "msp",
                "--out",
                "mnist",
                "--require",
                "msp.fpr95.mnist<0.01",
                "--require",
                "accuracy>0.5");
        assertEquals(3, unmet.code(), unmet.err());
        assertTrue(unmet.lastMessage().startsWith("not met: msp.fpr95.mnist < 0.01, it is 0."), unmet.err());
        assertTrue(unmet.out().contains("msp"), "the result is shown all the same");
        assertEquals(2, Cli.run("evaluate", "--require", "nonsense").code());
    }
}
