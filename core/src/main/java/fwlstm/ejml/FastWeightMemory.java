package fwlstm.ejml;

import fwlstm.config.FastWeights;
import fwlstm.config.WriteRule;
import fwlstm.math.Fma;
import fwlstm.model.MemoryTrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The fast weights of every sample, A_t = a_t A_{t−1} + η r_t r_tᵀ with A_{−1} = 0, where a_t is λ (Hebb) or
 * 1 − η r_t·r_t (Oja), written and read without forming A inside a chunk of steps:
 *
 * <pre>
 * A_t q = d · A_start q + Σ_τ w_τ (r_τ·q) r_τ,   w_τ = η a_{τ+1} ⋯ a_t,   d = the product of all a of the chunk
 * </pre>
 *
 * τ running over the chunk up to t. At the end of a chunk A is formed and becomes the next chunk's start. One chunk for
 * the whole sequence is the attention form (Ba et al. 2016, §2); short chunks are the matrix form. A is symmetric.
 *
 * <p>Each step calls {@link #write} once, then {@link #read} for each query; backward, steps in reverse, it calls {@link
 * #readBackward} for each query in reverse, then {@link #writeBackward}.
 */
final class FastWeightMemory {
    private final int hidden;
    private final int columns;
    private final int steps;
    private final int chunk;
    private final float lambda;
    private final float eta;
    private final boolean oja;

    private final FMatrixRMaj[] r; // [T] references to the patterns written, [H × B]
    private final float[][] decay; // [T] of [B]: a_t
    private final FMatrixRMaj[] start; // [chunks] of [H·H × B]: A at the start of a chunk; none for the first

    private final FMatrixRMaj[] dr; // [T] of [H × B]
    private final FMatrixRMaj dStart; // gradient of the current chunk's start
    private final float[][] dWeight; // [T] of [B]: gradient of w_τ, as seen from the current step
    private final float[] dWeightOfStart; // the same of d

    private final float[] similarity; // r_τ·q
    private final float[] upstream; // r_τ·dm
    private final float[] product; // a_{τ+1} ⋯ a_t
    private final float[] scaled;
    private final FMatrixRMaj v; // A_start q or A_start dm

    FastWeightMemory(Network network, FastWeights config) {
        hidden = network.hidden();
        columns = network.batch();
        steps = network.steps();
        chunk = network.config().memoryChunk();
        oja = config.writeRule() == WriteRule.OJA;
        lambda = oja ? Float.NaN : config.lambda().floatValue();
        eta = (float) config.eta();
        r = new FMatrixRMaj[steps];
        decay = new float[steps][columns];
        dr = network.matrices(steps, hidden);
        dWeight = new float[steps][columns];
        dWeightOfStart = new float[columns];
        similarity = new float[columns];
        upstream = new float[columns];
        product = new float[columns];
        scaled = new float[columns];
        v = network.matrix(hidden);
        int chunks = (steps + chunk - 1) / chunk;
        start = new FMatrixRMaj[chunks];
        for (int k = 1; k < chunks; k++) {
            start[k] = network.matrix(hidden * hidden);
        }
        dStart = chunks > 1 ? network.matrix(hidden * hidden) : null;
    }

    /** Writes the pattern of step t; the matrix is kept by reference until the backward pass is done. */
    void write(int t, FMatrixRMaj pattern) {
        r[t] = pattern;
        if (oja) {
            Rows.dot(pattern, pattern, similarity);
            for (int j = 0; j < columns; j++) {
                decay[t][j] = 1f - eta * similarity[j];
            }
        } else {
            Arrays.fill(decay[t], lambda);
        }
        if (endsChunk(t)) {
            formMatrix(t, start[t / chunk + 1]);
        }
    }

    /** m = A_t q. */
    void read(int t, FMatrixRMaj q, FMatrixRMaj m) {
        m.zero();
        Arrays.fill(product, 1f);
        for (int tau = t; tau >= firstOfChunk(t); tau--) {
            Rows.dot(r[tau], q, similarity);
            for (int j = 0; j < columns; j++) {
                scaled[j] = eta * product[j] * similarity[j];
            }
            Rows.addScaled(scaled, r[tau], m);
            Rows.multiply(product, decay[tau], product);
        }
        if (startOf(t) != null) {
            multiply(startOf(t), q, v);
            Rows.addScaled(product, v, m);
        }
    }

    /** What step t wrote and what these queries read then, of the only sample; all steps up to t must have been written. */
    MemoryTrace.Step step(int t, List<FMatrixRMaj> queries) {
        FMatrixRMaj m = new FMatrixRMaj(hidden, columns);
        List<MemoryTrace.Read> reads = new ArrayList<>();
        for (FMatrixRMaj q : queries) {
            read(t, q, m);
            reads.add(new MemoryTrace.Read(q.data.clone(), m.data.clone()));
        }
        return new MemoryTrace.Step(r[t].data.clone(), decay[t][0], reads);
    }

    void beginBackward() {
        for (int t = 0; t < steps; t++) {
            dr[t].zero();
            Arrays.fill(dWeight[t], 0f);
        }
        Arrays.fill(dWeightOfStart, 0f);
        if (dStart != null) {
            dStart.zero();
        }
    }

    /**
     * Backward of {@link #read}: keeps what belongs to patterns and decays, and gives the gradient of the query.
     *
     * @param dm gradient of m
     * @param dq out: gradient of q, A_t dm since A is symmetric
     */
    void readBackward(int t, FMatrixRMaj q, FMatrixRMaj dm, FMatrixRMaj dq) {
        dq.zero();
        Arrays.fill(product, 1f);
        for (int tau = t; tau >= firstOfChunk(t); tau--) {
            Rows.dot(r[tau], q, similarity);
            Rows.dot(r[tau], dm, upstream);
            for (int j = 0; j < columns; j++) {
                dWeight[tau][j] = Fma.fma(similarity[j], upstream[j], dWeight[tau][j]);
                similarity[j] *= eta * product[j];
                upstream[j] *= eta * product[j];
            }
            Rows.addScaled(similarity, dm, dr[tau]);
            Rows.addScaled(upstream, q, dr[tau]);
            Rows.addScaled(upstream, r[tau], dq);
            Rows.multiply(product, decay[tau], product);
        }
        if (startOf(t) != null) {
            multiply(startOf(t), dm, v);
            Rows.addScaled(product, v, dq);
            Rows.dot(v, q, similarity);
            for (int j = 0; j < columns; j++) {
                dWeightOfStart[j] += similarity[j];
            }
            addOuterProduct(product, dm, q, dStart);
        }
    }

    /**
     * Backward of {@link #write}, after all reads of step t and everything later.
     *
     * @param dPattern in: gradient of r_t from its use as a query; out: with that of its use as a pattern added
     */
    void writeBackward(int t, FMatrixRMaj dPattern) {
        if (oja) {
            decayBackward(t);
        }
        CommonOps_FDRM.addEquals(dPattern, dr[t]);
        if (t > 0 && endsChunk(t - 1)) {
            formMatrixBackward(t - 1);
        }
    }

    /** dr_t += −2 η da_t r_t, with da_t = Σ_{τ<t} ∂L/∂w_τ · w_τ / a_t; then looks at the weights from step t − 1. */
    private void decayBackward(int t) {
        Arrays.fill(product, 1f);
        Arrays.fill(scaled, 0f);
        for (int tau = t - 1; tau >= firstOfChunk(t); tau--) {
            for (int j = 0; j < columns; j++) {
                scaled[j] += eta * product[j] * dWeight[tau][j];
            }
            Rows.multiply(dWeight[tau], decay[t], dWeight[tau]);
            Rows.multiply(product, decay[tau], product);
        }
        for (int j = 0; j < columns; j++) {
            scaled[j] += product[j] * dWeightOfStart[j];
            scaled[j] *= -2f * eta;
        }
        Rows.multiply(dWeightOfStart, decay[t], dWeightOfStart);
        Rows.addScaled(scaled, r[t], dr[t]);
    }

    /** A_t = d A_start + Σ_τ w_τ r_τ r_τᵀ. */
    private void formMatrix(int t, FMatrixRMaj a) {
        a.zero();
        Arrays.fill(product, 1f);
        for (int tau = t; tau >= firstOfChunk(t); tau--) {
            for (int j = 0; j < columns; j++) {
                scaled[j] = eta * product[j];
            }
            addOuterProduct(scaled, r[tau], r[tau], a);
            Rows.multiply(product, decay[tau], product);
        }
        if (startOf(t) != null) {
            Rows.addScaled(product, startOf(t), a);
        }
    }

    /** From the gradient D of A_t, t the last step of its chunk, to those of the chunk's patterns, decays and start. */
    private void formMatrixBackward(int t) {
        Arrays.fill(dWeightOfStart, 0f);
        Arrays.fill(product, 1f);
        for (int tau = t; tau >= firstOfChunk(t); tau--) {
            symmetricMultiply(dStart, r[tau], v);
            Rows.dot(r[tau], v, similarity);
            for (int j = 0; j < columns; j++) {
                dWeight[tau][j] += 0.5f * similarity[j];
                scaled[j] = eta * product[j];
            }
            Rows.addScaled(scaled, v, dr[tau]);
            Rows.multiply(product, decay[tau], product);
        }
        if (startOf(t) != null) {
            Rows.dot(dStart, startOf(t), dWeightOfStart);
            for (int row = 0; row < dStart.numRows; row++) {
                for (int j = 0, n = row * columns; j < columns; j++, n++) {
                    dStart.data[n] *= product[j];
                }
            }
        }
    }

    private boolean endsChunk(int t) {
        return (t + 1) % chunk == 0 && t + 1 < steps;
    }

    private int firstOfChunk(int t) {
        return t - t % chunk;
    }

    private FMatrixRMaj startOf(int t) {
        return start[t / chunk];
    }

    /** y = A x for every sample. */
    private void multiply(FMatrixRMaj a, FMatrixRMaj x, FMatrixRMaj y) {
        y.zero();
        for (int i = 0; i < hidden; i++) {
            for (int k = 0; k < hidden; k++) {
                addProduct(a, i * hidden + k, x, k, y, i);
            }
        }
    }

    /** y = (D + Dᵀ) x for every sample. */
    private void symmetricMultiply(FMatrixRMaj d, FMatrixRMaj x, FMatrixRMaj y) {
        y.zero();
        for (int i = 0; i < hidden; i++) {
            for (int k = 0; k < hidden; k++) {
                addProduct(d, i * hidden + k, x, k, y, i);
                addProduct(d, i * hidden + k, x, i, y, k);
            }
        }
    }

    /** a += s x yᵀ for every sample. */
    private void addOuterProduct(float[] s, FMatrixRMaj x, FMatrixRMaj y, FMatrixRMaj a) {
        for (int i = 0; i < hidden; i++) {
            for (int j = 0, n = i * columns; j < columns; j++, n++) {
                upstream[j] = s[j] * x.data[n];
            }
            for (int k = 0; k < hidden; k++) {
                int out = (i * hidden + k) * columns;
                for (int j = 0, n = k * columns; j < columns; j++, n++) {
                    a.data[out + j] = Fma.fma(upstream[j], y.data[n], a.data[out + j]);
                }
            }
        }
    }

    /** Row {@code yRow} of y += row {@code aRow} of a ⊙ row {@code xRow} of x. */
    private void addProduct(FMatrixRMaj a, int aRow, FMatrixRMaj x, int xRow, FMatrixRMaj y, int yRow) {
        int an = aRow * columns;
        int xn = xRow * columns;
        int yn = yRow * columns;
        for (int j = 0; j < columns; j++) {
            y.data[yn + j] = Fma.fma(a.data[an + j], x.data[xn + j], y.data[yn + j]);
        }
    }
}
