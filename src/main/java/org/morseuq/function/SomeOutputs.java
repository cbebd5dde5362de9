package org.morseuq.function;

/** A map without some of its outputs; see {@link PointwiseMap#outputs(int, int)}. */
record SomeOutputs(PointwiseMap whole, int from, int outputs) implements PointwiseMap {

    SomeOutputs {
        if (from < 0 || outputs < 1 || from + outputs > whole.outputs()) {
            throw new IllegalArgumentException("outputs " + from + " to " + (from + outputs - 1)
                    + " were asked of a map that has " + whole.outputs());
        }
    }

    @Override
    public int inputs() {
        return whole.inputs();
    }

    @Override
    public Linearisation at(float[][] points) {
        return new Part(whole.at(points));
    }

    private final class Part implements Linearisation {

        private final Linearisation all;

        Part(Linearisation all) {
            this.all = all;
        }

        @Override
        public float[][] values() {
            float[][] values = new float[all.values().length][outputs];
            for (int i = 0; i < values.length; i++) {
                System.arraycopy(all.values()[i], from, values[i], 0, outputs);
            }
            return values;
        }

        @Override
        public float[][] pullback(float[][] covectors) {
            return all.pullback(padded(covectors));
        }

        @Override
        public double[] squaredNorms(float[][] covectors) {
            return all.squaredNorms(padded(covectors));
        }

        private float[][] padded(float[][] covectors) {
            float[][] padded = new float[covectors.length][whole.outputs()];
            for (int i = 0; i < covectors.length; i++) {
                System.arraycopy(covectors[i], 0, padded[i], from, outputs);
            }
            return padded;
        }

        @Override
        public void close() {
            all.close();
        }
    }
}
