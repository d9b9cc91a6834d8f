package fwlstm.ejml;

import fwlstm.math.Fma;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

/** Small operations on [features × batch] matrices that EJML does not have in this form. */
final class Rows {
    private Rows() {}

    /** sums[i] += Σ_j x[i, j]. */
    static void addSums(FMatrixRMaj x, FMatrixRMaj sums) {
        for (int i = 0; i < x.numRows; i++) {
            float sum = 0;
            for (int j = 0; j < x.numCols; j++) {
                sum += x.data[i * x.numCols + j];
            }
            sums.data[i] += sum;
        }
    }

    /** s[j] = Σ_i x[i, j] y[i, j]. */
    static void dot(FMatrixRMaj x, FMatrixRMaj y, float[] s) {
        Arrays.fill(s, 0f);
        for (int i = 0; i < x.numRows; i++) {
            for (int j = 0, n = i * s.length; j < s.length; j++, n++) {
                s[j] = Fma.fma(x.data[n], y.data[n], s[j]);
            }
        }
    }

    /** y[i, j] += s[j] x[i, j]. */
    static void addScaled(float[] s, FMatrixRMaj x, FMatrixRMaj y) {
        for (int i = 0; i < x.numRows; i++) {
            for (int j = 0, n = i * s.length; j < s.length; j++, n++) {
                y.data[n] = Fma.fma(s[j], x.data[n], y.data[n]);
            }
        }
    }

    /** y[j] = x[j] z[j]. */
    static void multiply(float[] x, float[] z, float[] y) {
        for (int j = 0; j < y.length; j++) {
            y[j] = x[j] * z[j];
        }
    }
}
