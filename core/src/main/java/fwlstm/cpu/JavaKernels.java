package fwlstm.cpu;

import fwlstm.math.Fma;
import fwlstm.math.Nonlinearity;
import java.util.Arrays;

/**
 * The operations on tiles in plain Java, in loops that the just-in-time compiler turns into vector code: over whole arrays
 * from index 0, since offsets into longer arrays stay scalar. So parts of longer arrays are copied before and after, which
 * costs little. Sums over rows keep several sequences in flight instead.
 *
 * <p>This is also the definition that every other implementation is tested against, bit for bit. Holds scratch memory: one
 * instance for each engine.
 */
final class JavaKernels implements Kernels {
    private final Elements elements = new Elements();
    private final float[][] rows = new float[TILE][0]; // Y of an outer product, row by row
    private float[] row = new float[0];

    @Override
    public Weights weights(int rows, int inner) {
        return new JavaWeights(rows, inner);
    }

    @Override
    public int width(int columns) {
        return columns;
    }

    @Override
    public void addOuterProduct(int rowsOfX, float[] x, int x0, float[] y, int width, float[] c) {
        if (row.length < width) {
            row = new float[width];
            Arrays.setAll(rows, j -> new float[width]);
        }
        for (int j = 0; j < TILE; j++) {
            System.arraycopy(y, j * width, rows[j], 0, width);
        }
        for (int i = 0; i < rowsOfX; i++) {
            System.arraycopy(c, i * width, row, 0, width);
            int n = x0 + i * TILE;
            for (int j = 0; j < TILE; j += 4) {
                JavaWeights.add(
                        width,
                        row,
                        x[n + j],
                        rows[j],
                        x[n + j + 1],
                        rows[j + 1],
                        x[n + j + 2],
                        rows[j + 2],
                        x[n + j + 3],
                        rows[j + 3]);
            }
            System.arraycopy(row, 0, c, i * width, width);
        }
    }

    @Override
    public void gather(int rows, float[] table, int width, int[] tokens, int first, float[] z, int z0) {
        for (int j = 0; j < TILE; j++) {
            int from = tokens[first + j] * width;
            for (int i = 0; i < rows; i++) {
                z[z0 + i * TILE + j] = table[from + i];
            }
        }
    }

    @Override
    public void transpose(int rows, float[] z, int z0, float[] zt, int width) {
        for (int j = 0; j < TILE; j++) {
            for (int i = 0; i < rows; i++) {
                zt[j * width + i] = z[z0 + i * TILE + j];
            }
        }
    }

    @Override
    public void scatterAdd(float[] zt, int width, int[] tokens, int first, float[] table) {
        for (int j = 0; j < TILE; j++) {
            int to = tokens[first + j] * width;
            for (int i = 0; i < width; i++) {
                table[to + i] += zt[j * width + i];
            }
        }
    }

    @Override
    public void statistics(int rows, float[] z, int z0, float[] s, int s0) {
        JavaNorms.statistics(rows, z, z0, s, s0);
    }

    @Override
    public void normalise(
            int rows, float[] z, int z0, float[] s, int s0, float[] gain, float[] bias, int g0, float[] y, int y0) {
        JavaNorms.normalise(rows, z, z0, s, s0, gain, bias, g0, y, y0);
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
        JavaNorms.normaliseBackward(rows, dy, dy0, n, n0, s, s0, gain, g0, dz, dz0, dGain, dBias);
    }

    @Override
    public void dots(int count, int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0) {
        for (int k = 0; k < count; k++) {
            for (int j = 0; j < TILE; j += 4) {
                fourDots(rows, x, x0 + k * stride + j, q, q0 + j, s, s0 + k * TILE + j);
            }
        }
    }

    private static void fourDots(int rows, float[] x, int x0, float[] q, int q0, float[] s, int s0) {
        float sum0 = 0;
        float sum1 = 0;
        float sum2 = 0;
        float sum3 = 0;
        for (int i = 0; i < rows; i++) {
            int xn = x0 + i * TILE;
            int qn = q0 + i * TILE;
            sum0 = Fma.fma(x[xn], q[qn], sum0);
            sum1 = Fma.fma(x[xn + 1], q[qn + 1], sum1);
            sum2 = Fma.fma(x[xn + 2], q[qn + 2], sum2);
            sum3 = Fma.fma(x[xn + 3], q[qn + 3], sum3);
        }
        s[s0] = sum0;
        s[s0 + 1] = sum1;
        s[s0 + 2] = sum2;
        s[s0 + 3] = sum3;
    }

    @Override
    public void combine(
            boolean add,
            int count,
            int rows,
            float[] w,
            int w0,
            int wStride,
            float[] x,
            int x0,
            int xStride,
            float[] out,
            int out0) {
        elements.combine(add, count, rows * TILE, w, w0, wStride, x, x0, xStride, out, out0);
    }

    @Override
    public void sigmoid(int n, float[] x, int x0, float shift) {
        elements.sigmoid(n, x, x0, shift);
    }

    @Override
    public void tanh(int n, float[] x, int x0, float[] y, int y0) {
        elements.tanh(n, x, x0, y, y0);
    }

    @Override
    public void relu(int n, float[] x, int x0, float[] y, int y0) {
        for (int k = 0; k < n; k++) {
            y[y0 + k] = Nonlinearity.relu(x[x0 + k]);
        }
    }

    @Override
    public void add(int n, float[] x, int x0, float[] y, int y0) {
        for (int k = 0; k < n; k++) {
            y[y0 + k] += x[x0 + k];
        }
    }

    @Override
    public void multiply(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
        for (int k = 0; k < n; k++) {
            z[z0 + k] = x[x0 + k] * y[y0 + k];
        }
    }

    @Override
    public void reluBackward(
            int n, float[] y, int y0, float[] dy, int dy0, float[] start, int start0, float[] dx, int dx0) {
        for (int k = 0; k < n; k++) {
            dx[dx0 + k] = start[start0 + k] + wherePositive(y[y0 + k], dy[dy0 + k]);
        }
    }

    @Override
    public void fwLstmState(
            int n, float[] gates, int g0, float[] v, int v0, float[] cBefore, int b0, float[] c, int c0) {
        for (int k = 0; k < n; k++) {
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float candidate = Nonlinearity.relu(gates[g0 + 3 * n + k] + v[v0 + k]);
            v[v0 + k] = candidate;
            c[c0 + k] = Fma.fma(f, cBefore[b0 + k], i * candidate);
        }
    }

    @Override
    public void fwLstmOutput(int n, float[] o, int o0, float[] c, int c0, float[] h, int h0) {
        for (int k = 0; k < n; k++) {
            h[h0 + k] = o[o0 + k] * Nonlinearity.relu(c[c0 + k]);
        }
    }

    @Override
    public void fwLstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] c, int c0, float[] dO, int dO0, float[] dc) {
        for (int k = 0; k < n; k++) {
            float out = o[o0 + k];
            float state = c[c0 + k];
            float d = dh[k] * out;
            dO[dO0 + k] = d * Nonlinearity.relu(state) * (1f - out);
            dc[k] += wherePositive(state, d);
        }
    }

    @Override
    public void fwLstmStateBackward(
            int n,
            float[] da,
            float[] gates,
            int g0,
            float[] v,
            int v0,
            float[] cBefore,
            int b0,
            float[] dGates,
            float[] du,
            int du0,
            float[] dc) {
        for (int k = 0; k < n; k++) {
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float candidate = v[v0 + k];
            float di = da[k] * i;
            float df = da[k] * f;
            dGates[k] = di * candidate * (1f - i);
            dGates[n + k] = df * cBefore[b0 + k] * (1f - f);
            du[du0 + k] = wherePositive(candidate, di);
            dc[k] = df;
        }
    }

    @Override
    public void lstmState(int n, float[] gates, int g0, float[] cBefore, int b0, float[] c, int c0) {
        for (int k = 0; k < n; k++) {
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float g = gates[g0 + 3 * n + k];
            c[c0 + k] = Fma.fma(f, cBefore[b0 + k], i * g);
        }
    }

    @Override
    public void lstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] y, int y0, float[] dO, int dO0, float[] dy) {
        for (int k = 0; k < n; k++) {
            float out = o[o0 + k];
            float shown = y[y0 + k];
            float d = dh[k] * out;
            dO[dO0 + k] = d * shown * (1f - out);
            dy[k] = d * (1f - shown * shown);
        }
    }

    @Override
    public void lstmStateBackward(
            int n, float[] dy, float[] gates, int g0, float[] cBefore, int b0, float[] dGates, float[] dc) {
        for (int k = 0; k < n; k++) {
            float d = dc[k] + dy[k];
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float g = gates[g0 + 3 * n + k];
            float di = d * i;
            float df = d * f;
            dGates[k] = di * g * (1f - i);
            dGates[n + k] = df * cBefore[b0 + k] * (1f - f);
            dGates[3 * n + k] = di * (1f - g * g);
            dc[k] = df;
        }
    }

    private static float wherePositive(float x, float y) {
        return x > 0f ? y : 0f;
    }
}
