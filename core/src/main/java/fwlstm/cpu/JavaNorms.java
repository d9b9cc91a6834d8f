package fwlstm.cpu;

import static fwlstm.cpu.Kernels.PARTIALS;
import static fwlstm.cpu.Kernels.TILE;

import fwlstm.math.Fma;

/** Layer normalisation in plain Java, the sums over rows of four sequences at a time. */
final class JavaNorms implements Norms {
    @Override
    public void statistics(int rows, float[] z, int z0, float[] s, int s0) {
        assert Shapes.statistics(rows, z, z0, s, s0);
        for (int j = 0; j < TILE; j += 4) {
            statisticsOfFour(rows, z, z0 + j, s, s0 + j);
        }
    }

    private static void statisticsOfFour(int rows, float[] z, int z0, float[] s, int s0) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        float squares0 = 0;
        float squares1 = 0;
        float squares2 = 0;
        float squares3 = 0;
        for (int i = 0; i < rows; i++) {
            float d0 = z[z0 + i * TILE] - z[z0];
            float d1 = z[z0 + i * TILE + 1] - z[z0 + 1];
            float d2 = z[z0 + i * TILE + 2] - z[z0 + 2];
            float d3 = z[z0 + i * TILE + 3] - z[z0 + 3];
            sum0 += d0;
            sum1 += d1;
            sum2 += d2;
            sum3 += d3;
            squares0 = Fma.fma(d0, d0, squares0);
            squares1 = Fma.fma(d1, d1, squares1);
            squares2 = Fma.fma(d2, d2, squares2);
            squares3 = Fma.fma(d3, d3, squares3);
        }
        finish(rows, z[z0], sum0, squares0, s, s0);
        finish(rows, z[z0 + 1], sum1, squares1, s, s0 + 1);
        finish(rows, z[z0 + 2], sum2, squares2, s, s0 + 2);
        finish(rows, z[z0 + 3], sum3, squares3, s, s0 + 3);
    }

    private static void finish(int rows, float shift, float sum, float squares, float[] s, int s0) {
        float share = 1f / rows;
        float offset = sum * share;
        float variance = Math.max(squares * share - offset * offset, 0f);
        s[s0] = shift + offset;
        s[s0 + TILE] = 1f / (float) Math.sqrt(variance + LayerNorm.EPSILON);
    }

    @Override
    public void normalise(
            int rows, float[] z, int z0, float[] s, int s0, float[] gain, float[] bias, int g0, float[] y, int y0) {
        assert Shapes.normalise(rows, z, z0, s, s0, gain, bias, g0, y, y0);
        for (int i = 0; i < rows; i++) {
            float scale = gain[g0 + i];
            float shift = bias[g0 + i];
            for (int j = 0; j < TILE; j++) {
                float n = (z[z0 + i * TILE + j] - s[s0 + j]) * s[s0 + TILE + j];
                z[z0 + i * TILE + j] = n;
                y[y0 + i * TILE + j] = Fma.fma(scale, n, shift);
            }
        }
    }

    @Override
    public void normaliseBackward(
            int rows,
            float[] dy,
            int dy0,
            float[] n,
            int n0,
            float[] s,
            int s0,
            float[] gain,
            int g0,
            float[] dz,
            int dz0,
            float[] dGain,
            float[] dBias) {
        assert Shapes.normaliseBackward(rows, dy, dy0, n, n0, s, s0, gain, g0, dz, dz0, dGain, dBias);
        int mean = s0 + 2 * TILE;
        int meanWithN = s0 + 3 * TILE;
        for (int j = 0; j < TILE; j += 4) {
            sumsOfFour(rows, dy, dy0 + j, n, n0 + j, gain, g0, s, mean + j);
        }
        for (int i = 0; i < rows; i++) {
            int d = dy0 + i * TILE;
            int m = n0 + i * TILE;
            int partial = (g0 + i) * PARTIALS;
            for (int j = 0; j < PARTIALS; j++) {
                dBias[partial + j] += dy[d + j] + dy[d + j + PARTIALS];
                dGain[partial + j] += Fma.fma(dy[d + j + PARTIALS], n[m + j + PARTIALS], dy[d + j] * n[m + j]);
            }
        }
        float share = 1f / rows;
        for (int j = 0; j < 2 * TILE; j++) {
            s[mean + j] *= share;
        }
        for (int i = 0; i < rows; i++) {
            int row = i * TILE;
            for (int j = 0; j < TILE; j++) {
                float d = dy[dy0 + row + j] * gain[g0 + i] - s[mean + j];
                dz[dz0 + row + j] = (d - n[n0 + row + j] * s[meanWithN + j]) * s[s0 + TILE + j];
            }
        }
    }

    /** Σ dy ⊙ gain and Σ dy ⊙ gain ⊙ n over rows. */
    private static void sumsOfFour(
            int rows, float[] dy, int dy0, float[] n, int n0, float[] gain, int g0, float[] s, int s0) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        float withN0 = 0;
        float withN1 = 0;
        float withN2 = 0;
        float withN3 = 0;
        for (int i = 0; i < rows; i++) {
            float d0 = dy[dy0 + i * TILE] * gain[g0 + i];
            float d1 = dy[dy0 + i * TILE + 1] * gain[g0 + i];
            float d2 = dy[dy0 + i * TILE + 2] * gain[g0 + i];
            float d3 = dy[dy0 + i * TILE + 3] * gain[g0 + i];
            sum0 += d0;
            sum1 += d1;
            sum2 += d2;
            sum3 += d3;
            withN0 = Fma.fma(d0, n[n0 + i * TILE], withN0);
            withN1 = Fma.fma(d1, n[n0 + i * TILE + 1], withN1);
            withN2 = Fma.fma(d2, n[n0 + i * TILE + 2], withN2);
            withN3 = Fma.fma(d3, n[n0 + i * TILE + 3], withN3);
        }
        s[s0] = sum0;
        s[s0 + 1] = sum1;
        s[s0 + 2] = sum2;
        s[s0 + 3] = sum3;
        s[s0 + TILE] = withN0;
        s[s0 + TILE + 1] = withN1;
        s[s0 + TILE + 2] = withN2;
        s[s0 + TILE + 3] = withN3;
    }
}
