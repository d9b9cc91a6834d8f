package fwlstm.ejml;

import static fwlstm.math.Nonlinearity.relu;

import org.ejml.data.FMatrixRMaj;

/** h_t = ReLU( W_h h_{t−1} + W_x x_t + b ), W_h starting as the identity. Le, Jaitly, Hinton 2015. */
final class IrnnCell implements Cell {
    private final Recurrence recurrence;
    private final FMatrixRMaj[] h; // [T + 1] of [H × B]

    IrnnCell(Network network) {
        recurrence = new Recurrence(network);
        h = network.matrices(network.steps() + 1, network.hidden());
    }

    @Override
    public FMatrixRMaj output(int t) {
        return h[t];
    }

    @Override
    public void forward(int t, FMatrixRMaj x) {
        recurrence.forward(t, h[t], x);
        for (int n = 0; n < x.data.length; n++) {
            h[t + 1].data[n] = relu(x.data[n]);
        }
    }

    @Override
    public void backward(int t, FMatrixRMaj dh, FMatrixRMaj dx) {
        for (int n = 0; n < dx.data.length; n++) {
            dx.data[n] = h[t + 1].data[n] > 0 ? dh.data[n] : 0;
        }
        recurrence.backward(t, dx, h[t], dh);
    }
}
