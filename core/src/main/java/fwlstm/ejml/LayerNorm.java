package fwlstm.ejml;

import fwlstm.math.Fma;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/**
 * LN(z) = gain ⊙ (z − mean z) / √(var z + ε) + bias over the rows of each of {@code groups} equal groups of rows, for
 * every column by itself; biased variance, ε = 1e-5. Ba, Kiros, Hinton 2016.
 */
final class LayerNorm {
    /** Leaves everything as it is. */
    static final LayerNorm NONE = new LayerNorm(null, null, null, null, 0, 0);

    private static final float EPSILON = 1e-5f;

    private final FMatrixRMaj gain;
    private final FMatrixRMaj bias;
    private final FMatrixRMaj dGain;
    private final FMatrixRMaj dBias;
    private final int groups;
    private final float[] mean;
    private final float[] mean2;

    private LayerNorm(
            FMatrixRMaj gain, FMatrixRMaj bias, FMatrixRMaj dGain, FMatrixRMaj dBias, int groups, int columns) {
        this.gain = gain;
        this.bias = bias;
        this.dGain = dGain;
        this.dBias = dBias;
        this.groups = groups;
        mean = new float[columns];
        mean2 = new float[columns];
    }

    /** The normalisation with parameters {@code name.gain} and {@code name.bias}, over matrices of B columns. */
    static LayerNorm of(Network network, String name, int groups) {
        return of(network, name, groups, network.batch());
    }

    static LayerNorm of(Network network, String name, int groups, int columns) {
        return new LayerNorm(
                network.parameter(name + ".gain"),
                network.parameter(name + ".bias"),
                network.gradient(name + ".gain"),
                network.gradient(name + ".bias"),
                groups,
                columns);
    }

    /** What the backward pass needs of one forward pass: normalised values and 1/√(var + ε). */
    static final class Saved {
        private final FMatrixRMaj normalised;
        private final FMatrixRMaj rstd;

        private Saved(int rows, int groups, int columns) {
            normalised = new FMatrixRMaj(rows, columns);
            rstd = new FMatrixRMaj(groups, columns);
        }
    }

    /** Room for {@code count} forward passes over {@code rows} rows. */
    Saved[] saved(int count, int rows) {
        Saved[] saved = new Saved[count];
        for (int t = 0; t < count; t++) {
            saved[t] = this == NONE ? new Saved(0, 0, 0) : new Saved(rows, groups, mean.length);
        }
        return saved;
    }

    /** y = LN(z); {@code y} may be {@code z}. */
    void forward(FMatrixRMaj z, FMatrixRMaj y, Saved saved) {
        if (this == NONE) {
            System.arraycopy(z.data, 0, y.data, 0, z.getNumElements());
            return;
        }
        int columns = mean.length;
        int rows = z.numRows / groups;
        for (int group = 0; group < groups; group++) {
            int first = group * rows;
            int rstd = group * columns;
            Arrays.fill(mean, 0f);
            for (int row = first; row < first + rows; row++) {
                for (int j = 0, n = row * columns; j < columns; j++, n++) {
                    mean[j] += z.data[n];
                }
            }
            scale(mean, 1f / rows);
            Arrays.fill(mean2, 0f);
            for (int row = first; row < first + rows; row++) {
                for (int j = 0, n = row * columns; j < columns; j++, n++) {
                    float centred = z.data[n] - mean[j];
                    saved.normalised.data[n] = centred;
                    mean2[j] = Fma.fma(centred, centred, mean2[j]);
                }
            }
            scale(mean2, 1f / rows);
            for (int j = 0; j < columns; j++) {
                saved.rstd.data[rstd + j] = 1f / (float) Math.sqrt(mean2[j] + EPSILON);
            }
            for (int row = first; row < first + rows; row++) {
                float gainOfRow = gain.data[row];
                float biasOfRow = bias.data[row];
                for (int j = 0, n = row * columns; j < columns; j++, n++) {
                    float normalised = saved.normalised.data[n] * saved.rstd.data[rstd + j];
                    saved.normalised.data[n] = normalised;
                    y.data[n] = Fma.fma(gainOfRow, normalised, biasOfRow);
                }
            }
        }
    }

    /**
     * With n = (z − mean)·rstd and dn = gain ⊙ dy: dz = rstd (dn − mean(dn) − n mean(dn ⊙ n)). Adds to the gradients of
     * gain and bias; {@code dz} may be {@code dy}.
     */
    void backward(FMatrixRMaj dy, Saved saved, FMatrixRMaj dz) {
        if (this == NONE) {
            System.arraycopy(dy.data, 0, dz.data, 0, dy.getNumElements());
            return;
        }
        int columns = mean.length;
        int rows = dy.numRows / groups;
        for (int group = 0; group < groups; group++) {
            int first = group * rows;
            int rstd = group * columns;
            Arrays.fill(mean, 0f);
            Arrays.fill(mean2, 0f);
            for (int row = first; row < first + rows; row++) {
                float gainOfRow = gain.data[row];
                float sumGain = 0;
                float sumBias = 0;
                for (int j = 0, n = row * columns; j < columns; j++, n++) {
                    float normalised = saved.normalised.data[n];
                    float dNormalised = gainOfRow * dy.data[n];
                    sumGain = Fma.fma(dy.data[n], normalised, sumGain);
                    sumBias += dy.data[n];
                    mean[j] += dNormalised;
                    mean2[j] = Fma.fma(dNormalised, normalised, mean2[j]);
                }
                dGain.data[row] += sumGain;
                dBias.data[row] += sumBias;
            }
            scale(mean, 1f / rows);
            scale(mean2, 1f / rows);
            for (int row = first; row < first + rows; row++) {
                float gainOfRow = gain.data[row];
                for (int j = 0, n = row * columns; j < columns; j++, n++) {
                    float centred = gainOfRow * dy.data[n] - mean[j] - saved.normalised.data[n] * mean2[j];
                    dz.data[n] = saved.rstd.data[rstd + j] * centred;
                }
            }
        }
    }

    private static void scale(float[] x, float factor) {
        for (int j = 0; j < x.length; j++) {
            x[j] *= factor;
        }
    }
}
