package fwlstm.ejml;

import static fwlstm.math.Nonlinearity.relu;

import fwlstm.math.Nonlinearity;
import fwlstm.model.Score;
import fwlstm.task.Batch;
import fwlstm.task.Vocabulary;
import java.util.Arrays;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/** Logits W_2 ReLU(W_1 h_T + b_1) + b_2, softmax cross-entropy, and their backward pass. */
final class Readout {
    private final FMatrixRMaj w1;
    private final FMatrixRMaj dW1;
    private final FMatrixRMaj b1;
    private final FMatrixRMaj db1;
    private final FMatrixRMaj w2;
    private final FMatrixRMaj dW2;
    private final FMatrixRMaj b2;
    private final FMatrixRMaj db2;
    private final FMatrixRMaj z; // [R × B]: ReLU(W_1 h_T + b_1)
    private final FMatrixRMaj dz;
    private final FMatrixRMaj logits; // [V × B], turned into probabilities, then into their gradient
    private final float[] largest; // [B]
    private final float[] sum; // [B]
    private final int columns;

    Readout(Network network) {
        w1 = network.parameter("readout.W_1");
        dW1 = network.gradient("readout.W_1");
        b1 = network.parameter("readout.b_1");
        db1 = network.gradient("readout.b_1");
        w2 = network.parameter("readout.W_2");
        dW2 = network.gradient("readout.W_2");
        b2 = network.parameter("readout.b_2");
        db2 = network.gradient("readout.b_2");
        z = network.matrix(w1.numRows);
        dz = network.matrix(w1.numRows);
        logits = network.matrix(Vocabulary.SIZE);
        columns = network.batch();
        largest = new float[columns];
        sum = new float[columns];
    }

    /** Computes the logits. */
    void forward(FMatrixRMaj h) {
        CommonOps_FDRM.mult(w1, h, z);
        addToRows(b1, z);
        for (int n = 0; n < z.data.length; n++) {
            z.data[n] = relu(z.data[n]);
        }
        CommonOps_FDRM.mult(w2, z, logits);
        addToRows(b2, logits);
    }

    /** Live [V × B]: the logits, until loss or score turn them into probabilities. */
    FMatrixRMaj logits() {
        return logits;
    }

    /** Mean cross-entropy of the batch; turns the logits into probabilities. */
    double loss(Batch batch) {
        softmax();
        double loss = 0;
        for (int j = 0; j < columns; j++) {
            loss += crossEntropy(batch, j);
        }
        return loss / columns;
    }

    /** Scores the first {@code count} samples; turns the logits into probabilities. */
    void score(Batch batch, int count, Score score) {
        softmax();
        for (int j = 0; j < count; j++) {
            int best = 0;
            for (int v = 1; v < Vocabulary.SIZE; v++) {
                best = logits.data[v * columns + j] > logits.data[best * columns + j] ? v : best;
            }
            score.add(best == batch.targets()[j], crossEntropy(batch, j));
        }
    }

    /** After {@link #loss}: gradients of the readout's parameters, and {@code dh} of h_T. */
    void backward(Batch batch, FMatrixRMaj h, FMatrixRMaj dh) {
        FMatrixRMaj dLogits = logits;
        for (int j = 0; j < columns; j++) {
            dLogits.data[batch.targets()[j] * columns + j] -= 1f;
        }
        CommonOps_FDRM.scale(1f / columns, dLogits);
        Rows.addSums(dLogits, db2);
        CommonOps_FDRM.multAddTransB(dLogits, z, dW2);
        CommonOps_FDRM.multTransA(w2, dLogits, dz);
        for (int n = 0; n < dz.data.length; n++) {
            dz.data[n] = z.data[n] > 0 ? dz.data[n] : 0;
        }
        Rows.addSums(dz, db1);
        CommonOps_FDRM.multAddTransB(dz, h, dW1);
        CommonOps_FDRM.multTransA(w1, dz, dh);
    }

    private double crossEntropy(Batch batch, int j) {
        return -StrictMath.log(logits.data[batch.targets()[j] * columns + j]);
    }

    private void softmax() {
        float[] p = logits.data;
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        Arrays.fill(sum, 0f);
        for (int v = 0; v < Vocabulary.SIZE; v++) {
            for (int j = 0, n = v * columns; j < columns; j++, n++) {
                largest[j] = Math.max(largest[j], p[n]);
            }
        }
        for (int v = 0; v < Vocabulary.SIZE; v++) {
            for (int j = 0, n = v * columns; j < columns; j++, n++) {
                p[n] = Nonlinearity.exp(p[n] - largest[j]);
                sum[j] += p[n];
            }
        }
        for (int v = 0; v < Vocabulary.SIZE; v++) {
            for (int j = 0, n = v * columns; j < columns; j++, n++) {
                p[n] /= sum[j];
            }
        }
    }

    private static void addToRows(FMatrixRMaj b, FMatrixRMaj x) {
        for (int i = 0; i < x.numRows; i++) {
            for (int j = 0; j < x.numCols; j++) {
                x.data[i * x.numCols + j] += b.data[i];
            }
        }
    }
}
