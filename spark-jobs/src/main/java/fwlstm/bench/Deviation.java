package fwlstm.bench;

import fwlstm.model.ParameterSpec;
import fwlstm.model.Parameters;

/** Relative differences: |a − b| / |b|, 0 where both are 0, and NaN where one is not a number. */
final class Deviation {
    private Deviation() {}

    static double between(double a, double b) {
        return a == b ? 0 : Math.abs(a - b) / Math.abs(b);
    }

    /** The deviation of all values as one vector, in the L2 norm. */
    static double between(Parameters a, Parameters b) {
        Sum sum = new Sum();
        for (ParameterSpec spec : b.specs()) {
            sum.add(a.get(spec.name()).data, b.get(spec.name()).data);
        }
        return sum.ratio();
    }

    /** The largest deviation of any parameter. */
    static double largest(Parameters a, Parameters b) {
        double largest = 0;
        for (ParameterSpec spec : b.specs()) {
            Sum sum = new Sum();
            sum.add(a.get(spec.name()).data, b.get(spec.name()).data);
            largest = Math.max(largest, sum.ratio());
        }
        return largest;
    }

    private static final class Sum {
        private double difference;
        private double size;

        void add(float[] a, float[] b) {
            for (int i = 0; i < b.length; i++) {
                double d = (double) a[i] - b[i];
                difference += d * d;
                size += (double) b[i] * b[i];
            }
        }

        double ratio() {
            return difference == 0 ? 0 : Math.sqrt(difference / size);
        }
    }
}
