package org.morseuq.function;

import java.util.Arrays;

/** A vector of doubles in an array of Java. */
public final class ArrayVector implements Vector {

    private final double[] values;

    private ArrayVector(double[] values) {
        this.values = values;
    }

    /**
     * A vector with these entries.
     *
     * @param values at least one number; copied
     */
    public static ArrayVector of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a vector needs at least one entry");
        }
        return new ArrayVector(values.clone());
    }

    private double[] of(Vector x) {
        if (!(x instanceof ArrayVector other) || other.values.length != values.length) {
            throw new IllegalArgumentException("a vector of " + values.length + " doubles does not go with "
                    + x.getClass().getSimpleName() + " of size " + x.size());
        }
        return other.values;
    }

    /** An entry. */
    public double get(int i) {
        return values[i];
    }

    @Override
    public long size() {
        return values.length;
    }

    @Override
    public ArrayVector zeros() {
        return new ArrayVector(new double[values.length]);
    }

    @Override
    public ArrayVector copy() {
        return new ArrayVector(values.clone());
    }

    @Override
    public ArrayVector set(Vector x) {
        System.arraycopy(of(x), 0, values, 0, values.length);
        return this;
    }

    @Override
    public ArrayVector fill(double value) {
        Arrays.fill(values, value);
        return this;
    }

    @Override
    public ArrayVector scale(double a) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= a;
        }
        return this;
    }

    @Override
    public ArrayVector add(double a, Vector x) {
        double[] entries = of(x);
        for (int i = 0; i < values.length; i++) {
            values[i] += a * entries[i];
        }
        return this;
    }

    @Override
    public ArrayVector addProduct(double a, Vector x, Vector y) {
        double[] left = of(x);
        double[] right = of(y);
        for (int i = 0; i < values.length; i++) {
            values[i] += a * left[i] * right[i];
        }
        return this;
    }

    @Override
    public ArrayVector divideByRoot(Vector s, double inside, double outside) {
        double[] squares = of(s);
        for (int i = 0; i < values.length; i++) {
            values[i] /= Math.sqrt(squares[i] + inside) + outside;
        }
        return this;
    }

    @Override
    public double dot(Vector x) {
        double[] entries = of(x);
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * entries[i];
        }
        return sum;
    }

    @Override
    public double[] toArray() {
        return values.clone();
    }

    @Override
    public ArrayVector setArray(double[] numbers) {
        if (numbers.length != values.length) {
            throw new IllegalArgumentException(
                    "a vector of " + values.length + " entries cannot take " + numbers.length + " numbers");
        }
        System.arraycopy(numbers, 0, values, 0, values.length);
        return this;
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
