package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

/** h_t = ReLU( W_h h_{t−1} + W_x x_t + b ), W_h starting as the identity. Le, Jaitly, Hinton 2015. */
final class IrnnCell implements Cell {
    private final Kernels kernels;
    private final InputTable table;
    private final Recurrence recurrence;
    private final int steps;
    private final int n; // H · TILE
    private final float[] z; // [H × TILE]
    private final float[] h; // [T + 1] of [H × TILE]
    private final float[] dz;
    private final float[] zeros;
    private boolean training;

    IrnnCell(Network network, InputTable table) {
        kernels = network.kernels();
        this.table = table;
        steps = network.steps();
        n = network.hidden() * TILE;
        recurrence = new Recurrence(network);
        z = Network.tile(network.hidden());
        h = Network.tiles(steps + 1, network.hidden());
        dz = Network.tile(network.hidden());
        zeros = Network.tile(network.hidden());
    }

    @Override
    public void begin(boolean training) {
        this.training = training;
        recurrence.begin(training);
    }

    /** Where step t is kept, in matrices. */
    private int slot(int t) {
        return training ? t : 0;
    }

    @Override
    public float[] hidden() {
        return h;
    }

    @Override
    public int hiddenAt() {
        return slot(steps) * n;
    }

    @Override
    public void forward(int t) {
        table.gather(t, z, 0);
        recurrence.forward(t, h, slot(t) * n, z, 0);
        kernels.relu(n, z, 0, h, slot(t + 1) * n);
    }

    @Override
    public void backward(int t, float[] dh) {
        kernels.reluBackward(n, h, (t + 1) * n, dh, 0, zeros, 0, dz, 0);
        table.scatter(t, recurrence.transpose(dz));
        recurrence.backward(t, dz, h, t * n, dh);
    }

    @Override
    public void finish() {
        recurrence.finish();
    }
}
