package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import org.morseuq.function.Vector;

/**
 * A vector in one flat array of the engine, in single or double precision, on the processor or another device. Every
 * operation is one call of the engine. Inner products are taken and summed in double precision.
 *
 * <p>Its memory is the manager's that it was made in, until {@link #close}.
 */
public final class DeviceVector implements Vector {

    private static final String CODE =
            """
              def set(self: __torch__.Vectors, into: Tensor, x: Tensor) -> NoneType:
                _0 = torch.copy_(into, x)
                return None
              def fill(self: __torch__.Vectors, into: Tensor, value: float) -> NoneType:
                _0 = torch.fill_(into, value)
                return None
              def scale(self: __torch__.Vectors, into: Tensor, a: float) -> NoneType:
                _0 = torch.mul_(into, a)
                return None
              def add(self: __torch__.Vectors, into: Tensor, a: float, x: Tensor) -> NoneType:
                _0 = torch.add_(into, x, alpha=a)
                return None
              def add_product(self: __torch__.Vectors, into: Tensor, a: float, x: Tensor, y: Tensor) -> NoneType:
                _0 = torch.addcmul_(into, x, y, value=a)
                return None
              def divide(self: __torch__.Vectors, into: Tensor, s: Tensor, inside: float, outside: float) -> NoneType:
                _0 = torch.div_(into, torch.add_(torch.sqrt_(torch.add(s, inside)), outside))
                return None
              def dot(self: __torch__.Vectors, x: Tensor, y: Tensor) -> float:
                return float(torch.dot(torch.to(x, 7), torch.to(y, 7)))
            """;

    private final NDArray array;
    private final Script script;
    private long changes;

    private DeviceVector(NDArray array, Script script) {
        this.array = array;
        this.script = script;
    }

    /**
     * The first vector of a space, all 0; the others come from it.
     *
     * @param manager owns the memory of the whole space; its device is the vectors'
     * @param size the number of entries, at least 1
     * @param type {@code FLOAT32} or {@code FLOAT64}
     */
    public static DeviceVector zeros(NDManager manager, long size, DataType type) {
        if (size < 1 || (type != DataType.FLOAT32 && type != DataType.FLOAT64)) {
            throw new IllegalArgumentException(
                    "a vector has at least one entry of FLOAT32 or FLOAT64, got " + size + " of " + type);
        }
        return new DeviceVector(manager.zeros(new Shape(size), type), Script.load(manager, "Vectors", CODE));
    }

    /** A first vector of another space on the same device, of the same type, all 0. */
    DeviceVector another(long entries) {
        return new DeviceVector(array.getManager().zeros(new Shape(entries), array.getDataType()), script);
    }

    /** The engine's array, live; what is remembered of this vector does not notice changes made to it. */
    public NDArray array() {
        return array;
    }

    /** Grows with every change, so that who remembers something of a vector can tell whether it still holds. */
    long changes() {
        return changes;
    }

    private DeviceVector changed() {
        changes++;
        return this;
    }

    private NDArray of(Vector x) {
        if (x instanceof DeviceVector other
                && other.array.size() == array.size()
                && other.array.getDataType() == array.getDataType()
                && other.array.getDevice().equals(array.getDevice())) {
            return other.array;
        }
        throw new IllegalArgumentException("a vector of " + array.size() + " numbers " + array.getDataType() + " on "
                + array.getDevice() + " does not go with " + x);
    }

    @Override
    public long size() {
        return array.size();
    }

    @Override
    public DeviceVector zeros() {
        return new DeviceVector(array.getManager().zeros(array.getShape(), array.getDataType()), script);
    }

    @Override
    public DeviceVector set(Vector x) {
        script.run("set", array, of(x));
        return changed();
    }

    /** Overwrites all entries by those of an engine's array, flat or not, of this size. */
    DeviceVector set(NDArray x) {
        script.run("set", array, x);
        return changed();
    }

    @Override
    public DeviceVector fill(double value) {
        script.run("fill", array, value);
        return changed();
    }

    @Override
    public DeviceVector scale(double a) {
        script.run("scale", array, a);
        return changed();
    }

    @Override
    public DeviceVector add(double a, Vector x) {
        script.run("add", array, a, of(x));
        return changed();
    }

    @Override
    public DeviceVector addProduct(double a, Vector x, Vector y) {
        script.run("add_product", array, a, of(x), of(y));
        return changed();
    }

    @Override
    public DeviceVector divideByRoot(Vector s, double inside, double outside) {
        script.run("divide", array, of(s), inside, outside);
        return changed();
    }

    @Override
    public double dot(Vector x) {
        return script.run("dot", array, of(x));
    }

    @Override
    public double[] toArray() {
        if (array.getDataType() == DataType.FLOAT64) {
            return array.toDoubleArray();
        }
        float[] numbers = array.toFloatArray();
        double[] values = new double[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = numbers[i];
        }
        return values;
    }

    @Override
    public DeviceVector setArray(double[] values) {
        if (values.length != array.size()) {
            throw new IllegalArgumentException(
                    "a vector of " + array.size() + " entries cannot take " + values.length + " numbers");
        }
        try (NDArray numbers = array.getManager().create(values)) {
            return set(numbers);
        }
    }

    @Override
    public void close() {
        array.close();
    }

    @Override
    public String toString() {
        return "a vector of " + array.size() + " numbers " + array.getDataType() + " on " + array.getDevice();
    }
}
