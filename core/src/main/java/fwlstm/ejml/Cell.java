package fwlstm.ejml;

import fwlstm.model.MemoryTrace;
import org.ejml.data.FMatrixRMaj;

/** One recurrent cell over one sequence: steps 1, …, T forward, then T, …, 1 backward. */
interface Cell {
    /**
     * Step t.
     *
     * @param x [G], the input projection W_x x_t + b
     * @return h_t [H]
     */
    FMatrixRMaj forward(int t, FMatrixRMaj x);

    /**
     * Step t backward. Adds to the parameters' gradients.
     *
     * @param dh [H], gradient of h_t from everything after step t
     */
    Gradients backward(int t, FMatrixRMaj dh);

    /**
     * What a step backward gives.
     *
     * @param dh [H], gradient of h_{t−1}
     * @param dx [G], gradient of the input projection
     */
    record Gradients(FMatrixRMaj dh, FMatrixRMaj dx) {}

    /** What step t did with the fast weights of a cell that has them. */
    default MemoryTrace.Step trace(int t) {
        throw new UnsupportedOperationException();
    }
}
