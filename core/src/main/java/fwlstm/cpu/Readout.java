package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

import fwlstm.math.Nonlinearity;
import fwlstm.model.Score;
import fwlstm.task.Vocabulary;
import java.util.Arrays;

/** Logits W_2 ReLU(W_1 h_T + b_1) + b_2, softmax cross-entropy, and their backward pass, on one tile after the other. */
final class Readout {
    private static final int V = Vocabulary.SIZE;

    private final Products products;
    private final Pointwise pointwise;
    private final Tokens tokens;
    private final int hidden;
    private final int size; // R
    private final int hiddenWidth;
    private final int sizeWidth;
    private final float[] w1;
    private final float[] b1;
    private final float[] w2;
    private final float[] b2;
    private final float[] dW1;
    private final float[] db1;
    private final float[] dW2;
    private final float[] db2;

    private final Products.Weights first; // W_1
    private final Products.Weights firstT;
    private final Products.Weights second; // W_2
    private final Products.Weights secondT;
    private final float[] dFirst; // [R × hiddenWidth]
    private final float[] dSecond; // [V × sizeWidth]

    private final float[] z; // [R × TILE]: ReLU(W_1 h_T + b_1)
    private final float[] dz;
    private final float[] logits; // [V × TILE], turned into probabilities, then into their gradient
    private final float[] zT; // [TILE × sizeWidth]
    private final float[] hT; // [TILE × hiddenWidth]

    Readout(Network network) {
        products = network.kernels().products();
        pointwise = network.kernels().pointwise();
        tokens = network.kernels().tokens();
        hidden = network.hidden();
        size = network.config().cell().layers().readout();
        hiddenWidth = products.width(hidden);
        sizeWidth = products.width(size);
        w1 = network.parameter("readout.W_1");
        b1 = network.parameter("readout.b_1");
        w2 = network.parameter("readout.W_2");
        b2 = network.parameter("readout.b_2");
        dW1 = network.gradient("readout.W_1");
        db1 = network.gradient("readout.b_1");
        dW2 = network.gradient("readout.W_2");
        db2 = network.gradient("readout.b_2");
        first = products.weights(size, hidden);
        firstT = products.weights(hidden, size);
        second = products.weights(V, size);
        secondT = products.weights(size, V);
        dFirst = Network.matrix(size, hiddenWidth);
        dSecond = Network.matrix(V, sizeWidth);
        z = Network.tile(size);
        dz = Network.tile(size);
        logits = Network.tile(V);
        zT = new float[TILE * sizeWidth];
        hT = new float[TILE * hiddenWidth];
    }

    void begin(boolean training) {
        first.set(w1, hidden, 1);
        second.set(w2, size, 1);
        if (training) {
            firstT.set(w1, 1, hidden);
            secondT.set(w2, 1, size);
            Arrays.fill(dFirst, 0f);
            Arrays.fill(dSecond, 0f);
            Arrays.fill(db1, 0f);
            Arrays.fill(db2, 0f);
        }
    }

    /** Computes the probabilities of every token. */
    void forward(float[] h, int h0) {
        fillRows(b1, z);
        first.addProduct(h, h0, TILE, TILE, z, 0, TILE);
        pointwise.relu(size * TILE, z, 0, z, 0);
        fillRows(b2, logits);
        second.addProduct(z, 0, TILE, TILE, logits, 0, TILE);
        softmax();
    }

    /** Cross-entropy in nats of sequence j of the tile. */
    double loss(int j, int target) {
        return -StrictMath.log(logits[target * TILE + j]);
    }

    /** Adds sequence j of the tile to a score. */
    void score(int j, int target, Score score) {
        int best = 0;
        for (int v = 1; v < V; v++) {
            best = logits[v * TILE + j] > logits[best * TILE + j] ? v : best;
        }
        score.add(best == target, loss(j, target));
    }

    /**
     * After {@link #forward}: adds to the gradients of the readout's parameters, and gives {@code dh} of h_T.
     *
     * @param targets of the batch, those of this tile from {@code at} on
     * @param count sequences of the tile that belong to the batch
     */
    void backward(int[] targets, int at, int count, float[] h, int h0, float[] dh) {
        float[] dLogits = logits;
        float share = 1f / targets.length;
        for (int j = 0; j < count; j++) {
            dLogits[targets[at + j] * TILE + j] -= 1f;
        }
        for (int v = 0; v < V; v++) {
            for (int j = 0; j < TILE; j++) {
                dLogits[v * TILE + j] = j < count ? dLogits[v * TILE + j] * share : 0f;
            }
        }
        addSums(V, dLogits, db2);
        tokens.transpose(size, z, 0, zT, sizeWidth);
        products.addOuterProduct(V, dLogits, 0, zT, sizeWidth, dSecond);
        Arrays.fill(dz, 0f);
        secondT.addProduct(dLogits, 0, TILE, TILE, dz, 0, TILE);
        for (int n = 0; n < size * TILE; n++) {
            dz[n] = z[n] > 0 ? dz[n] : 0f;
        }
        addSums(size, dz, db1);
        tokens.transpose(hidden, h, h0, hT, hiddenWidth);
        products.addOuterProduct(size, dz, 0, hT, hiddenWidth, dFirst);
        Arrays.fill(dh, 0f);
        firstT.addProduct(dz, 0, TILE, TILE, dh, 0, TILE);
    }

    /** Leaves the gradients of the parameters. */
    void finish() {
        for (int i = 0; i < size; i++) {
            System.arraycopy(dFirst, i * hiddenWidth, dW1, i * hidden, hidden);
        }
        for (int v = 0; v < V; v++) {
            System.arraycopy(dSecond, v * sizeWidth, dW2, v * size, size);
        }
    }

    private void softmax() {
        for (int j = 0; j < TILE; j++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int n = j; n < V * TILE; n += TILE) {
                largest = Math.max(largest, logits[n]);
            }
            float sum = 0;
            for (int n = j; n < V * TILE; n += TILE) {
                logits[n] = Nonlinearity.exp(logits[n] - largest);
                sum += logits[n];
            }
            for (int n = j; n < V * TILE; n += TILE) {
                logits[n] /= sum;
            }
        }
    }

    private static void fillRows(float[] b, float[] x) {
        for (int i = 0; i < b.length; i++) {
            Arrays.fill(x, i * TILE, (i + 1) * TILE, b[i]);
        }
    }

    private static void addSums(int rows, float[] x, float[] sums) {
        for (int i = 0; i < rows; i++) {
            float sum = 0;
            for (int j = 0; j < TILE; j++) {
                sum += x[i * TILE + j];
            }
            sums[i] += sum;
        }
    }
}
