package fwlstm.cpu;

import fwlstm.math.Fma;
import fwlstm.math.Nonlinearity;
import java.util.Arrays;

/** Loops over parts of arrays, on copies that begin at index 0, which the compiler vectorises. */
final class Elements {
    private float[] copy = new float[0];
    private float[] weight = new float[0];
    private float[] sum = new float[0];

    void sigmoid(int n, float[] x, int x0, float shift) {
        float[] values = copy(n, x, x0);
        for (int k = 0; k < n; k++) {
            values[k] = Nonlinearity.sigmoid(values[k] + shift);
        }
        System.arraycopy(values, 0, x, x0, n);
    }

    void tanh(int n, float[] x, int x0, float[] y, int y0) {
        float[] values = copy(n, x, x0);
        for (int k = 0; k < n; k++) {
            values[k] = Nonlinearity.tanh(values[k]);
        }
        System.arraycopy(values, 0, y, y0, n);
    }

    /** {@link Kernels#combine} of n floats, each row of weights repeated for all rows of its matrix. */
    void combine(
            boolean add,
            int count,
            int n,
            float[] w,
            int w0,
            int wStride,
            float[] x,
            int x0,
            int xStride,
            float[] out,
            int out0) {
        if (sum.length < n) {
            sum = new float[n];
            weight = new float[n];
        }
        if (add) {
            System.arraycopy(out, out0, sum, 0, n);
        } else {
            Arrays.fill(sum, 0, n, 0f);
        }
        for (int k = 0; k < count; k++) {
            System.arraycopy(w, w0 + k * wStride, weight, 0, Kernels.TILE);
            for (int done = Kernels.TILE; done < n; done *= 2) {
                System.arraycopy(weight, 0, weight, done, Math.min(done, n - done));
            }
            addProduct(n, copy(n, x, x0 + k * xStride), weight, sum);
        }
        System.arraycopy(sum, 0, out, out0, n);
    }

    private static void addProduct(int n, float[] x, float[] y, float[] sum) {
        for (int k = 0; k < n; k++) {
            sum[k] = Fma.fma(x[k], y[k], sum[k]);
        }
    }

    private float[] copy(int n, float[] x, int x0) {
        if (copy.length < n) {
            copy = new float[n];
        }
        System.arraycopy(x, x0, copy, 0, n);
        return copy;
    }
}
