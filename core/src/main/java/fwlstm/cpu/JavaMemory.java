package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

import fwlstm.math.Fma;
import java.util.Arrays;

/** The dots with four sequences in flight; the sums over whole arrays from index 0, to which parts are copied. */
final class JavaMemory implements Memory {
    private float[] matrix = new float[0];
    private float[] weight = new float[0];
    private float[] sum = new float[0];

    @Override
    public void multiDot(int count, int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0) {
        assert Shapes.multiDot(count, rows, x, x0, stride, q, q0, s, s0);
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

    /** Each row of weights is repeated for all rows of its matrix. */
    @Override
    public void weightedSum(
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
        assert Shapes.weightedSum(count, rows, w, w0, wStride, x, x0, xStride, out, out0);
        int n = rows * TILE;
        if (sum.length < n) {
            sum = new float[n];
            weight = new float[n];
            matrix = new float[n];
        }
        if (add) {
            System.arraycopy(out, out0, sum, 0, n);
        } else {
            Arrays.fill(sum, 0, n, 0f);
        }
        for (int k = 0; k < count; k++) {
            System.arraycopy(w, w0 + k * wStride, weight, 0, TILE);
            for (int done = TILE; done < n; done *= 2) {
                System.arraycopy(weight, 0, weight, done, Math.min(done, n - done));
            }
            System.arraycopy(x, x0 + k * xStride, matrix, 0, n);
            addProduct(n, matrix, weight, sum);
        }
        System.arraycopy(sum, 0, out, out0, n);
    }

    private static void addProduct(int n, float[] x, float[] y, float[] sum) {
        for (int k = 0; k < n; k++) {
            sum[k] = Fma.fma(x[k], y[k], sum[k]);
        }
    }
}
