package fwlstm.cpu;

import fwlstm.math.Nonlinearity;

/** Nonlinearities over parts of arrays, on copies that begin at index 0, which the compiler vectorises. */
final class Elements {
    private float[] copy = new float[0];

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

    private float[] copy(int n, float[] x, int x0) {
        if (copy.length < n) {
            copy = new float[n];
        }
        System.arraycopy(x, x0, copy, 0, n);
        return copy;
    }
}
