package org.morseuq.function;

import java.util.Arrays;

/**
 * A vector \( x + i y \) with a real and an imaginary part, as the element \( (x, y) \) of a Euclidean space of twice as
 * many dimensions: what a flow with complex exponents moves. Sums and real factors are those of complex vectors; products
 * entry by entry and roots act on the two parts apart.
 */
public final class ComplexVector implements Vector {

    private final Vector real;
    private final Vector imaginary;

    /**
     * A vector made of two; it closes both.
     *
     * @param real x. Not copied
     * @param imaginary y, of the same space. Not copied
     */
    public ComplexVector(Vector real, Vector imaginary) {
        if (real.size() != imaginary.size()) {
            throw new IllegalArgumentException("a real part of size " + real.size()
                    + " does not go with an imaginary part of size " + imaginary.size());
        }
        this.real = real;
        this.imaginary = imaginary;
    }

    /** A new vector with the entries of a real one and imaginary part 0. */
    public static ComplexVector of(Vector real) {
        return new ComplexVector(real.copy(), real.zeros());
    }

    /** A vector as a complex one; refuses what is none. */
    public static ComplexVector cast(Vector x) {
        if (x instanceof ComplexVector complex) {
            return complex;
        }
        throw new IllegalArgumentException(
                "a complex vector is needed here, got " + x.getClass().getSimpleName());
    }

    /** x, the part itself. */
    public Vector real() {
        return real;
    }

    /** y, the part itself. */
    public Vector imaginary() {
        return imaginary;
    }

    @Override
    public long size() {
        return real.size() + imaginary.size();
    }

    @Override
    public ComplexVector zeros() {
        return new ComplexVector(real.zeros(), imaginary.zeros());
    }

    @Override
    public ComplexVector set(Vector x) {
        ComplexVector other = cast(x);
        real.set(other.real);
        imaginary.set(other.imaginary);
        return this;
    }

    @Override
    public ComplexVector fill(double value) {
        real.fill(value);
        imaginary.fill(value);
        return this;
    }

    @Override
    public ComplexVector scale(double a) {
        real.scale(a);
        imaginary.scale(a);
        return this;
    }

    @Override
    public ComplexVector add(double a, Vector x) {
        ComplexVector other = cast(x);
        real.add(a, other.real);
        imaginary.add(a, other.imaginary);
        return this;
    }

    @Override
    public ComplexVector addProduct(double a, Vector x, Vector y) {
        ComplexVector left = cast(x);
        ComplexVector right = cast(y);
        real.addProduct(a, left.real, right.real);
        imaginary.addProduct(a, left.imaginary, right.imaginary);
        return this;
    }

    @Override
    public ComplexVector divideByRoot(Vector s, double inside, double outside) {
        ComplexVector squares = cast(s);
        real.divideByRoot(squares.real, inside, outside);
        imaginary.divideByRoot(squares.imaginary, inside, outside);
        return this;
    }

    @Override
    public double dot(Vector x) {
        ComplexVector other = cast(x);
        return real.dot(other.real) + imaginary.dot(other.imaginary);
    }

    /** The entries of the real part, then those of the imaginary part. */
    @Override
    public double[] toArray() {
        double[] values = new double[Math.toIntExact(size())];
        double[] x = real.toArray();
        System.arraycopy(x, 0, values, 0, x.length);
        System.arraycopy(imaginary.toArray(), 0, values, x.length, x.length);
        return values;
    }

    @Override
    public ComplexVector setArray(double[] values) {
        if (values.length != size()) {
            throw new IllegalArgumentException(
                    "a vector of " + size() + " entries cannot take " + values.length + " numbers");
        }
        int half = values.length / 2;
        real.setArray(Arrays.copyOf(values, half));
        imaginary.setArray(Arrays.copyOfRange(values, half, 2 * half));
        return this;
    }

    @Override
    public void close() {
        real.close();
        imaginary.close();
    }
}
