package fwlstm.ejml;

import java.util.List;
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

    /** The fast weights; null if the cell has none. */
    default FastWeightMemory memory() {
        return null;
    }

    /** With what step t read the fast weights, in order, [H × B] each. */
    default List<FMatrixRMaj> queries(int t) {
        return List.of();
    }

    /**
     * Step t backward. Adds to the parameters' gradients.
     *
     * @param dh in: gradient of h_t [H × B] from everything after step t; out: that of h_{t−1}
     * @param dx out: gradient of the input projection [G × B]
     */
    void backward(int t, FMatrixRMaj dh, FMatrixRMaj dx);
}
