package org.morseuq.density;

import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A map given by two functions. */
record GivenMap(int inputs, int outputs, UnaryOperator<double[]> ofValue, Function<double[], double[][]> ofJacobian)
        implements SmoothMap {

    GivenMap {
        if (inputs < 1 || outputs < 0) {
            throw new IllegalArgumentException(
                    "a map has inputs >= 1 and outputs >= 0, got " + inputs + " and " + outputs);
        }
    }

    @Override
    public double[] value(double[] x) {
        return ofValue.apply(x);
    }

    @Override
    public double[][] jacobian(double[] x) {
        return ofJacobian.apply(x);
    }

    @Override
    public String toString() {
        return "SmoothMap[" + inputs + " -> " + outputs + "]";
    }
}
