package fwlstm.cpu;

/**
 * One recurrent cell over the sequences of a tile. Steps are run in order, forward from 0, then backward from T−1. In
 * training what the backward pass needs is kept by step; in evaluation all steps share the memory of the first, which
 * stays in the nearest cache.
 */
interface Cell {
    /** Takes up the current parameters; in training also forgets the gradients of earlier batches. */
    void begin(boolean training);

    void forward(int t);

    /** The hidden state [H × TILE] after the last step lies in here … */
    float[] hidden();

    /** … from here on. */
    int hiddenAt();

    /**
     * Step t backward. Adds to the gradients of the parameters.
     *
     * @param dh in: gradient of h_t [H × TILE] from everything after step t; out: that of h_{t−1}
     */
    void backward(int t, float[] dh);

    /** Leaves the gradients of the parameters. */
    void finish();
}
