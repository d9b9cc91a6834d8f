package fwlstm.ejml;

import static fwlstm.math.Nonlinearity.relu;

import fwlstm.config.CellConfig;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Fast Weight RNN, Ba, Hinton, Mnih, Leibo, Ionescu 2016, with S inner steps:
 *
 * <pre>
 * z   = W_h h_{t−1} + W_x x_t + b;   r = ReLU(z)
 * A_t = λ A_{t−1} + η r rᵀ
 * h^(0) = r;   h^(s+1) = ReLU( LN( z + A_t h^(s) ) );   h_t = h^(S)
 * </pre>
 */
final class FwRnnCell implements Cell {
    private final Recurrence recurrence;
    private final LayerNorm norm;
    private final FastWeightMemory memory;
    private final int innerSteps;
    private final int size; // H · B

    private final FMatrixRMaj start; // h_0 = 0
    private final FMatrixRMaj[][] inner; // [T][S + 1] of [H × B]: h^(0) = r, …, h^(S) = h_t
    private final LayerNorm.Saved[][] saved; // [T][S]
    private final FMatrixRMaj m; // A_t h^(s)
    private final FMatrixRMaj dy;
    private final FMatrixRMaj dq;

    FwRnnCell(Network network, CellConfig.FwRnn config) {
        int hidden = network.hidden();
        int steps = network.steps();
        recurrence = new Recurrence(network);
        norm = network.norm("ln_gates", config.norm());
        memory = new FastWeightMemory(network, config.memory());
        innerSteps = config.innerSteps();
        size = hidden * network.batch();
        start = network.matrix(hidden);
        inner = new FMatrixRMaj[steps][];
        saved = new LayerNorm.Saved[steps][];
        for (int t = 0; t < steps; t++) {
            inner[t] = network.matrices(innerSteps + 1, hidden);
            saved[t] = norm.saved(innerSteps, hidden);
        }
        m = network.matrix(hidden);
        dy = network.matrix(hidden);
        dq = network.matrix(hidden);
    }

    @Override
    public FMatrixRMaj output(int t) {
        return t == 0 ? start : inner[t - 1][innerSteps];
    }

    @Override
    public void forward(int t, FMatrixRMaj x) {
        FMatrixRMaj z = x;
        FMatrixRMaj r = inner[t][0];
        recurrence.forward(t, output(t), z);
        for (int n = 0; n < size; n++) {
            r.data[n] = relu(z.data[n]);
        }
        memory.write(t, r);
        for (int s = 0; s < innerSteps; s++) {
            FMatrixRMaj next = inner[t][s + 1];
            memory.read(t, inner[t][s], m);
            CommonOps_FDRM.addEquals(m, z);
            norm.forward(m, next, saved[t][s]);
            for (int n = 0; n < size; n++) {
                next.data[n] = relu(next.data[n]);
            }
        }
    }

    @Override
    public FastWeightMemory memory() {
        return memory;
    }

    @Override
    public List<FMatrixRMaj> queries(int t) {
        return List.of(inner[t]).subList(0, innerSteps);
    }

    @Override
    public void backward(int t, FMatrixRMaj dh, FMatrixRMaj dx) {
        if (t == inner.length - 1) {
            memory.beginBackward();
        }
        FMatrixRMaj dz = dx;
        dz.zero();
        for (int s = innerSteps - 1; s >= 0; s--) {
            FMatrixRMaj dNext = s == innerSteps - 1 ? dh : dq;
            FMatrixRMaj next = inner[t][s + 1];
            for (int n = 0; n < size; n++) {
                dy.data[n] = next.data[n] > 0 ? dNext.data[n] : 0;
            }
            norm.backward(dy, saved[t][s], dy);
            CommonOps_FDRM.addEquals(dz, dy);
            memory.readBackward(t, inner[t][s], dy, dq);
        }
        FMatrixRMaj r = inner[t][0];
        memory.writeBackward(t, dq);
        for (int n = 0; n < size; n++) {
            dz.data[n] += r.data[n] > 0 ? dq.data[n] : 0;
        }
        recurrence.backward(t, dz, output(t), dh);
    }
}
