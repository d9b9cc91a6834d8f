package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

/**
 * One recurrent cell over the sequences of a tile. Steps are run in order, forward from 0, then backward from T−1. In
 * training what the backward pass needs is kept by step; in evaluation all steps share the memory of the first, which
 * stays in the nearest cache (but for the patterns in the fast weights, which every step reads).
 */
abstract class Cell {
    final Pointwise pointwise;
    final InputTable table;
    final Recurrence recurrence;
    final int steps;
    final int n; // H · TILE, elements of one gate
    final float[] h; // [T + 1] of [H × TILE]
    private boolean training;

    Cell(Network network, InputTable table) {
        pointwise = network.kernels().pointwise();
        this.table = table;
        recurrence = new Recurrence(network);
        steps = network.steps();
        n = network.hidden() * TILE;
        h = Network.tiles(steps + 1, network.hidden());
    }

    /** Takes up the current parameters; in training also forgets the gradients of earlier batches. */
    void begin(boolean training) {
        this.training = training;
        recurrence.begin(training);
    }

    /** Where what step t leaves is kept, in matrices. */
    final int slot(int t) {
        return training ? t : 0;
    }

    abstract void forward(int t);

    /** The hidden state [H × TILE] after the last step lies in here, from {@link #hiddenAt} on. */
    final float[] hidden() {
        return h;
    }

    final int hiddenAt() {
        return slot(steps) * n;
    }

    /**
     * Step t backward. Adds to the gradients of the parameters.
     *
     * @param dh in: gradient of h_t [H × TILE] from everything after step t; out: that of h_{t−1}; for t = 0, where there is none, left alone
     */
    abstract void backward(int t, float[] dh);

    /** Leaves the gradients of the parameters. */
    void finish() {
        recurrence.finish();
    }
}
