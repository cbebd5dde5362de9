package org.morseuq.density;

import java.util.Locale;

/**
 * An integral and how exact it is.
 *
 * @param value the integral
 * @param error an estimate, not a bound, of the distance from the truth; each {@link Integration} says what it is made of
 */
public record Integral(double value, double error) {

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.8g ± %.1e", value, error);
    }
}
