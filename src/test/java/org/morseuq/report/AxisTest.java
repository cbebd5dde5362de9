package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

final class AxisTest {

    private static List<String> texts(Axis axis) {
        return axis.ticks().stream().map(axis::text).toList();
    }

    @Test
    void ticksAreRoundNumbers() {
        assertEquals(List.of("0", "20", "40", "60", "80", "100"), texts(Axis.percent("p")));
        assertEquals(List.of("-0.4", "-0.2", "0.0", "0.2"), texts(Axis.linear("x", -0.45, 0.3)));
        assertEquals(List.of("1000", "1500", "2000"), texts(Axis.linear("x", 900, 2400)));
        assertEquals(List.of("0.01", "0.1", "1", "10", "100"), texts(Axis.logarithmic("x", 0.01, 100)));
        assertEquals(List.of(), texts(Axis.bare("x", 0, 1)));
    }

    @Test
    void placesRunFromEndToEndAndStayThere() {
        Axis percent = Axis.percent("p");
        assertEquals(0.25, percent.place(25), 1e-15);
        assertEquals(0, percent.place(-3), 0.0);
        assertEquals(1, percent.place(Double.POSITIVE_INFINITY), 0.0);
        Axis logarithmic = Axis.logarithmic("l", 0.1, 100);
        assertEquals(1.0 / 3, logarithmic.place(1), 1e-15);
        assertEquals(0, logarithmic.place(0), 0.0);
    }

    @Test
    void anAxisWithoutLengthIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Axis.linear("x", 1, 1));
        assertThrows(IllegalArgumentException.class, () -> Axis.linear("x", 0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Axis.logarithmic("x", 0, 1));
    }

    @Test
    void coordinatesAreShort() {
        assertEquals("0", Words.tenth(-0.04));
        assertEquals("-0.1", Words.tenth(-0.06));
        assertEquals("12", Words.tenth(11.96));
        assertEquals("-12.5", Words.tenth(-12.5));
    }
}
