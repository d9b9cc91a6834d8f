package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

import java.util.Arrays;

/** The recurrent product W_h h_{t−1}, where most of the work is. Nothing is to be done at t = 0: h_{−1} = 0. */
final class Recurrence {
    private final Products products;
    private final Tokens tokens;
    private final int hidden;
    private final int gates;
    private final int width;
    private final float[] wh;
    private final float[] dWh;
    private final Products.Weights forward; // W_h
    private final Products.Weights backward; // W_hᵀ
    private final float[] dWhT; // [H × width]
    private final float[] dzT; // [TILE × width]

    Recurrence(Network network) {
        products = network.kernels().products();
        tokens = network.kernels().tokens();
        hidden = network.hidden();
        gates = network.gates();
        width = products.width(gates);
        wh = network.parameter("W_h");
        dWh = network.gradient("W_h");
        forward = products.weights(gates, hidden);
        backward = products.weights(hidden, gates);
        dWhT = Network.matrix(hidden, width);
        dzT = new float[TILE * width];
    }

    void begin(boolean training) {
        forward.set(wh, hidden, 1);
        if (training) {
            backward.set(wh, 1, hidden);
            Arrays.fill(dWhT, 0f);
        }
    }

    /** z [G × TILE] += W_h h. */
    void forward(int t, float[] h, int h0, float[] z, int z0) {
        if (t > 0) {
            forward.addProduct(h, h0, TILE, TILE, z, z0, TILE);
        }
    }

    /** A gradient of pre-activations [G × TILE] transposed, until the next one is. */
    float[] transpose(float[] dz) {
        tokens.transpose(gates, dz, 0, dzT, width);
        return dzT;
    }

    /** dW_h += dz hᵀ; dh = W_hᵀ dz; at t = 0 nothing. {@code dz} is the gradient that was transposed last. */
    void backward(int t, float[] dz, float[] h, int h0, float[] dh) {
        if (t > 0) {
            products.addOuterProduct(hidden, h, h0, dzT, width, dWhT);
            Arrays.fill(dh, 0, hidden * TILE, 0f);
            backward.addProduct(dz, 0, TILE, TILE, dh, 0, TILE);
        }
    }

    void finish() {
        for (int i = 0; i < gates; i++) {
            for (int k = 0; k < hidden; k++) {
                dWh[i * hidden + k] = dWhT[k * width + i];
            }
        }
    }
}
