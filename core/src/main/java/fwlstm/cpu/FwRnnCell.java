package fwlstm.cpu;

import fwlstm.config.CellConfig;
import java.util.Arrays;

/**
 * Fast Weight RNN, Ba, Hinton, Mnih, Leibo, Ionescu 2016, with S inner steps:
 *
 * <pre>
 * z   = W_h h_{t−1} + W_x x_t + b;   r = ReLU(z)
 * A_t = λ A_{t−1} + η r rᵀ
 * h^(0) = r;   h^(s+1) = ReLU( LN( z + A_t h^(s) ) );   h_t = h^(S)
 * </pre>
 */
final class FwRnnCell extends Cell {
    private final LayerNorm norm;
    private final FastWeightMemory memory;
    private final int innerSteps;

    private final float[] z; // [H × TILE]
    private final float[][] y; // [S] of [T] of [H × TILE]: z + A_t h^(s), normalised

    private final float[] dNext; // gradient of h^(s+1)
    private final float[] dz;
    private final float[] zeros;

    FwRnnCell(Network network, InputTable table, CellConfig.FwRnn config) {
        super(network, table);
        int hidden = network.hidden();
        innerSteps = config.innerSteps();
        norm = LayerNorm.ofGates(network, "ln_gates", config.norm(), steps * innerSteps);
        memory = new FastWeightMemory(network, config.memory(), innerSteps);
        z = Network.tile(hidden);
        y = new float[innerSteps][];
        for (int s = 0; s < innerSteps; s++) {
            y[s] = Network.tiles(steps, hidden);
        }
        dNext = Network.tile(hidden);
        dz = Network.tile(hidden);
        zeros = Network.tile(hidden);
    }

    @Override
    void begin(boolean training) {
        super.begin(training);
        norm.begin(training);
    }

    @Override
    void forward(int t) {
        int now = slot(t) * n;
        table.gather(t, z, 0);
        recurrence.forward(t, h, now, z, 0);
        pointwise.relu(n, z, 0, memory.patterns(), t * n);
        memory.write(t);
        for (int s = 0; s < innerSteps; s++) {
            boolean last = s == innerSteps - 1;
            float[] next = last ? h : memory.queries(s + 1);
            int nextAt = last ? slot(t + 1) * n : t * n;
            memory.read(s, t, y[s], now);
            pointwise.add(n, z, 0, y[s], now);
            norm.forward(slot(t) * innerSteps + s, y[s], now, next, nextAt);
            pointwise.relu(n, next, nextAt, next, nextAt);
        }
    }

    @Override
    void backward(int t, float[] dh) {
        if (t == steps - 1) {
            memory.beginBackward();
        }
        int now = t * n;
        Arrays.fill(dz, 0f);
        System.arraycopy(dh, 0, dNext, 0, n);
        for (int s = innerSteps - 1; s >= 0; s--) {
            boolean last = s == innerSteps - 1;
            float[] next = last ? h : memory.queries(s + 1);
            float[] dy = memory.upstream(s);
            pointwise.reluBackward(n, next, last ? now + n : now, dNext, 0, zeros, 0, dy, now);
            norm.backward(t * innerSteps + s, dy, now, y[s], now, dy, now);
            pointwise.add(n, dy, now, dz, 0);
            memory.readBackward(s, t, dNext);
        }
        memory.writeBackward(t, dNext);
        pointwise.reluBackward(n, memory.patterns(), now, dNext, 0, dz, 0, dz, 0);
        table.scatter(t, recurrence.transpose(dz));
        recurrence.backward(t, dz, h, now, dh);
    }

    @Override
    void finish() {
        super.finish();
        norm.finish();
    }
}
