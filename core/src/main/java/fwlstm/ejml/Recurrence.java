package fwlstm.ejml;

import org.ejml.data.FMatrixRMaj;

/** The recurrent product W_h h_{t−1}, where nearly all the work is. Nothing is to be done at t = 0: h_{−1} = 0. */
final class Recurrence {
    private final FMatrixRMaj wh;
    private final FMatrixRMaj dWh;
    private final RowProducts overBatch;
    private final RowProducts overHidden;

    Recurrence(Network network) {
        wh = network.parameter("W_h");
        dWh = network.gradient("W_h");
        overBatch = new RowProducts(network.gates(), network.batch());
        overHidden = new RowProducts(network.batch(), network.hidden());
    }

    /** z += W_h h. */
    void forward(int t, FMatrixRMaj h, FMatrixRMaj z) {
        if (t > 0) {
            overBatch.multiplyAdd(wh, h, z);
        }
    }

    /** dW_h += dz hᵀ; dh = W_hᵀ dz. */
    void backward(int t, FMatrixRMaj dz, FMatrixRMaj h, FMatrixRMaj dh) {
        if (t > 0) {
            overHidden.addOuterProduct(dz, h, dWh);
            overBatch.multiplyTransposed(wh, dz, dh);
        }
    }
}
