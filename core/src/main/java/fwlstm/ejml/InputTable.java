package fwlstm.ejml;

import static fwlstm.ejml.Matrices.plus;
import static fwlstm.ejml.Matrices.zeros;

import fwlstm.task.Vocabulary;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The input projection W_x x_t + b of every token, made once per batch, since tokens are discrete: column v of
 * P = W_x · embeddingᵀ + b is that of token v. For ln-lstm, whose inputs are normalised by themselves, it is
 * LN(W_x x_t) + b.
 */
final class InputTable {
    private final Parameter embedding;
    private final Parameter wx;
    private final Parameter b;
    private final LayerNorm norm;
    private final FMatrixRMaj[] p = new FMatrixRMaj[Vocabulary.SIZE]; // columns
    private final FMatrixRMaj[] dp = new FMatrixRMaj[Vocabulary.SIZE];

    InputTable(Network network) {
        embedding = network.parameter("embedding");
        wx = network.parameter("W_x");
        b = network.parameter("b");
        norm = network.norm("ln_x", network.cell().inputNorm());
        FMatrixRMaj projections = CommonOps_FDRM.multTransB(wx.value(), embedding.value(), null);
        for (int v = 0; v < p.length; v++) {
            p[v] = plus(norm.forward(CommonOps_FDRM.extractColumn(projections, v, null)), b.value());
            dp[v] = zeros(p[v].numRows);
        }
    }

    /** The projection of a token. */
    FMatrixRMaj projection(int token) {
        return p[token];
    }

    /** Takes note of the gradient of a token's projection, at one step of one sequence. */
    void addGradient(int token, FMatrixRMaj dx) {
        CommonOps_FDRM.addEquals(dp[token], dx);
    }

    /** From the gradients of all projections to those of embedding, W_x and b. */
    void backward() {
        FMatrixRMaj dProjections = new FMatrixRMaj(wx.value().numRows, p.length);
        for (int v = p.length - 1; v >= 0; v--) {
            b.addGradient(dp[v]);
            CommonOps_FDRM.insert(norm.backward(dp[v]), dProjections, 0, v);
        }
        CommonOps_FDRM.multAdd(dProjections, embedding.value(), wx.gradient());
        CommonOps_FDRM.multAddTransA(dProjections, wx.value(), embedding.gradient());
    }
}
