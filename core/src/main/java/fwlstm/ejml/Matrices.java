package fwlstm.ejml;

import fwlstm.math.Nonlinearity;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** Operations of EJML, and nonlinearities with their derivatives, as expressions: each returns a new matrix. */
final class Matrices {
    private Matrices() {}

    /** A column of zeros. */
    static FMatrixRMaj zeros(int rows) {
        return new FMatrixRMaj(rows, 1);
    }

    /** x + y. */
    static FMatrixRMaj plus(FMatrixRMaj x, FMatrixRMaj y) {
        return CommonOps_FDRM.add(x, y, null);
    }

    /** x + s, in every element. */
    static FMatrixRMaj plus(FMatrixRMaj x, float s) {
        return CommonOps_FDRM.add(x, s, null);
    }

    /** x ⊙ y, element by element. */
    static FMatrixRMaj times(FMatrixRMaj x, FMatrixRMaj y) {
        return CommonOps_FDRM.elementMult(x, y, null);
    }

    /** A x. */
    static FMatrixRMaj product(FMatrixRMaj a, FMatrixRMaj x) {
        return CommonOps_FDRM.mult(a, x, null);
    }

    /** Aᵀ x. */
    static FMatrixRMaj productTransposed(FMatrixRMaj a, FMatrixRMaj x) {
        return CommonOps_FDRM.multTransA(a, x, null);
    }

    /** x yᵀ. */
    static FMatrixRMaj outer(FMatrixRMaj x, FMatrixRMaj y) {
        return CommonOps_FDRM.multTransB(x, y, null);
    }

    /** The mean of all elements. */
    static float mean(FMatrixRMaj x) {
        return CommonOps_FDRM.elementSum(x) / x.getNumElements();
    }

    /** A column cut into {@code count} of equal length. */
    static FMatrixRMaj[] split(FMatrixRMaj x, int count) {
        FMatrixRMaj[] parts = new FMatrixRMaj[count];
        int rows = x.numRows / count;
        for (int k = 0; k < count; k++) {
            parts[k] = CommonOps_FDRM.extract(x, k * rows, (k + 1) * rows, 0, 1);
        }
        return parts;
    }

    /** Columns one below the other. */
    static FMatrixRMaj stack(FMatrixRMaj... parts) {
        return CommonOps_FDRM.concatRowsMulti(parts);
    }

    static FMatrixRMaj relu(FMatrixRMaj x) {
        return CommonOps_FDRM.apply(x, Nonlinearity::relu, null);
    }

    static FMatrixRMaj sigmoid(FMatrixRMaj x) {
        return CommonOps_FDRM.apply(x, Nonlinearity::sigmoid, null);
    }

    static FMatrixRMaj tanh(FMatrixRMaj x) {
        return CommonOps_FDRM.apply(x, Nonlinearity::tanh, null);
    }

    /** From dy to dx, y = ReLU(x); {@code y} may also be x, which has the same sign. */
    static FMatrixRMaj reluBackward(FMatrixRMaj y, FMatrixRMaj dy) {
        return times(dy, CommonOps_FDRM.apply(y, v -> v > 0 ? 1 : 0, null));
    }

    /** From dy to dx, y = σ(x): dy ⊙ y ⊙ (1 − y). */
    static FMatrixRMaj sigmoidBackward(FMatrixRMaj y, FMatrixRMaj dy) {
        return times(dy, CommonOps_FDRM.apply(y, v -> v * (1 - v), null));
    }

    /** From dy to dx, y = tanh(x): dy ⊙ (1 − y ⊙ y). */
    static FMatrixRMaj tanhBackward(FMatrixRMaj y, FMatrixRMaj dy) {
        return times(dy, CommonOps_FDRM.apply(y, v -> 1 - v * v, null));
    }
}
