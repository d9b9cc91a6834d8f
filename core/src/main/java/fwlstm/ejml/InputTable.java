package fwlstm.ejml;

import fwlstm.config.CellConfig;
import fwlstm.config.Norm;
import fwlstm.task.Batch;
import fwlstm.task.Vocabulary;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The input projection W_x x_t + b of every token, P = W_x · embeddingᵀ + b [G × V], made once per update: tokens are
 * discrete, so a step's projection is a gather of columns and its backward pass a scatter-add. For ln-lstm the table is
 * LN(W_x · embeddingᵀ) + b, since its inputs are normalised by themselves.
 */
final class InputTable {
    private final FMatrixRMaj embedding;
    private final FMatrixRMaj dEmbedding;
    private final FMatrixRMaj wx;
    private final FMatrixRMaj dWx;
    private final FMatrixRMaj b;
    private final FMatrixRMaj db;
    private final LayerNorm norm;
    private final LayerNorm.Saved normSaved;
    private final FMatrixRMaj p;
    private final FMatrixRMaj dp;

    InputTable(Network network) {
        embedding = network.parameter("embedding");
        dEmbedding = network.gradient("embedding");
        wx = network.parameter("W_x");
        dWx = network.gradient("W_x");
        b = network.parameter("b");
        db = network.gradient("b");
        norm = norm(network);
        normSaved = norm.saved(1, network.gates())[0];
        p = new FMatrixRMaj(network.gates(), Vocabulary.SIZE);
        dp = new FMatrixRMaj(network.gates(), Vocabulary.SIZE);
    }

    private static LayerNorm norm(Network network) {
        CellConfig cell = network.config().cell();
        return cell.inputNorm() == Norm.NONE
                ? LayerNorm.NONE
                : LayerNorm.of(network, "ln_x", cell.inputNorm().groups(cell.gates()), Vocabulary.SIZE);
    }

    /** Makes the table from the current parameters. */
    void forward() {
        CommonOps_FDRM.multTransB(wx, embedding, p);
        norm.forward(p, p, normSaved);
        for (int g = 0; g < p.numRows; g++) {
            for (int v = 0; v < p.numCols; v++) {
                p.data[g * p.numCols + v] += b.data[g];
            }
        }
    }

    /** x[:, j] = P[:, token of sample j at step t]. */
    void gather(Batch batch, int t, FMatrixRMaj x) {
        int columns = x.numCols;
        for (int g = 0; g < p.numRows; g++) {
            for (int j = 0; j < columns; j++) {
                x.data[g * columns + j] = p.data[g * p.numCols + batch.tokens()[t * columns + j]];
            }
        }
    }

    void clearGradient() {
        Arrays.fill(dp.data, 0f);
    }

    /** dP[:, token of sample j at step t] += dx[:, j]. */
    void scatter(Batch batch, int t, FMatrixRMaj dx) {
        int columns = dx.numCols;
        for (int g = 0; g < dp.numRows; g++) {
            for (int j = 0; j < columns; j++) {
                dp.data[g * dp.numCols + batch.tokens()[t * columns + j]] += dx.data[g * columns + j];
            }
        }
    }

    /** From dP, complete after the last scatter, to the gradients of embedding, W_x and b. */
    void backward() {
        Rows.addSums(dp, db);
        norm.backward(dp, normSaved, dp);
        CommonOps_FDRM.multAdd(dp, embedding, dWx);
        CommonOps_FDRM.multAddTransA(dp, wx, dEmbedding);
    }
}
