package fwlstm.cpu;

import fwlstm.model.Optimizer;

/**
 * What the engine asks of a processor: operations on tiles. A tile is {@link #TILE} sequences side by side; its state is
 * in matrices [rows × TILE], row-major in a {@code float[]} from an offset on, so that every row is a contiguous run of
 * sequences and no operation but the few sums over sequences mixes lanes.
 *
 * <p>Every implementation gives the same bits, whatever its vector width: each element of a result is made of the IEEE
 * operations given here, in the order given here. Sums run over ascending indices unless said otherwise, one {@link
 * fwlstm.math.Fma} for each term.
 *
 * <p>Rows that an implementation pads to its block sizes may hold anything: results may be written up to {@link #SLACK}
 * rows behind a matrix, and as many may be read.
 */
public interface Kernels extends Optimizer.Rule {
    /** Sequences in a tile. */
    int TILE = 32;

    /** Rows behind a matrix that may be overwritten. */
    int SLACK = 16;

    /** Partial sums of the reductions over a tile: lane j goes to partial sum j mod 16. */
    int PARTIALS = 16;

    // --- products ---

    /** A constant matrix [rows × inner] to multiply with. */
    Weights weights(int rows, int inner);

    /** A matrix A [rows × inner] kept in the form in which products read it fastest. */
    interface Weights {
        /** Element (i, k) becomes {@code w[i · rowStride + k · columnStride]}. */
        void set(float[] w, int rowStride, int columnStride);

        /**
         * C += A B, k ascending.
         *
         * @param b B [inner × columns] from {@code b0}, its rows {@code ldb} apart
         * @param columns a multiple of {@link #TILE}, or a result of {@link Kernels#width}
         * @param c C [rows × columns] from {@code c0}, its rows {@code ldc} apart
         */
        void addProduct(float[] b, int b0, int ldb, int columns, float[] c, int c0, int ldc);
    }

    /** The columns that a matrix of {@code columns} columns must be padded to. */
    int width(int columns);

    /**
     * C [rows × width] += X [rows × TILE] Y [TILE × width], sequences ascending.
     *
     * @param width a result of {@link #width}
     */
    void addOuterProduct(int rows, float[] x, int x0, float[] y, int width, float[] c);

    // --- between tokens and gates ---

    /** z[i, j] = table[tokens[first + j], i]; {@code table} has rows of {@code width}. */
    void gather(int rows, float[] table, int width, int[] tokens, int first, float[] z, int z0);

    /** zt[j, i] = z[i, j]; {@code zt} has rows of {@code width}. */
    void transpose(int rows, float[] z, int z0, float[] zt, int width);

    /** table[tokens[first + j], i] += zt[j, i], sequences ascending. */
    void scatterAdd(float[] zt, int width, int[] tokens, int first, float[] table);

    // --- layer normalisation ---

    /**
     * Mean and 1/√(variance + ε) over rows, for each sequence, to {@code s[s0 … s0 + TILE)} and {@code s[s0 + TILE …)}.
     * In one pass, shifted by row 0, so that a mean far from zero cancels nothing (an outlier in row 0 costs a factor of
     * rows at most): with d = z − z_0, Σd and Σd² over rows ascending and share = 1/rows, offset = Σd · share, mean = z_0
     * + offset, variance = Σd² · share − offset², at least 0. Σd is added, not fused.
     */
    void statistics(int rows, float[] z, int z0, float[] s, int s0);

    /**
     * z ← (z − mean) · rstd and y = gain ⊙ z + bias.
     *
     * @param s mean and rstd as {@link #statistics} left them
     * @param g0 the first row's index in {@code gain} and {@code bias}
     */
    void normalise(
            int rows, float[] z, int z0, float[] s, int s0, float[] gain, float[] bias, int g0, float[] y, int y0);

    /**
     * With d = dy · gain, a = Σd · share and b = Σ d ⊙ n · share over rows, share = 1/rows and n the normalised values:
     * dz = ((d − a) − n · b) · rstd; {@code dz} may be {@code dy}. Σd is added, not fused. For each row, dy_j + dy_{j+16}
     * is added to partial sum j of its bias, and fma(dy_{j+16}, n_{j+16}, dy_j · n_j) to that of its gain.
     *
     * @param s mean and rstd as {@link #statistics} left them; the two rows after them are overwritten
     * @param dGain [rows of the network × PARTIALS], as {@code dBias}
     */
    void normaliseBackward(
            int rows,
            float[] dy,
            int dy0,
            float[] n,
            int n0,
            float[] s,
            int s0,
            float[] gain,
            int g0,
            float[] dz,
            int dz0,
            float[] dGain,
            float[] dBias);

    // --- fast weights ---

    /** s[k, j] = Σ_i x[k][i, j] · q[i, j] for {@code count} matrices x [rows × TILE], {@code stride} floats apart. */
    void dots(int count, int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0);

    /**
     * out[i, j] = start + Σ_k w[k][j] · x[k][i, j], where start is out[i, j] or 0.
     *
     * @param w {@code count} rows [TILE], {@code wStride} floats apart
     * @param x {@code count} matrices [rows × TILE], {@code xStride} floats apart
     */
    void combine(
            boolean add,
            int count,
            int rows,
            float[] w,
            int w0,
            int wStride,
            float[] x,
            int x0,
            int xStride,
            float[] out,
            int out0);

    // --- element by element, on n consecutive floats, n a multiple of TILE ---

    /** x ← σ(x + shift). */
    void sigmoid(int n, float[] x, int x0, float shift);

    /** y = tanh(x). */
    void tanh(int n, float[] x, int x0, float[] y, int y0);

    /** y = max(x, 0). */
    void relu(int n, float[] x, int x0, float[] y, int y0);

    /** y += x. */
    void add(int n, float[] x, int x0, float[] y, int y0);

    /** z = x ⊙ y. */
    void multiply(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0);

    /** dx = start + (y > 0 ? dy : 0), the way back through y = ReLU(x). */
    void reluBackward(int n, float[] y, int y0, float[] dy, int dy0, float[] start, int start0, float[] dx, int dx0);

    /**
     * v ← ReLU(g + v); c = f ⊙ cBefore + (i ⊙ v), the first product fused.
     *
     * @param gates i, f, o, g of n elements each
     * @param v in: A_t r; out: what enters the cell state
     */
    void fwLstmState(int n, float[] gates, int g0, float[] v, int v0, float[] cBefore, int b0, float[] c, int c0);

    /** h = o ⊙ ReLU(c). */
    void fwLstmOutput(int n, float[] o, int o0, float[] c, int c0, float[] h, int h0);

    /** With d = dh ⊙ o: dO = d ⊙ ReLU(c) ⊙ (1 − o); dc += c > 0 ? d : 0. */
    void fwLstmOutputBackward(int n, float[] dh, float[] o, int o0, float[] c, int c0, float[] dO, int dO0, float[] dc);

    /**
     * With da the gradient of the cell state before its normalisation: dI = da ⊙ i ⊙ v ⊙ (1 − i), dF = da ⊙ f ⊙ cBefore
     * ⊙ (1 − f), du = v > 0 ? da ⊙ i : 0, dc = da ⊙ f.
     *
     * @param dGates dI and dF, of n elements each; the others are left alone
     */
    void fwLstmStateBackward(
            int n,
            float[] da,
            float[] gates,
            int g0,
            float[] v,
            int v0,
            float[] cBefore,
            int b0,
            float[] dGates,
            float[] du,
            int du0,
            float[] dc);

    /** c = f ⊙ cBefore + (i ⊙ g), the first product fused. */
    void lstmState(int n, float[] gates, int g0, float[] cBefore, int b0, float[] c, int c0);

    /** With y = tanh(LN(c)): dO = dh ⊙ o ⊙ y ⊙ (1 − o); dy = dh ⊙ o ⊙ (1 − y²). */
    void lstmOutputBackward(int n, float[] dh, float[] o, int o0, float[] y, int y0, float[] dO, int dO0, float[] dy);

    /**
     * With e = dc + dy: dI = e ⊙ i ⊙ g ⊙ (1 − i), dF = e ⊙ f ⊙ cBefore ⊙ (1 − f), dG = e ⊙ i ⊙ (1 − g²), dc = e ⊙ f.
     *
     * @param dGates dI, dF, dO, dG of n elements each; dO is left alone
     */
    void lstmStateBackward(
            int n, float[] dy, float[] gates, int g0, float[] cBefore, int b0, float[] dGates, float[] dc);
}
