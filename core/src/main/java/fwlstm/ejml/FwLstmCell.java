package fwlstm.ejml;

import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.relu;
import static fwlstm.ejml.Matrices.reluBackward;
import static fwlstm.ejml.Matrices.sigmoid;
import static fwlstm.ejml.Matrices.sigmoidBackward;
import static fwlstm.ejml.Matrices.split;
import static fwlstm.ejml.Matrices.stack;
import static fwlstm.ejml.Matrices.times;
import static fwlstm.ejml.Matrices.zeros;

import fwlstm.config.CellConfig;
import fwlstm.model.MemoryTrace;
import java.util.List;
import org.ejml.data.FMatrixRMaj;

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
final class FwLstmCell implements Cell {
    private final Parameter wh;
    private final LayerNorm gateNorm;
    private final LayerNorm cellNorm;
    private final FastWeightMemory memory;
    private final float forgetBias;
    private final boolean carriesRaw;

    private final FMatrixRMaj[] h;
    private final FMatrixRMaj[] c;
    private final FMatrixRMaj[] i; // σ(i)
    private final FMatrixRMaj[] f; // σ(f + b_f)
    private final FMatrixRMaj[] o; // σ(o)
    private final FMatrixRMaj[] r;
    private final FMatrixRMaj[] u; // g + A_t r
    private final FMatrixRMaj[] y; // LN( … ), which h_t reads
    private FMatrixRMaj dc; // gradient of c_t from step t + 1

    FwLstmCell(Network network, CellConfig.FwLstm config) {
        wh = network.parameter("W_h");
        gateNorm = network.norm("ln_gates", config.norm());
        cellNorm = network.cellNorm(config.cellNorm());
        memory = new FastWeightMemory(network, config.memory());
        forgetBias = (float) config.forgetBias();
        carriesRaw = config.carriesRaw();
        h = network.states();
        c = network.states();
        i = network.states();
        f = network.states();
        o = network.states();
        r = network.states();
        u = network.states();
        y = network.states();
        dc = zeros(network.hidden());
    }

    @Override
    public FMatrixRMaj forward(int t, FMatrixRMaj x) {
        FMatrixRMaj[] gates = split(gateNorm.forward(plus(wh.product(h[t - 1]), x)), 4);
        i[t] = sigmoid(gates[0]);
        f[t] = sigmoid(plus(gates[1], forgetBias));
        o[t] = sigmoid(gates[2]);
        FMatrixRMaj g = gates[3];
        r[t] = relu(g);
        memory.write(t, r[t]);
        u[t] = plus(g, memory.read(t, r[t]));
        FMatrixRMaj raw = plus(times(f[t], c[t - 1]), times(i[t], relu(u[t])));
        y[t] = cellNorm.forward(raw);
        c[t] = carriesRaw ? raw : y[t];
        h[t] = times(o[t], relu(y[t]));
        return h[t];
    }

    @Override
    public Gradients backward(int t, FMatrixRMaj dh) {
        FMatrixRMaj dOut = sigmoidBackward(o[t], times(dh, relu(y[t])));
        FMatrixRMaj dy = reluBackward(y[t], times(dh, o[t]));
        FMatrixRMaj dRaw = carriesRaw ? plus(cellNorm.backward(dy), dc) : cellNorm.backward(plus(dy, dc));
        FMatrixRMaj di = sigmoidBackward(i[t], times(dRaw, relu(u[t])));
        FMatrixRMaj df = sigmoidBackward(f[t], times(dRaw, c[t - 1]));
        FMatrixRMaj du = reluBackward(u[t], times(dRaw, i[t]));
        dc = times(dRaw, f[t]);
        FMatrixRMaj dr = memory.readBackward(t, r[t], du);
        dr = plus(dr, memory.writeBackward(t, r[t]));
        FMatrixRMaj dg = plus(du, reluBackward(r[t], dr));
        FMatrixRMaj dz = gateNorm.backward(stack(di, df, dOut, dg));
        return new Gradients(wh.productBackward(h[t - 1], dz), dz);
    }

    @Override
    public MemoryTrace.Step trace(int t) {
        return memory.trace(t, r[t], List.of(r[t]));
    }
}
