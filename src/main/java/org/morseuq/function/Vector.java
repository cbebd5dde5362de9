package org.morseuq.function;

/**
 * An element of a Euclidean space of parameters, changed in place.
 *
 * <p>All vectors of one computation come from one vector by {@link #zeros} and {@link #copy}, and have its size and its
 * home: an array of Java, or the memory of a device. An operation with a vector of another size or home raises an
 * {@link IllegalArgumentException}. Operations return this vector, so that they can be chained; none of them allocates,
 * apart from {@link #zeros} and {@link #copy}. Not thread-safe.
 *
 * <p>Numbers that are not finite are carried along, never an error: whoever takes a step asks the norm of its gradient.
 */
public interface Vector extends AutoCloseable {

    /** The number of entries. */
    long size();

    /** A new vector of the same space with all entries 0; the caller closes it. */
    Vector zeros();

    /** A new vector with the same entries; the caller closes it. */
    default Vector copy() {
        return zeros().set(this);
    }

    /** \( this \leftarrow x \). */
    Vector set(Vector x);

    /** All entries become a number. */
    Vector fill(double value);

    /** \( this \leftarrow a \, this \). */
    Vector scale(double a);

    /** \( this \leftarrow this + a x \); x may be this vector. */
    Vector add(double a, Vector x);

    /** \( this \leftarrow this + a \, x \odot y \), entry by entry; x and y may be one vector. */
    Vector addProduct(double a, Vector x, Vector y);

    /**
     * \( this \leftarrow this / (\sqrt{s + inside} + outside) \), entry by entry: what a diagonal preconditioner does.
     *
     * @param s entries of at least 0
     * @param inside added under the root
     * @param outside added to the root
     * @return this vector
     */
    Vector divideByRoot(Vector s, double inside, double outside);

    /** \( \sum_i this_i x_i \), summed in double precision. */
    double dot(Vector x);

    /** The Euclidean norm. */
    default double norm() {
        return Math.sqrt(dot(this));
    }

    /**
     * The entries as an array of Java, a copy.
     *
     * @return size numbers
     */
    double[] toArray();

    /**
     * Overwrites all entries.
     *
     * @param values size numbers; copied
     * @return this vector
     */
    Vector setArray(double[] values);

    /** Gives the memory back; a vector that is an array has nothing to give. */
    @Override
    void close();
}
