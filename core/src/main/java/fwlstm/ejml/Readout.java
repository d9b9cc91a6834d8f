package fwlstm.ejml;

import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.relu;
import static fwlstm.ejml.Matrices.reluBackward;

import fwlstm.math.Nonlinearity;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** The answer to one sequence, p = softmax(W_2 ReLU(W_1 h_T + b_1) + b_2), its cross-entropy, and the backward pass. */
final class Readout {
    private final Parameter w1;
    private final Parameter b1;
    private final Parameter w2;
    private final Parameter b2;
    private final FMatrixRMaj h; // h_T
    private final FMatrixRMaj z; // ReLU(W_1 h_T + b_1)
    private final FMatrixRMaj logits;
    private final FMatrixRMaj p;

    Readout(Network network, FMatrixRMaj h) {
        w1 = network.parameter("readout.W_1");
        b1 = network.parameter("readout.b_1");
        w2 = network.parameter("readout.W_2");
        b2 = network.parameter("readout.b_2");
        this.h = h;
        z = relu(plus(w1.product(h), b1.value()));
        logits = plus(w2.product(z), b2.value());
        p = softmax(logits);
    }

    FMatrixRMaj logits() {
        return logits;
    }

    /** The cross-entropy −log p_target, in nats. */
    double crossEntropy(int target) {
        return -StrictMath.log(p.get(target));
    }

    /** The most probable token, the first of equals. */
    int answer() {
        int best = 0;
        for (int v = 1; v < p.numRows; v++) { // EJML's elementMax finds the last of equals
            best = p.get(v) > p.get(best) ? v : best;
        }
        return best;
    }

    /**
     * Backward from the cross-entropy. Adds to the parameters' gradients.
     *
     * @param weight of this sequence in the loss
     * @return dh_T
     */
    FMatrixRMaj backward(int target, float weight) {
        FMatrixRMaj dLogits = p.copy();
        dLogits.add(target, 0, -1);
        CommonOps_FDRM.scale(weight, dLogits);
        b2.addGradient(dLogits);
        FMatrixRMaj dz = reluBackward(z, w2.productBackward(z, dLogits));
        b1.addGradient(dz);
        return w1.productBackward(h, dz);
    }

    private static FMatrixRMaj softmax(FMatrixRMaj x) {
        FMatrixRMaj e = plus(x, -CommonOps_FDRM.elementMax(x));
        CommonOps_FDRM.apply(e, Nonlinearity::exp);
        CommonOps_FDRM.divide(e, CommonOps_FDRM.elementSum(e));
        return e;
    }
}
