package fwlstm.ejml;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** A parameter of the network and its gradient, to which the backward passes of all steps and sequences add. */
record Parameter(FMatrixRMaj value, FMatrixRMaj gradient) {
    /** y = W x. */
    FMatrixRMaj product(FMatrixRMaj x) {
        return Matrices.product(value, x);
    }

    /** From dy to dx, y = W x: dW += dy xᵀ, dx = Wᵀ dy. */
    FMatrixRMaj productBackward(FMatrixRMaj x, FMatrixRMaj dy) {
        addGradient(Matrices.outer(dy, x));
        return Matrices.productTransposed(value, dy);
    }

    /** d += {@code more}. */
    void addGradient(FMatrixRMaj more) {
        CommonOps_FDRM.addEquals(gradient, more);
    }
}
