package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Json;
import org.morseuq.study.AlphaSummary;

/** The study of alpha-densities on coarse grids, through the command line alone. */
final class AlphaExperimentTest {

    private static final String DEFINITION =
            """
            {"title": "tiny", "kind": "alpha-densities", "lambdas": [100, 150, 200, 250],
             "space_lambdas": [50, 60, 70, 80], "cells": 130, "space_cells": 36,
             "sampling": {"points": 512, "shifts": 4, "lambda": 40, "seeds": 3}, "heights": [0, 0.5, 1, 1.5],
             "line_lambdas": [100], "order_tolerance": 0.3, "exponent_tolerance": 0.1, "tolerance": 0.001}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void define() throws IOException {
        define(DEFINITION);
    }

    private void define(String text) throws IOException {
        Files.createDirectories(folder.resolve("eval/tiny"));
        Files.writeString(folder.resolve("eval/tiny/experiment.json"), text);
    }

    private Cli reproduce() {
        return Cli.run("reproduce", "tiny", "--from", folder.resolve("eval"), "--to", folder.resolve("out"));
    }

    @Test
    void everyPairIsMeasuredDrawnAndRemembered() throws IOException {
        Cli first = reproduce();
        assertEquals(0, first.code(), first.err());
        Path out = folder.resolve("out/tiny");
        AlphaSummary summary = Json.read(out.resolve("summary.json"), AlphaSummary.class);
        assertEquals(7, summary.limits().size());
        for (AlphaSummary.Limit limit : summary.limits()) {
            assertEquals(limit.exact(), limit.sharp(), 1e-9 * limit.exact(), limit.name());
            // So small lambdas are not yet asymptotic for all pairs, but errors fall.
            assertTrue(limit.order() > 0.7 && limit.order() < 1.6, limit.toString());
            assertEquals(limit.exact(), limit.sampled(), 6 * limit.sampledError(), limit.name());
        }
        for (AlphaSummary.Divergence one : summary.divergences()) {
            assertEquals(one.expected(), one.exponent(), 0.1, one.name());
            assertTrue(one.refusal().startsWith("not transversal: smallest principal angle 0.0 at x = ["), one.name());
        }
        assertEquals(4, summary.line().size());
        assertNull(summary.line().get(2).pairing(), "the tangent");
        assertNotNull(summary.line().get(2).margin());
        assertNull(summary.line().get(3).margin(), "they do not meet");
        assertEquals(0, summary.line().get(3).pairing());
        for (String picture : List.of("limits.png", "divergences.png", "moving-line.png")) {
            assertTrue(ImageIO.read(out.resolve(picture).toFile()).getWidth() > 600, picture);
        }
        assertTrue(first.out().contains("a circle and y = 1/2  "), first.out());
        assertTrue(first.out().contains("refused"), first.out());

        Path kept = out.resolve("runs/circle-line.json");
        FileTime written = Files.getLastModifiedTime(kept);
        Files.delete(out.resolve("runs/same-line.json")); // as if the run had been stopped before
        Files.copy(out.resolve("summary.json"), folder.resolve("eval/tiny/expected.json"));
        Cli second = reproduce();
        assertEquals(written, Files.getLastModifiedTime(kept), "was measured again");
        assertTrue(second.out().endsWith("Nothing moved.\n"), second.out());

        AlphaSummary.Height high = summary.line().get(1);
        AlphaSummary moved = new AlphaSummary(
                summary.limits().subList(1, 7),
                summary.divergences(),
                List.of(
                        summary.line().get(0),
                        new AlphaSummary.Height(0.5, high.margin(), 3.0, high.mollified()),
                        summary.line().get(2)));
        Json.write(folder.resolve("eval/tiny/expected.json"), moved);
        Cli third = reproduce();
        assertTrue(third.out().contains("Moved:\ncircle-function: new\nmoving-line: 4 heights, were 3\n"), third.out());
        assertTrue(third.out().contains("moving-line at 0.5 is 2.3094, expected 3.0000"), third.out());
    }

    @Test
    void aDefinitionThatCannotBeRunIsRefused() throws IOException {
        define(DEFINITION.replace("[100, 150, 200, 250]", "[100]"));
        Cli few = reproduce();
        assertEquals(2, few.code());
        assertTrue(few.lastMessage().contains("needs 4 or more 'lambdas'"), few.err());
        define(DEFINITION.replace("\"heights\"", "\"depths\""));
        assertEquals(2, reproduce().code());
    }
}
