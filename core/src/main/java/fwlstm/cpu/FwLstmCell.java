package fwlstm.cpu;

import fwlstm.config.CellConfig;
import java.util.Arrays;

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
 */
final class FwLstmCell extends GatedCell {
    private final FastWeightMemory memory;
    private final boolean carriesRaw;

    private final float[] z; // [T] of [4H × TILE], normalised
    private final float[] v; // [T] of [H × TILE]: ReLU(g + A_t r)
    private final float[] y; // [T + 1] of [H × TILE]: what h_t reads, LN(c_t), or c itself where that is normalised

    private final float[] dy; // dc where y is c
    private final float[] da;
    private final float[] dr;

    FwLstmCell(Network network, InputTable table, CellConfig.FwLstm config) {
        super(network, table, config.forgetBias(), "ln_gates", config.norm(), config.cellNorm());
        int hidden = network.hidden();
        memory = new FastWeightMemory(network, config.memory(), 1);
        carriesRaw = config.carriesRaw();
        z = Network.tiles(steps, 4 * hidden);
        v = Network.tiles(steps, hidden);
        y = carriesRaw ? Network.tiles(steps + 1, hidden) : c;
        dy = carriesRaw ? Network.tile(hidden) : dc;
        da = Network.tile(hidden);
        dr = Network.tile(hidden);
    }

    @Override
    void forward(int t) {
        if (t == 0) {
            Arrays.fill(c, 0, n, 0f);
        }
        int now = slot(t) * n;
        int next = slot(t + 1) * n;
        table.gather(t, z, 4 * now);
        recurrence.forward(t, h, now, z, 4 * now);
        gateNorm.forward(slot(t), z, 4 * now, gates, 4 * now);
        sigmoids(4 * now);
        pointwise.relu(n, gates, 4 * now + 3 * n, memory.patterns(), t * n);
        memory.write(t);
        memory.read(0, t, v, now);
        pointwise.fwLstmState(n, gates, 4 * now, v, now, c, now, a, now);
        if (carriesRaw) {
            System.arraycopy(a, now, c, next, n);
        }
        cellNorm.forward(slot(t), a, now, y, next);
        pointwise.fwLstmOutput(n, gates, 4 * now + 2 * n, y, next, h, next);
    }

    @Override
    void backward(int t, float[] dh) {
        if (t == steps - 1) {
            Arrays.fill(dc, 0f);
            memory.beginBackward();
        }
        int now = t * n;
        int next = now + n;
        if (carriesRaw) {
            Arrays.fill(dy, 0f);
        }
        pointwise.fwLstmOutputBackward(n, dh, gates, 4 * now + 2 * n, y, next, dz, 2 * n, dy);
        cellNorm.backward(t, dy, 0, a, now, da, 0);
        if (carriesRaw) {
            pointwise.add(n, dc, 0, da, 0);
        }
        float[] du = memory.upstream(0);
        pointwise.fwLstmStateBackward(n, da, gates, 4 * now, v, now, c, now, dz, du, now, dc);
        memory.readBackward(0, t, dr);
        memory.writeBackward(t, dr);
        pointwise.reluBackward(n, memory.patterns(), now, dr, 0, du, now, dz, 3 * n);
        gateNorm.backward(t, dz, 0, z, 4 * now, dz, 0);
        table.scatter(t, recurrence.transpose(dz));
        recurrence.backward(t, dz, h, now, dh);
    }
}
