package fwlstm.cpu;

import fwlstm.math.Fma;
import fwlstm.task.Vocabulary;
import java.util.Arrays;

/** {@link LayerNorm} over each row of the input table by itself, once per batch. */
final class TableNorm {
    private final int groups;
    private final int size;
    private final float[] gain;
    private final float[] bias;
    private final float[] dGain;
    private final float[] dBias;
    private final float[] normalised; // [V × G]
    private final float[] rstd; // [V × groups]

    TableNorm(Network network, String name, int groups) {
        this.groups = groups;
        size = network.gates() / groups;
        gain = network.parameter(name + ".gain");
        bias = network.parameter(name + ".bias");
        dGain = network.gradient(name + ".gain");
        dBias = network.gradient(name + ".bias");
        normalised = new float[Vocabulary.SIZE * network.gates()];
        rstd = new float[Vocabulary.SIZE * groups];
    }

    /** Row v of the table, which starts at {@code p[p0]}, becomes LN(row). */
    void forward(int v, float[] p, int p0) {
        for (int group = 0; group < groups; group++) {
            int first = group * size;
            float mean = 0;
            for (int i = first; i < first + size; i++) {
                mean += p[p0 + i];
            }
            mean /= size;
            float variance = 0;
            for (int i = first; i < first + size; i++) {
                variance = Fma.fma(p[p0 + i] - mean, p[p0 + i] - mean, variance);
            }
            float scale = 1f / (float) Math.sqrt(variance / size + LayerNorm.EPSILON);
            rstd[v * groups + group] = scale;
            for (int i = first; i < first + size; i++) {
                float n = (p[p0 + i] - mean) * scale;
                normalised[v * groups * size + i] = n;
                p[p0 + i] = Fma.fma(gain[i], n, bias[i]);
            }
        }
    }

    /** From the gradient of the normalised table to that of the table, in place; leaves those of gain and bias. */
    void backward(float[] dp, int width) {
        Arrays.fill(dGain, 0f);
        Arrays.fill(dBias, 0f);
        for (int v = 0; v < Vocabulary.SIZE; v++) {
            for (int group = 0; group < groups; group++) {
                backward(dp, v * width, v * groups * size, group * size, rstd[v * groups + group]);
            }
        }
    }

    private void backward(float[] dp, int p0, int n0, int first, float scale) {
        float mean = 0;
        float meanWithN = 0;
        for (int i = first; i < first + size; i++) {
            float dy = dp[p0 + i];
            float n = normalised[n0 + i];
            dBias[i] += dy;
            dGain[i] = Fma.fma(dy, n, dGain[i]);
            mean += gain[i] * dy;
            meanWithN = Fma.fma(gain[i] * dy, n, meanWithN);
        }
        mean /= size;
        meanWithN /= size;
        for (int i = first; i < first + size; i++) {
            dp[p0 + i] = scale * (gain[i] * dp[p0 + i] - mean - normalised[n0 + i] * meanWithN);
        }
    }
}
