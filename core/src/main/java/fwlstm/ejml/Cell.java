package fwlstm.ejml;

import org.ejml.data.FMatrixRMaj;

/**
 * One recurrent cell over a sequence. Steps are run in order, forward from 0, then backward from T−1; what the backward
 * pass needs is kept by step.
 */
interface Cell {
    /** Step t. {@code x} [G × B] is the input projection W_x x_t + b; it may be overwritten. */
    void forward(int t, FMatrixRMaj x);

    /** The hidden state [H × B] after {@code t} steps; zeros for t = 0. */
    FMatrixRMaj output(int t);

    /**
     * Step t backward. Adds to the parameters' gradients.
     *
     * @param dh in: gradient of h_t [H × B] from everything after step t; out: that of h_{t−1}
     * @param dx out: gradient of the input projection [G × B]
     */
    void backward(int t, FMatrixRMaj dh, FMatrixRMaj dx);
}
