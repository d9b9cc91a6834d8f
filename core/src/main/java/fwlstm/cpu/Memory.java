package fwlstm.cpu;

/** Dots and sums of the fast weights, each sequence by itself. */
public interface Memory {
    /** s[k, j] = Σ_i x[k][i, j] · q[i, j] for {@code count} matrices x [rows × TILE], {@code stride} floats apart. */
    void multiDot(int count, int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0);

    /**
     * out[i, j] = start + Σ_k w[k][j] · x[k][i, j], where start is out[i, j] or 0.
     *
     * @param w {@code count} rows [TILE], {@code wStride} floats apart
     * @param x {@code count} matrices [rows × TILE], {@code xStride} floats apart
     */
    void weightedSum(
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
}
