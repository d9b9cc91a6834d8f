package fwlstm.ejml;

import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.relu;
import static fwlstm.ejml.Matrices.reluBackward;
import static fwlstm.ejml.Matrices.zeros;

import fwlstm.config.CellConfig;
import fwlstm.model.MemoryTrace;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;

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
    private final Parameter wh;
    private final LayerNorm norm;
    private final FastWeightMemory memory;
    private final int innerSteps; // S
    private final FMatrixRMaj zeros;

    private final FMatrixRMaj[] h;
    private final FMatrixRMaj[][] inner; // h^(0) = r, …, h^(S) = h_t

    FwRnnCell(Network network, CellConfig.FwRnn config) {
        wh = network.parameter("W_h");
        norm = network.norm("ln_gates", config.norm());
        memory = new FastWeightMemory(network, config.memory());
        innerSteps = config.innerSteps();
        zeros = zeros(network.hidden());
        h = network.states();
        inner = new FMatrixRMaj[network.steps() + 1][innerSteps + 1];
    }

    @Override
    public FMatrixRMaj forward(int t, FMatrixRMaj x) {
        FMatrixRMaj z = plus(wh.product(h[t - 1]), x);
        FMatrixRMaj r = relu(z);
        memory.write(t, r);
        inner[t][0] = r;
        for (int s = 0; s < innerSteps; s++) {
            inner[t][s + 1] = relu(norm.forward(plus(z, memory.read(t, inner[t][s]))));
        }
        h[t] = inner[t][innerSteps];
        return h[t];
    }

    @Override
    public Gradients backward(int t, FMatrixRMaj dh) {
        FMatrixRMaj dz = zeros;
        FMatrixRMaj dInner = dh;
        for (int s = innerSteps - 1; s >= 0; s--) {
            FMatrixRMaj dSum = norm.backward(reluBackward(inner[t][s + 1], dInner)); // of z + A_t h^(s)
            dz = plus(dz, dSum);
            dInner = memory.readBackward(t, inner[t][s], dSum);
        }
        FMatrixRMaj dr = plus(dInner, memory.writeBackward(t, inner[t][0]));
        dz = plus(dz, reluBackward(inner[t][0], dr));
        return new Gradients(wh.productBackward(h[t - 1], dz), dz);
    }

    @Override
    public MemoryTrace.Step trace(int t) {
        return memory.trace(t, inner[t][0], Arrays.asList(inner[t]).subList(0, innerSteps));
    }
}
