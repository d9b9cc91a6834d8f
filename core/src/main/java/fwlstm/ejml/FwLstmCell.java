package fwlstm.ejml;

import static fwlstm.math.Nonlinearity.relu;
import static fwlstm.math.Nonlinearity.sigmoid;

import fwlstm.config.CellConfig;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Fast Weight LSTM, Keller, Sridhar, Wang 2018:
 *
 * <pre>
 * (i, f, o, g) = LN( W_h h_{t−1} + W_x x_t + b )
 * r   = ReLU(g)
 * A_t = λ A_{t−1} + η r rᵀ
 * c_t = LN( σ(f + b_f) ⊙ c_{t−1} + σ(i) ⊙ ReLU(g + A_t r) )
 * h_t = σ(o) ⊙ ReLU(c_t)
 * </pre>
 *
 * With {@link fwlstm.config.Carry#RAW}, LN is only where h_t reads c_t:
 *
 * <pre>
 * c_t = σ(f + b_f) ⊙ c_{t−1} + σ(i) ⊙ ReLU(g + A_t r)
 * h_t = σ(o) ⊙ ReLU( LN(c_t) )
 * </pre>
 *
 * The gates lie one after another in the rows of [4H × B] matrices, so gate k of element n is element {@code k·H·B + n}.
 */
final class FwLstmCell implements Cell {
    private final Recurrence recurrence;
    private final LayerNorm gateNorm;
    private final LayerNorm cellNorm;
    private final FastWeightMemory memory;
    private final float forgetBias;
    private final boolean carriesRaw;
    private final int size; // H · B, elements of one gate

    private final FMatrixRMaj[] h; // [T + 1] of [H × B]
    private final FMatrixRMaj[] c; // [T + 1] of [H × B]
    private final FMatrixRMaj[] y; // [T + 1] of [H × B]: what h_t reads, LN(c_t), or c itself where that is normalised
    private final FMatrixRMaj[] gates; // [T] of [4H × B]: σ(i), σ(f + b_f), σ(o), g
    private final FMatrixRMaj[] r; // [T] of [H × B]
    private final FMatrixRMaj[] u; // [T] of [H × B]: g + A_t r
    private final LayerNorm.Saved[] gateSaved;
    private final LayerNorm.Saved[] cellSaved;
    private final FMatrixRMaj m; // A_t r

    private final FMatrixRMaj dc;
    private final FMatrixRMaj dy; // dc where y is c
    private final FMatrixRMaj da;
    private final FMatrixRMaj du;
    private final FMatrixRMaj dr;

    FwLstmCell(Network network, CellConfig.FwLstm config) {
        int hidden = network.hidden();
        int steps = network.steps();
        recurrence = new Recurrence(network);
        gateNorm = network.norm("ln_gates", config.norm());
        cellNorm = network.cellNorm(config.cellNorm());
        memory = new FastWeightMemory(network, config.memory());
        forgetBias = (float) config.forgetBias();
        carriesRaw = config.carriesRaw();
        size = hidden * network.batch();
        h = network.matrices(steps + 1, hidden);
        c = network.matrices(steps + 1, hidden);
        y = carriesRaw ? network.matrices(steps + 1, hidden) : c;
        gates = network.matrices(steps, 4 * hidden);
        r = network.matrices(steps, hidden);
        u = network.matrices(steps, hidden);
        gateSaved = gateNorm.saved(steps, 4 * hidden);
        cellSaved = cellNorm.saved(steps, hidden);
        m = network.matrix(hidden);
        dc = network.matrix(hidden);
        dy = carriesRaw ? network.matrix(hidden) : dc;
        da = network.matrix(hidden);
        du = network.matrix(hidden);
        dr = network.matrix(hidden);
    }

    @Override
    public FMatrixRMaj output(int t) {
        return h[t];
    }

    @Override
    public void forward(int t, FMatrixRMaj x) {
        recurrence.forward(t, h[t], x);
        gateNorm.forward(x, gates[t], gateSaved[t]);
        float[] gate = gates[t].data;
        for (int n = 0; n < size; n++) {
            gate[n] = sigmoid(gate[n]);
            gate[size + n] = sigmoid(gate[size + n] + forgetBias);
            gate[2 * size + n] = sigmoid(gate[2 * size + n]);
            r[t].data[n] = relu(gate[3 * size + n]);
        }
        memory.write(t, r[t]);
        memory.read(t, r[t], m);
        for (int n = 0; n < size; n++) {
            float i = gate[n];
            float f = gate[size + n];
            float g = gate[3 * size + n];
            u[t].data[n] = g + m.data[n];
            c[t + 1].data[n] = f * c[t].data[n] + i * relu(u[t].data[n]);
        }
        cellNorm.forward(c[t + 1], y[t + 1], cellSaved[t]);
        for (int n = 0; n < size; n++) {
            float o = gate[2 * size + n];
            h[t + 1].data[n] = o * relu(y[t + 1].data[n]);
        }
    }

    @Override
    public FastWeightMemory memory() {
        return memory;
    }

    @Override
    public List<FMatrixRMaj> queries(int t) {
        return List.of(r[t]);
    }

    @Override
    public void backward(int t, FMatrixRMaj dh, FMatrixRMaj dx) {
        if (t == r.length - 1) {
            dc.zero();
            memory.beginBackward();
        }
        if (carriesRaw) {
            dy.zero();
        }
        float[] gate = gates[t].data;
        for (int n = 0; n < size; n++) {
            float o = gate[2 * size + n];
            float yt = y[t + 1].data[n];
            dx.data[2 * size + n] = dh.data[n] * relu(yt) * o * (1 - o);
            dy.data[n] += yt > 0 ? dh.data[n] * o : 0;
        }
        cellNorm.backward(dy, cellSaved[t], da);
        if (carriesRaw) {
            CommonOps_FDRM.addEquals(da, dc);
        }
        for (int n = 0; n < size; n++) {
            float i = gate[n];
            float f = gate[size + n];
            float ut = u[t].data[n];
            dx.data[n] = da.data[n] * relu(ut) * i * (1 - i);
            dx.data[size + n] = da.data[n] * c[t].data[n] * f * (1 - f);
            du.data[n] = ut > 0 ? da.data[n] * i : 0;
            dc.data[n] = da.data[n] * f;
        }
        memory.readBackward(t, r[t], du, dr);
        memory.writeBackward(t, dr);
        for (int n = 0; n < size; n++) {
            dx.data[3 * size + n] = du.data[n] + (r[t].data[n] > 0 ? dr.data[n] : 0);
        }
        gateNorm.backward(dx, gateSaved[t], dx);
        recurrence.backward(t, dx, h[t], dh);
    }
}
