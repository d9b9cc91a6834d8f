package fwlstm.ejml;

import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.relu;
import static fwlstm.ejml.Matrices.reluBackward;

import org.ejml.data.FMatrixRMaj;

/** h_t = ReLU( W_h h_{t−1} + W_x x_t + b ), W_h starting as the identity. Le, Jaitly, Hinton 2015. */
final class IrnnCell implements Cell {
    private final Parameter wh;
    private final FMatrixRMaj[] h;

    IrnnCell(Network network) {
        wh = network.parameter("W_h");
        h = network.states();
    }

    @Override
    public FMatrixRMaj forward(int t, FMatrixRMaj x) {
        h[t] = relu(plus(wh.product(h[t - 1]), x));
        return h[t];
    }

    @Override
    public Gradients backward(int t, FMatrixRMaj dh) {
        FMatrixRMaj dz = reluBackward(h[t], dh);
        return new Gradients(wh.productBackward(h[t - 1], dz), dz);
    }
}
