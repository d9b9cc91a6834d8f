package fwlstm.ejml;

import static fwlstm.math.Nonlinearity.sigmoid;
import static fwlstm.math.Nonlinearity.tanh;

import fwlstm.config.Norm;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

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
final class LstmCell implements Cell {
    private final Recurrence recurrence;
    private final LayerNorm hiddenNorm;
    private final LayerNorm cellNorm;
    private final float forgetBias;
    private final int size; // H · B, elements of one gate

    private final FMatrixRMaj[] h; // [T + 1] of [H × B]
    private final FMatrixRMaj[] c; // [T + 1] of [H × B]
    private final FMatrixRMaj[] tanhC; // [T] of [H × B]: tanh(LN(c_t))
    private final FMatrixRMaj[] gates; // [T] of [4H × B]: σ(i), σ(f + b_f), σ(o), tanh(g)
    private final LayerNorm.Saved[] hiddenSaved;
    private final LayerNorm.Saved[] cellSaved;
    private final FMatrixRMaj dc;
    private final FMatrixRMaj dy;
    private final FMatrixRMaj dz;

    /** lstm. */
    LstmCell(Network network, double forgetBias) {
        this(network, forgetBias, Norm.NONE, false);
    }

    /** ln-lstm. */
    LstmCell(Network network, double forgetBias, Norm norm, boolean normaliseCell) {
        int hidden = network.hidden();
        int steps = network.steps();
        recurrence = new Recurrence(network);
        hiddenNorm = network.norm("ln_h", norm);
        cellNorm = network.cellNorm(normaliseCell);
        this.forgetBias = (float) forgetBias;
        size = hidden * network.batch();
        h = network.matrices(steps + 1, hidden);
        c = network.matrices(steps + 1, hidden);
        tanhC = network.matrices(steps, hidden);
        gates = network.matrices(steps, 4 * hidden);
        hiddenSaved = hiddenNorm.saved(steps, 4 * hidden);
        cellSaved = cellNorm.saved(steps, hidden);
        dc = network.matrix(hidden);
        dy = network.matrix(hidden);
        dz = network.matrix(4 * hidden);
    }

    @Override
    public FMatrixRMaj output(int t) {
        return h[t];
    }

    @Override
    public void forward(int t, FMatrixRMaj x) {
        gates[t].zero();
        recurrence.forward(t, h[t], gates[t]);
        hiddenNorm.forward(gates[t], gates[t], hiddenSaved[t]);
        CommonOps_FDRM.addEquals(gates[t], x);
        float[] gate = gates[t].data;
        for (int n = 0; n < size; n++) {
            float i = gate[n] = sigmoid(gate[n]);
            float f = gate[size + n] = sigmoid(gate[size + n] + forgetBias);
            gate[2 * size + n] = sigmoid(gate[2 * size + n]);
            float g = gate[3 * size + n] = tanh(gate[3 * size + n]);
            c[t + 1].data[n] = f * c[t].data[n] + i * g;
        }
        cellNorm.forward(c[t + 1], tanhC[t], cellSaved[t]);
        for (int n = 0; n < size; n++) {
            float o = gate[2 * size + n];
            tanhC[t].data[n] = tanh(tanhC[t].data[n]);
            h[t + 1].data[n] = o * tanhC[t].data[n];
        }
    }

    @Override
    public void backward(int t, FMatrixRMaj dh, FMatrixRMaj dx) {
        if (t == gates.length - 1) {
            dc.zero();
        }
        float[] gate = gates[t].data;
        for (int n = 0; n < size; n++) {
            float o = gate[2 * size + n];
            float y = tanhC[t].data[n];
            dx.data[2 * size + n] = dh.data[n] * y * o * (1 - o);
            dy.data[n] = dh.data[n] * o * (1 - y * y);
        }
        cellNorm.backward(dy, cellSaved[t], dy);
        for (int n = 0; n < size; n++) {
            float i = gate[n];
            float f = gate[size + n];
            float g = gate[3 * size + n];
            float dct = dc.data[n] + dy.data[n];
            dx.data[n] = dct * g * i * (1 - i);
            dx.data[size + n] = dct * c[t].data[n] * f * (1 - f);
            dx.data[3 * size + n] = dct * i * (1 - g * g);
            dc.data[n] = dct * f;
        }
        hiddenNorm.backward(dx, hiddenSaved[t], dz);
        recurrence.backward(t, dz, h[t], dh);
    }
}
