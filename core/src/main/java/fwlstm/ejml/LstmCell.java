package fwlstm.ejml;

import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.sigmoid;
import static fwlstm.ejml.Matrices.sigmoidBackward;
import static fwlstm.ejml.Matrices.split;
import static fwlstm.ejml.Matrices.stack;
import static fwlstm.ejml.Matrices.tanh;
import static fwlstm.ejml.Matrices.tanhBackward;
import static fwlstm.ejml.Matrices.times;
import static fwlstm.ejml.Matrices.zeros;

import fwlstm.config.CellConfig;
import org.ejml.data.FMatrixRMaj;

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
    private final Parameter wh;
    private final LayerNorm hiddenNorm;
    private final LayerNorm cellNorm;
    private final float forgetBias;

    private final FMatrixRMaj[] h;
    private final FMatrixRMaj[] c;
    private final FMatrixRMaj[] i; // σ(i)
    private final FMatrixRMaj[] f; // σ(f + b_f)
    private final FMatrixRMaj[] o; // σ(o)
    private final FMatrixRMaj[] g; // tanh(g)
    private final FMatrixRMaj[] y; // tanh(LN(c_t))
    private FMatrixRMaj dc; // gradient of c_t from step t + 1

    LstmCell(Network network, CellConfig.Lstm config) {
        this(network, LayerNorm.NONE, LayerNorm.NONE, config.forgetBias());
    }

    LstmCell(Network network, CellConfig.LnLstm config) {
        this(network, network.norm("ln_h", config.norm()), network.cellNorm(config.cellNorm()), config.forgetBias());
    }

    private LstmCell(Network network, LayerNorm hiddenNorm, LayerNorm cellNorm, double forgetBias) {
        wh = network.parameter("W_h");
        this.hiddenNorm = hiddenNorm;
        this.cellNorm = cellNorm;
        this.forgetBias = (float) forgetBias;
        h = network.states();
        c = network.states();
        i = network.states();
        f = network.states();
        o = network.states();
        g = network.states();
        y = network.states();
        dc = zeros(network.hidden());
    }

    @Override
    public FMatrixRMaj forward(int t, FMatrixRMaj x) {
        FMatrixRMaj[] gates = split(plus(hiddenNorm.forward(wh.product(h[t - 1])), x), 4);
        i[t] = sigmoid(gates[0]);
        f[t] = sigmoid(plus(gates[1], forgetBias));
        o[t] = sigmoid(gates[2]);
        g[t] = tanh(gates[3]);
        c[t] = plus(times(f[t], c[t - 1]), times(i[t], g[t]));
        y[t] = tanh(cellNorm.forward(c[t]));
        h[t] = times(o[t], y[t]);
        return h[t];
    }

    @Override
    public Gradients backward(int t, FMatrixRMaj dh) {
        FMatrixRMaj dOut = sigmoidBackward(o[t], times(dh, y[t]));
        FMatrixRMaj dct = plus(dc, cellNorm.backward(tanhBackward(y[t], times(dh, o[t]))));
        FMatrixRMaj di = sigmoidBackward(i[t], times(dct, g[t]));
        FMatrixRMaj df = sigmoidBackward(f[t], times(dct, c[t - 1]));
        FMatrixRMaj dg = tanhBackward(g[t], times(dct, i[t]));
        dc = times(dct, f[t]);
        FMatrixRMaj dx = stack(di, df, dOut, dg);
        return new Gradients(wh.productBackward(h[t - 1], hiddenNorm.backward(dx)), dx);
    }
}
