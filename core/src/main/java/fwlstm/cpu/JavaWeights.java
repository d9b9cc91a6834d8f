package fwlstm.cpu;

import fwlstm.math.Fma;

/** A matrix by columns, each an array of its own: a product adds up columns, four at a time. */
final class JavaWeights implements Products.Weights {
    private final float[][] columns; // [inner] of [rows]
    private final float[] sum; // a column of the result

    JavaWeights(int rows, int inner) {
        columns = new float[inner][rows];
        sum = new float[rows];
    }

    @Override
    public void set(float[] w, int rowStride, int columnStride) {
        assert Shapes.set(sum.length, columns.length, w, rowStride, columnStride);
        for (int k = 0; k < columns.length; k++) {
            for (int i = 0; i < sum.length; i++) {
                columns[k][i] = w[i * rowStride + k * columnStride];
            }
        }
    }

    @Override
    public void addProduct(float[] b, int b0, int ldb, int width, float[] c, int c0, int ldc) {
        assert Shapes.addProduct(sum.length, columns.length, b, b0, ldb, width, c, c0, ldc);
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] = c[c0 + i * ldc + j];
            }
            int n = b0 + j;
            int k = 0;
            for (; k + 4 <= columns.length; k += 4, n += 4 * ldb) {
                add(
                        sum.length,
                        sum,
                        b[n],
                        columns[k],
                        b[n + ldb],
                        columns[k + 1],
                        b[n + 2 * ldb],
                        columns[k + 2],
                        b[n + 3 * ldb],
                        columns[k + 3]);
            }
            for (; k < columns.length; k++, n += ldb) {
                add(sum.length, sum, b[n], columns[k]);
            }
            for (int i = 0; i < sum.length; i++) {
                c[c0 + i * ldc + j] = sum[i];
            }
        }
    }

    /** sum += a0 x0 + a1 x1 + a2 x2 + a3 x3, in this order, in the first n elements. */
    static void add(
            int n,
            float[] sum,
            float a0,
            float[] x0,
            float a1,
            float[] x1,
            float a2,
            float[] x2,
            float a3,
            float[] x3) {
        for (int i = 0; i < n; i++) {
            float s = Fma.fma(a0, x0[i], sum[i]);
            s = Fma.fma(a1, x1[i], s);
            s = Fma.fma(a2, x2[i], s);
            sum[i] = Fma.fma(a3, x3[i], s);
        }
    }

    private static void add(int n, float[] sum, float a, float[] x) {
        for (int i = 0; i < n; i++) {
            sum[i] = Fma.fma(a, x[i], sum[i]);
        }
    }
}
