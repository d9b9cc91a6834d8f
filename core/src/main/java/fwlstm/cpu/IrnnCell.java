package fwlstm.cpu;

/** h_t = ReLU( W_h h_{t−1} + W_x x_t + b ), W_h starting as the identity. Le, Jaitly, Hinton 2015. */
final class IrnnCell extends Cell {
    private final float[] z; // [H × TILE]
    private final float[] dz;
    private final float[] zeros;

    IrnnCell(Network network, InputTable table) {
        super(network, table);
        z = Network.tile(network.hidden());
        dz = Network.tile(network.hidden());
        zeros = Network.tile(network.hidden());
    }

    @Override
    void forward(int t) {
        table.gather(t, z, 0);
        recurrence.forward(t, h, slot(t) * n, z, 0);
        pointwise.relu(n, z, 0, h, slot(t + 1) * n);
    }

    @Override
    void backward(int t, float[] dh) {
        pointwise.reluBackward(n, h, (t + 1) * n, dh, 0, zeros, 0, dz, 0);
        table.scatter(t, recurrence.transpose(dz));
        recurrence.backward(t, dz, h, t * n, dh);
    }
}
