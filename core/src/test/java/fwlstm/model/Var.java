package fwlstm.model;

import java.util.ArrayList;
import java.util.List;

/** A double that remembers how it came about, for reverse-mode differentiation of the reference network. */
final class Var {
    /** The operations of one computation, in the order in which they happened. */
    static final class Tape {
        private final List<Var> operations = new ArrayList<>();

        Var constant(double value) {
            return record(value, null, 0, null, 0);
        }

        private Var record(double value, Var a, double da, Var b, double db) {
            Var result = new Var(this, value, a, da, b, db);
            operations.add(result);
            return result;
        }

        /** Sets the gradient of everything recorded with respect to which {@code output} was computed. */
        void backward(Var output) {
            output.gradient = 1;
            for (int n = operations.size() - 1; n >= 0; n--) {
                Var v = operations.get(n);
                if (v.a != null) {
                    v.a.gradient += v.da * v.gradient;
                }
                if (v.b != null) {
                    v.b.gradient += v.db * v.gradient;
                }
            }
        }
    }

    final double value;
    double gradient;
    private final Tape tape;
    private final Var a;
    private final double da;
    private final Var b;
    private final double db;

    private Var(Tape tape, double value, Var a, double da, Var b, double db) {
        this.tape = tape;
        this.value = value;
        this.a = a;
        this.da = da;
        this.b = b;
        this.db = db;
    }

    Var plus(Var y) {
        return tape.record(value + y.value, this, 1, y, 1);
    }

    Var minus(Var y) {
        return tape.record(value - y.value, this, 1, y, -1);
    }

    Var times(Var y) {
        return tape.record(value * y.value, this, y.value, y, value);
    }

    Var times(double y) {
        return tape.record(value * y, this, y, null, 0);
    }

    Var plus(double y) {
        return tape.record(value + y, this, 1, null, 0);
    }

    Var relu() {
        return tape.record(Math.max(value, 0), this, value > 0 ? 1 : 0, null, 0);
    }

    Var sigmoid() {
        double s = 1 / (1 + Math.exp(-value));
        return tape.record(s, this, s * (1 - s), null, 0);
    }

    Var tanh() {
        double t = Math.tanh(value);
        return tape.record(t, this, 1 - t * t, null, 0);
    }

    Var exp() {
        double e = Math.exp(value);
        return tape.record(e, this, e, null, 0);
    }

    Var log() {
        return tape.record(Math.log(value), this, 1 / value, null, 0);
    }

    /** 1 / √this. */
    Var inverseRoot() {
        double y = 1 / Math.sqrt(value);
        return tape.record(y, this, -0.5 * y / value, null, 0);
    }
}
