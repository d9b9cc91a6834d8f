package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

import fwlstm.config.FastWeights;
import fwlstm.config.WriteRule;
import fwlstm.math.Fma;
import java.util.Arrays;

/**
 * The fast weights of every sequence of a tile, A_t = a_t A_{t−1} + η r_t r_tᵀ with A_{−1} = 0, where a_t is λ (Hebb) or
 * 1 − η r_t·r_t (Oja), written and read without forming A inside a chunk of steps:
 *
 * <pre>
 * A_t q = d_t · A_start q + Σ_τ w_τ (r_τ·q) r_τ,   w_τ = η a_{τ+1} ⋯ a_t,   d_t = the product of the chunk's a up to t
 * </pre>
 *
 * τ running over the chunk up to t. At the end of a chunk A is formed and becomes the next chunk's start. One chunk for
 * the whole sequence is the attention form (Ba et al. 2016, §2); short chunks are the matrix form. A is symmetric.
 *
 * <p>Each step t puts its pattern r_t into {@link #patterns}, calls {@link #write} once, then {@link #read} for each of
 * its S queries; a step's first query is its pattern, the others go into {@link #queries}. Backward, steps in reverse, it
 * puts the gradient of what was read into {@link #upstream} and calls {@link #readBackward} for each query in reverse,
 * then {@link #writeBackward}, which gathers what later reads have to say about the pattern.
 */
final class FastWeightMemory {
    private final Memory memory;
    private final Pointwise pointwise;
    private final int hidden;
    private final int size; // H · TILE
    private final int steps;
    private final int chunk;
    private final float eta;
    private final boolean oja;

    private final float[][] queries; // [S] of [T] of [H × TILE]; the first are the patterns
    private final float[][] upstream; // [S] of [T] of [H × TILE]: gradients of what was read
    private final float[][] similarity; // [S] of [T × chunk × TILE]: r_τ·q, in the backward pass times w_τ
    private final float[][] response; // [S] of [T × chunk × TILE]: r_τ·dm times w_τ
    private final float[] weighted; // [chunk × TILE]: w_τ (r_τ·q)

    /** w: under Hebb [chunk × TILE] for distances chunk − 1 … 0, under Oja [T × chunk × TILE]. */
    private final float[] weights;

    private final float[] decay; // [T × TILE]: a_t
    private final float[] chunkDecay; // [T × TILE]: d_t

    private final float[] start; // [chunks − 1] of [H·H × TILE]: A at the start of a chunk but the first
    private final float[] dStart; // [H·H × TILE]: gradient of A at the start of the chunk behind
    private final float[] image; // [chunk] of [H × TILE]: (D + Dᵀ) r_τ, D the gradient of A at the end of the chunk
    private final float[] scaled; // [chunk] of [H × TILE]
    private final float[] v; // [H × TILE]: A_start q or A_start dm

    private final float[] dWeight; // [chunk × TILE], Oja: gradient of w_τ, as seen from the current step
    private final float[] dChunkDecay; // [TILE], Oja: the same of d
    private final float[] sum; // [TILE]

    FastWeightMemory(Network network, FastWeights config, int reads) {
        memory = network.kernels().memory();
        pointwise = network.kernels().pointwise();
        hidden = network.hidden();
        size = hidden * TILE;
        steps = network.steps();
        chunk = network.config().memoryChunk();
        oja = config.writeRule() == WriteRule.OJA;
        eta = (float) config.eta();
        queries = new float[reads][];
        upstream = new float[reads][];
        similarity = new float[reads][];
        response = new float[reads][];
        for (int s = 0; s < reads; s++) {
            queries[s] = Network.tiles(steps, hidden);
            upstream[s] = Network.tiles(steps, hidden);
            similarity[s] = Network.tiles(steps, chunk);
            response[s] = Network.tiles(steps, chunk);
        }
        weighted = Network.tile(chunk);
        weights = oja ? Network.tiles(steps, chunk) : Network.tile(chunk);
        decay = Network.tile(steps);
        chunkDecay = Network.tile(steps);
        int chunks = (steps + chunk - 1) / chunk;
        boolean matrix = chunks > 1;
        start = matrix ? Network.tiles(chunks - 1, hidden * hidden) : null;
        dStart = matrix ? Network.tile(hidden * hidden) : null;
        image = matrix ? Network.tiles(chunk, hidden) : null;
        scaled = matrix ? Network.tiles(chunk, hidden) : null;
        v = Network.tile(hidden);
        dWeight = Network.tile(chunk);
        dChunkDecay = new float[TILE];
        sum = new float[TILE];
        if (!oja) {
            setWeights(config.lambda().floatValue());
        }
    }

    private void setWeights(float lambda) {
        float weight = eta;
        for (int distance = 0; distance < chunk; distance++) {
            fill(weights, chunk - 1 - distance, weight);
            weight *= lambda;
        }
        for (int t = 0; t < steps; t++) {
            fill(decay, t, lambda);
            multiplyDecays(t);
        }
    }

    /** r_t goes into here, at t · H · TILE. */
    float[] patterns() {
        return queries[0];
    }

    /** The queries h^(s) of all steps, that of step t at t · H · TILE. */
    float[] queries(int s) {
        return queries[s];
    }

    /** The gradients of what was read with the queries h^(s), that of step t at t · H · TILE. */
    float[] upstream(int s) {
        return upstream[s];
    }

    /** Takes up the pattern of step t. */
    void write(int t) {
        if (oja) {
            memory.multiDot(1, hidden, patterns(), t * size, 0, patterns(), t * size, sum, 0);
            for (int j = 0; j < TILE; j++) {
                decay[t * TILE + j] = 1f - eta * sum[j];
            }
            multiplyDecays(t);
            int before = row(t - 1);
            for (int k = 0; k < t - firstOfChunk(t); k++) {
                pointwise.multiply(TILE, weights, before + k * TILE, decay, t * TILE, weights, row(t) + k * TILE);
            }
            fill(weights, t * chunk + t - firstOfChunk(t), eta);
        }
        if (endsChunk(t)) {
            formMatrix(t);
        }
    }

    /** m [H × TILE] = A_t q, for the query h^(s) of step t. */
    void read(int s, int t, float[] m, int m0) {
        int count = count(t);
        int first = firstOfChunk(t) * size;
        float[] q = queries[s];
        memory.multiDot(count, hidden, patterns(), first, size, q, t * size, similarity[s], row(t));
        pointwise.multiply(count * TILE, similarity[s], row(t), weights, weightsAt(t), weighted, 0);
        memory.weightedSum(false, count, hidden, weighted, 0, TILE, patterns(), first, size, m, m0);
        if (hasStart(t)) {
            memory.multiDot(hidden, hidden, start, startOf(t), size, q, t * size, v, 0);
            memory.weightedSum(true, 1, hidden, chunkDecay, t * TILE, 0, v, 0, 0, m, m0);
        }
    }

    void beginBackward() {
        Arrays.fill(dWeight, 0f);
        Arrays.fill(dChunkDecay, 0f);
    }

    /** Backward of {@link #read}: dq [H × TILE] = A_t dm, since A is symmetric. */
    void readBackward(int s, int t, float[] dq) {
        int count = count(t);
        int first = firstOfChunk(t) * size;
        float[] dm = upstream[s];
        memory.multiDot(count, hidden, patterns(), first, size, dm, t * size, response[s], row(t));
        if (oja) {
            for (int n = 0; n < count * TILE; n++) {
                dWeight[n] = Fma.fma(similarity[s][row(t) + n], response[s][row(t) + n], dWeight[n]);
            }
        }
        pointwise.multiply(count * TILE, similarity[s], row(t), weights, weightsAt(t), similarity[s], row(t));
        pointwise.multiply(count * TILE, response[s], row(t), weights, weightsAt(t), response[s], row(t));
        memory.weightedSum(false, count, hidden, response[s], row(t), TILE, patterns(), first, size, dq, 0);
        if (hasStart(t)) {
            memory.multiDot(hidden, hidden, start, startOf(t), size, dm, t * size, v, 0);
            memory.weightedSum(true, 1, hidden, chunkDecay, t * TILE, 0, v, 0, 0, dq, 0);
            if (oja) {
                memory.multiDot(1, hidden, v, 0, 0, queries[s], t * size, sum, 0);
                pointwise.add(TILE, sum, 0, dChunkDecay, 0);
            }
        }
    }

    /**
     * Backward of {@link #write}, after all reads of step t and everything later.
     *
     * @param dPattern in: gradient of r_t from its use as a query; out: with that of its use as a pattern added
     */
    void writeBackward(int t, float[] dPattern) {
        int first = firstOfChunk(t);
        int last = Math.min(first + chunk, steps) - 1;
        int reads = last - t + 1;
        int from = row(t) + (t - first) * TILE;
        for (int s = 0; s < queries.length; s++) {
            memory.weightedSum(
                    true, reads, hidden, similarity[s], from, chunk * TILE, upstream[s], t * size, size, dPattern, 0);
            memory.weightedSum(
                    true, reads, hidden, response[s], from, chunk * TILE, queries[s], t * size, size, dPattern, 0);
        }
        if (last + 1 < steps) {
            int weight = weightsAt(last) + (t - first) * TILE;
            memory.weightedSum(true, 1, hidden, weights, weight, 0, image, (t - first) * size, 0, dPattern, 0);
        }
        if (oja) {
            decayBackward(t, dPattern);
        }
        if (t == first && t > 0) {
            startBackward(t, last);
        }
    }

    /** dr_t += −2 η da_t r_t, with da_t = Σ_{τ<t} ∂L/∂w_τ · w_τ / a_t; then looks at the weights from step t − 1. */
    private void decayBackward(int t, float[] dPattern) {
        int before = t - firstOfChunk(t);
        for (int j = 0; j < TILE; j++) {
            float da = 0;
            for (int k = 0; k < before; k++) {
                da = Fma.fma(dWeight[k * TILE + j], weights[row(t - 1) + k * TILE + j], da);
            }
            da += dChunkDecay[j] * (before == 0 ? 1f : chunkDecay[(t - 1) * TILE + j]);
            sum[j] = -2f * eta * da;
        }
        memory.weightedSum(true, 1, hidden, sum, 0, 0, patterns(), t * size, 0, dPattern, 0);
        for (int k = 0; k < before; k++) {
            pointwise.multiply(TILE, dWeight, k * TILE, decay, t * TILE, dWeight, k * TILE);
        }
        pointwise.multiply(TILE, dChunkDecay, 0, decay, t * TILE, dChunkDecay, 0);
    }

    /** A_t = d_t A_start + Σ_τ (w_τ r_τ) r_τᵀ. */
    private void formMatrix(int t) {
        int first = firstOfChunk(t);
        int count = count(t);
        int out = startOf(t + 1);
        if (hasStart(t)) {
            memory.weightedSum(false, 1, hidden * hidden, chunkDecay, t * TILE, 0, start, startOf(t), 0, start, out);
        } else {
            Arrays.fill(start, out, out + hidden * size, 0f);
        }
        for (int k = 0; k < count; k++) {
            memory.weightedSum(
                    false,
                    1,
                    hidden,
                    weights,
                    weightsAt(t) + k * TILE,
                    0,
                    patterns(),
                    (first + k) * size,
                    0,
                    scaled,
                    k * size);
        }
        addOuterProducts(count, patterns(), first * size, start, out);
    }

    /**
     * From D, the gradient of A at the end of the chunk (none for the last chunk), to that at its start, D = d_end D + Σ_t
     * (d_t dm_t) q_tᵀ, and from there to the patterns of the chunk before.
     */
    private void startBackward(int first, int last) {
        if (last + 1 < steps) {
            memory.weightedSum(false, 1, hidden * hidden, chunkDecay, last * TILE, 0, dStart, 0, 0, dStart, 0);
        } else {
            Arrays.fill(dStart, 0f);
        }
        for (int s = 0; s < queries.length; s++) {
            for (int t = first; t <= last; t++) {
                memory.weightedSum(
                        false,
                        1,
                        hidden,
                        chunkDecay,
                        t * TILE,
                        0,
                        upstream[s],
                        t * size,
                        0,
                        scaled,
                        (t - first) * size);
            }
            addOuterProducts(last - first + 1, queries[s], first * size, dStart, 0);
        }
        int before = first - chunk;
        for (int k = 0; k < chunk; k++) {
            int pattern = (before + k) * size;
            memory.multiDot(hidden, hidden, dStart, 0, size, patterns(), pattern, image, k * size);
            memory.weightedSum(true, hidden, hidden, patterns(), pattern, TILE, dStart, 0, size, image, k * size);
        }
        if (oja) {
            for (int k = 0; k < chunk; k++) {
                memory.multiDot(1, hidden, image, k * size, 0, patterns(), (before + k) * size, dWeight, k * TILE);
            }
            for (int n = 0; n < chunk * TILE; n++) {
                dWeight[n] *= 0.5f;
            }
            Arrays.fill(dChunkDecay, 0f);
            if (hasStart(before)) {
                memory.multiDot(1, hidden * hidden, start, startOf(before), 0, dStart, 0, dChunkDecay, 0);
            }
        }
    }

    /** a [H·H × TILE] += Σ_k scaled_k x_kᵀ. */
    private void addOuterProducts(int count, float[] x, int x0, float[] a, int a0) {
        for (int i = 0; i < hidden; i++) {
            memory.weightedSum(true, count, hidden, scaled, i * TILE, size, x, x0, size, a, a0 + i * size);
        }
    }

    private void multiplyDecays(int t) {
        for (int j = 0; j < TILE; j++) {
            int n = t * TILE + j;
            chunkDecay[n] = t == firstOfChunk(t) ? decay[n] : chunkDecay[n - TILE] * decay[n];
        }
    }

    private static void fill(float[] x, int row, float value) {
        Arrays.fill(x, row * TILE, (row + 1) * TILE, value);
    }

    private boolean endsChunk(int t) {
        return (t + 1) % chunk == 0 && t + 1 < steps;
    }

    private int firstOfChunk(int t) {
        return t - t % chunk;
    }

    /** Patterns of the chunk up to step t. */
    private int count(int t) {
        return t % chunk + 1;
    }

    private boolean hasStart(int t) {
        return t >= chunk;
    }

    /** Where in {@link #start} the matrix at the start of step t's chunk lies. */
    private int startOf(int t) {
        return (t / chunk - 1) * hidden * size;
    }

    /** Where what belongs to step t and the patterns of its chunk begins. */
    private int row(int t) {
        return t * chunk * TILE;
    }

    /** Where the weights w of step t for the patterns of its chunk begin. */
    private int weightsAt(int t) {
        return oja ? row(t) : (chunk - count(t)) * TILE;
    }
}
