package fwlstm.cpu;

/** Layer normalisation over the rows of a tile. */
public interface Norms {
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
}
