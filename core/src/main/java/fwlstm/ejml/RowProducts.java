package fwlstm.ejml;

import fwlstm.math.Fma;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/**
 * The products C = A B and C += A B, four rows of B at a time, each row in an array of its own: the form of loop that the
 * just-in-time compiler vectorises. EJML's own products, on offsets into one array, stay scalar, at a quarter to an eighth
 * of the speed.
 */
final class RowProducts {
    private final float[][] rows; // B
    private final float[] sum; // a row of C

    /** For matrices B of at most {@code rows} rows and exactly {@code columns} columns. */
    RowProducts(int rows, int columns) {
        this.rows = new float[rows][columns];
        sum = new float[columns];
    }

    /** c += W b. */
    void multiplyAdd(FMatrixRMaj w, FMatrixRMaj b, FMatrixRMaj c) {
        load(b);
        multiply(w.data, w.numRows, w.numCols, w.numCols, 1, c, true);
    }

    /** c = Wᵀ b. */
    void multiplyTransposed(FMatrixRMaj w, FMatrixRMaj b, FMatrixRMaj c) {
        load(b);
        multiply(w.data, w.numCols, w.numRows, 1, w.numCols, c, false);
    }

    /** c += a bᵀ. */
    void addOuterProduct(FMatrixRMaj a, FMatrixRMaj b, FMatrixRMaj c) {
        for (int i = 0; i < b.numRows; i++) {
            for (int j = 0; j < b.numCols; j++) {
                rows[j][i] = b.data[i * b.numCols + j];
            }
        }
        multiply(a.data, a.numRows, a.numCols, a.numCols, 1, c, true);
    }

    private void load(FMatrixRMaj b) {
        for (int k = 0; k < b.numRows; k++) {
            System.arraycopy(b.data, k * sum.length, rows[k], 0, sum.length);
        }
    }

    /** Row i of c from the sum over k of a[i · rowStride + k · columnStride] times row k of B. */
    private void multiply(float[] a, int m, int inner, int rowStride, int columnStride, FMatrixRMaj c, boolean add) {
        int columns = sum.length;
        for (int i = 0; i < m; i++) {
            if (add) {
                System.arraycopy(c.data, i * columns, sum, 0, columns);
            } else {
                Arrays.fill(sum, 0f);
            }
            int n = i * rowStride;
            int k = 0;
            for (; k + 4 <= inner; k += 4, n += 4 * columnStride) {
                float a0 = a[n];
                float a1 = a[n + columnStride];
                float a2 = a[n + 2 * columnStride];
                float a3 = a[n + 3 * columnStride];
                add(sum, a0, rows[k], a1, rows[k + 1], a2, rows[k + 2], a3, rows[k + 3]);
            }
            for (; k < inner; k++, n += columnStride) {
                add(sum, a[n], rows[k]);
            }
            System.arraycopy(sum, 0, c.data, i * columns, columns);
        }
    }

    private static void add(
            float[] sum, float a0, float[] x0, float a1, float[] x1, float a2, float[] x2, float a3, float[] x3) {
        for (int j = 0; j < sum.length; j++) {
            float s = Fma.fma(a0, x0[j], sum[j]);
            s = Fma.fma(a1, x1[j], s);
            s = Fma.fma(a2, x2[j], s);
            sum[j] = Fma.fma(a3, x3[j], s);
        }
    }

    private static void add(float[] sum, float a, float[] x) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] = Fma.fma(a, x[j], sum[j]);
        }
    }
}
