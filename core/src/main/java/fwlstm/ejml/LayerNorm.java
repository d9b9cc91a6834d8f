package fwlstm.ejml;

import static fwlstm.ejml.Matrices.mean;
import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.split;
import static fwlstm.ejml.Matrices.stack;
import static fwlstm.ejml.Matrices.times;

import java.util.ArrayDeque;
import java.util.Deque;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * LN(z) = gain ⊙ n + bias, n = (z − mean z) / √(var z + ε), over each of {@code groups} equal parts of z by itself;
 * biased variance, ε = 1e-5. Ba, Kiros, Hinton 2016. Each {@link #backward} belongs to the latest forward pass that had
 * none yet.
 */
final class LayerNorm {
    /** Leaves everything as it is. */
    static final LayerNorm NONE = new LayerNorm();

    private static final float EPSILON = 1e-5f;

    private final Parameter gain;
    private final Parameter bias;
    private final int groups;
    private final Deque<Saved> saved = new ArrayDeque<>();

    /** Of a forward pass, for each group: n and 1/√(var z + ε). */
    private record Saved(FMatrixRMaj[] n, float[] rstd) {}

    private LayerNorm() {
        gain = null;
        bias = null;
        groups = 0;
    }

    /** The normalisation with parameters {@code name.gain} and {@code name.bias}. */
    LayerNorm(Network network, String name, int groups) {
        gain = network.parameter(name + ".gain");
        bias = network.parameter(name + ".bias");
        this.groups = groups;
    }

    /** LN(z). */
    FMatrixRMaj forward(FMatrixRMaj z) {
        if (this == NONE) {
            return z;
        }
        FMatrixRMaj[] n = split(z, groups);
        float[] rstd = new float[groups];
        for (int k = 0; k < groups; k++) {
            n[k] = plus(n[k], -mean(n[k]));
            rstd[k] = (float) (1 / Math.sqrt(mean(times(n[k], n[k])) + EPSILON));
            CommonOps_FDRM.scale(rstd[k], n[k]);
        }
        saved.push(new Saved(n, rstd));
        return plus(times(gain.value(), stack(n)), bias.value());
    }

    /** From dy to dz, y = LN(z): with dn = gain ⊙ dy, dz = (dn − mean(dn) − n mean(dn ⊙ n)) / √(var z + ε). */
    FMatrixRMaj backward(FMatrixRMaj dy) {
        if (this == NONE) {
            return dy;
        }
        Saved forward = saved.pop();
        FMatrixRMaj[] n = forward.n;
        gain.addGradient(times(dy, stack(n)));
        bias.addGradient(dy);
        FMatrixRMaj[] dn = split(times(gain.value(), dy), groups);
        FMatrixRMaj[] dz = new FMatrixRMaj[groups];
        for (int k = 0; k < groups; k++) {
            dz[k] = plus(dn[k], -mean(dn[k]));
            CommonOps_FDRM.addEquals(dz[k], -mean(times(dn[k], n[k])), n[k]);
            CommonOps_FDRM.scale(forward.rstd[k], dz[k]);
        }
        return stack(dz);
    }
}
