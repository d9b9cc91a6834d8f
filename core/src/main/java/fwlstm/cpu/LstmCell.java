package fwlstm.cpu;

import fwlstm.config.Norm;
import java.util.Arrays;

/**
 * LSTM with or without layer normalisation, Ba, Kiros, Hinton 2016, eq. 20–22; without, LN is the identity:
 *
 * <pre>
 * (i, f, o, g) = LN(W_h h_{t−1}) + LN(W_x x_t) + b
 * c_t = σ(f + b_f) ⊙ c_{t−1} + σ(i) ⊙ tanh(g)
 * h_t = σ(o) ⊙ tanh(LN(c_t))
 * </pre>
 *
 * {@link InputTable} holds LN(W_x x) + b.
 */
final class LstmCell extends GatedCell {
    private final boolean normalised;

    private final float[] x; // [4H × TILE]
    private final float[] z; // [T] of [4H × TILE]: W_h h_{t−1}, normalised
    private final float[] y; // [T] of [H × TILE]: tanh(LN(c_t))

    private final float[] dy;

    /** lstm. */
    LstmCell(Network network, InputTable table, double forgetBias) {
        this(network, table, forgetBias, Norm.NONE, false);
    }

    /** ln-lstm. */
    LstmCell(Network network, InputTable table, double forgetBias, Norm norm, boolean normaliseCell) {
        super(network, table, forgetBias, "ln_h", norm, normaliseCell);
        int hidden = network.hidden();
        normalised = norm != Norm.NONE;
        x = Network.tile(4 * hidden);
        z = Network.tiles(normalised ? steps : 0, 4 * hidden);
        y = Network.tiles(steps, hidden);
        dy = Network.tile(hidden);
    }

    @Override
    void forward(int t) {
        if (t == 0) {
            Arrays.fill(c, 0, n, 0f);
        }
        int now = slot(t) * n;
        int next = slot(t + 1) * n;
        preActivations(t, now);
        sigmoids(4 * now);
        pointwise.tanh(n, gates, 4 * now + 3 * n, gates, 4 * now + 3 * n);
        pointwise.lstmState(n, gates, 4 * now, c, now, c, next);
        System.arraycopy(c, next, a, now, n);
        cellNorm.forward(slot(t), a, now, y, now);
        pointwise.tanh(n, y, now, y, now);
        pointwise.multiply(n, gates, 4 * now + 2 * n, y, now, h, next);
    }

    /** LN(W_h h_{t−1}) + LN(W_x x_t) + b to {@link #gates}; without LN in one product. */
    private void preActivations(int t, int now) {
        if (normalised) {
            table.gather(t, x, 0);
            Arrays.fill(z, 4 * now, 4 * now + 4 * n, 0f);
            recurrence.forward(t, h, now, z, 4 * now);
            gateNorm.forward(slot(t), z, 4 * now, gates, 4 * now);
            pointwise.add(4 * n, x, 0, gates, 4 * now);
        } else {
            table.gather(t, gates, 4 * now);
            recurrence.forward(t, h, now, gates, 4 * now);
        }
    }

    @Override
    void backward(int t, float[] dh) {
        if (t == steps - 1) {
            Arrays.fill(dc, 0f);
        }
        int now = t * n;
        pointwise.lstmOutputBackward(n, dh, gates, 4 * now + 2 * n, y, now, dz, 2 * n, dy);
        cellNorm.backward(t, dy, 0, a, now, dy, 0);
        pointwise.lstmStateBackward(n, dy, gates, 4 * now, c, now, dz, dc);
        table.scatter(t, recurrence.transpose(dz));
        if (normalised) {
            gateNorm.backward(t, dz, 0, z, 4 * now, dz, 0);
            recurrence.transpose(dz);
        }
        recurrence.backward(t, dz, h, now, dh);
    }
}
