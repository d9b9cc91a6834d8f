package fwlstm.cpu;

/** Element by element, on n consecutive floats, n a multiple of {@link Kernels#TILE}. */
public interface Pointwise {
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
