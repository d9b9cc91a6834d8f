package fwlstm.cpu;

import static fwlstm.cpu.Kernels.PARTIALS;
import static fwlstm.cpu.Kernels.TILE;

import fwlstm.config.Norm;
import java.util.Arrays;

/**
 * LN(z) = gain ⊙ (z − mean z) / √(var z + ε) + bias over the rows of each of some equal groups of rows, for every
 * sequence by itself; biased variance, ε = 1e-5. Ba, Kiros, Hinton 2016. Without groups it leaves everything as it is.
 */
public final class LayerNorm {
    public static final float EPSILON = 1e-5f;

    /** Rows that the operations keep for each group: mean, 1/√(var + ε), and two for the backward pass. */
    private static final int STATISTICS = 4 * TILE;

    private final Norms norms;
    private final int rows;
    private final int groups;
    private final float[] statistics; // [uses][groups] of [4 × TILE]
    private final float[] gain;
    private final float[] bias;
    private final float[] dGain;
    private final float[] dBias;
    private final float[] dGainPartials; // [rows × PARTIALS]
    private final float[] dBiasPartials;

    private LayerNorm(Network network, String name, int rows, int groups, int uses) {
        norms = network.kernels().norms();
        this.rows = rows;
        this.groups = groups;
        boolean none = groups == 0;
        statistics = new float[Math.multiplyExact(uses, groups * STATISTICS)];
        gain = none ? null : network.parameter(name + ".gain");
        bias = none ? null : network.parameter(name + ".bias");
        dGain = none ? null : network.gradient(name + ".gain");
        dBias = none ? null : network.gradient(name + ".bias");
        dGainPartials = new float[none ? 0 : rows * PARTIALS];
        dBiasPartials = new float[none ? 0 : rows * PARTIALS];
    }

    /** The normalisation of the gates with parameters {@code name.gain} and {@code name.bias}. */
    static LayerNorm ofGates(Network network, String name, Norm norm, int uses) {
        int groups = norm.groups(network.config().cell().gates());
        return new LayerNorm(network, name, network.gates(), groups, uses);
    }

    /** The normalisation of the cell state. */
    static LayerNorm ofCell(Network network, boolean present, int uses) {
        return new LayerNorm(network, "ln_cell", network.hidden(), present ? 1 : 0, uses);
    }

    /** In training forgets the gradients of earlier batches. */
    void begin(boolean training) {
        if (training) {
            Arrays.fill(dGainPartials, 0f);
            Arrays.fill(dBiasPartials, 0f);
        }
    }

    /** y = LN(z); z becomes what {@link #backward} wants to see again: the normalised values. */
    void forward(int use, float[] z, int z0, float[] y, int y0) {
        if (groups == 0) {
            System.arraycopy(z, z0, y, y0, rows * TILE);
            return;
        }
        int size = rows / groups;
        for (int group = 0; group < groups; group++) {
            int s0 = (use * groups + group) * STATISTICS;
            int first = group * size;
            norms.statistics(size, z, z0 + first * TILE, statistics, s0);
            norms.normalise(size, z, z0 + first * TILE, statistics, s0, gain, bias, first, y, y0 + first * TILE);
        }
    }

    /** From dy to dz, which may be the same; {@code n} are the normalised values. */
    void backward(int use, float[] dy, int dy0, float[] n, int n0, float[] dz, int dz0) {
        if (groups == 0) {
            System.arraycopy(dy, dy0, dz, dz0, rows * TILE);
            return;
        }
        int size = rows / groups;
        for (int group = 0; group < groups; group++) {
            int s0 = (use * groups + group) * STATISTICS;
            int first = group * size;
            int at = first * TILE;
            norms.normaliseBackward(
                    size,
                    dy,
                    dy0 + at,
                    n,
                    n0 + at,
                    statistics,
                    s0,
                    gain,
                    first,
                    dz,
                    dz0 + at,
                    dGainPartials,
                    dBiasPartials);
        }
    }

    /** Leaves the gradients of gain and bias. */
    void finish() {
        if (groups > 0) {
            sum(dGainPartials, dGain);
            sum(dBiasPartials, dBias);
        }
    }

    private static void sum(float[] partials, float[] sums) {
        for (int i = 0; i < sums.length; i++) {
            float sum = 0;
            for (int j = 0; j < PARTIALS; j++) {
                sum += partials[i * PARTIALS + j];
            }
            sums[i] = sum;
        }
    }
}
