package fwlstm.vector;

import static fwlstm.vector.Lanes.L;
import static fwlstm.vector.Lanes.all;
import static fwlstm.vector.Lanes.load;

import fwlstm.cpu.Pointwise;
import fwlstm.cpu.Shapes;
import fwlstm.math.Nonlinearity;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** Element by element: the nonlinearities of {@link Nonlinearity} and what the cells do with them. */
final class VectorPointwise implements Pointwise {
    private static final int SATURATION = Float.floatToRawIntBits(Nonlinearity.TANH_SATURATION);
    private static final int MAGNITUDE = 0x7fffffff;
    private static final int SIGN = 0x80000000;

    // Constants of their own: broadcast inside a loop, some versions of the compiler box them.
    private static final FloatVector ZERO = all(0f);
    private static final FloatVector HALF = all(0.5f);
    private static final FloatVector ONE = all(1f);
    private static final FloatVector P_13 = all(Nonlinearity.TANH_P_13);
    private static final FloatVector P_11 = all(Nonlinearity.TANH_P_11);
    private static final FloatVector P_9 = all(Nonlinearity.TANH_P_9);
    private static final FloatVector P_7 = all(Nonlinearity.TANH_P_7);
    private static final FloatVector P_5 = all(Nonlinearity.TANH_P_5);
    private static final FloatVector P_3 = all(Nonlinearity.TANH_P_3);
    private static final FloatVector P_1 = all(Nonlinearity.TANH_P_1);
    private static final FloatVector Q_6 = all(Nonlinearity.TANH_Q_6);
    private static final FloatVector Q_4 = all(Nonlinearity.TANH_Q_4);
    private static final FloatVector Q_2 = all(Nonlinearity.TANH_Q_2);
    private static final FloatVector Q_0 = all(Nonlinearity.TANH_Q_0);

    /** {@link Nonlinearity#tanh}; the clamp is on the bits, where it costs a third. */
    private static FloatVector tanh(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        FloatVector t = bits.and(MAGNITUDE).min(SATURATION).or(bits.and(SIGN)).reinterpretAsFloats();
        FloatVector q = t.mul(t);
        FloatVector p = q.fma(P_13, P_11)
                .fma(q, P_9)
                .fma(q, P_7)
                .fma(q, P_5)
                .fma(q, P_3)
                .fma(q, P_1);
        FloatVector d = q.fma(Q_6, Q_4).fma(q, Q_2).fma(q, Q_0);
        return x.fma(ZERO, t.mul(p).div(d));
    }

    private static FloatVector relu(FloatVector x) {
        return x.max(0f);
    }

    /** y where x &gt; 0, else 0. */
    private static FloatVector wherePositive(FloatVector x, FloatVector y) {
        return ZERO.blend(y, x.compare(VectorOperators.GT, 0f));
    }

    @Override
    public void sigmoid(int n, float[] x, int x0, float shift) {
        assert Shapes.sigmoid(n, x, x0);
        for (int k = x0; k < x0 + n; k += L) {
            tanh(load(x, k).add(shift).mul(HALF)).fma(HALF, HALF).intoArray(x, k);
        }
    }

    @Override
    public void tanh(int n, float[] x, int x0, float[] y, int y0) {
        assert Shapes.map(n, x, x0, y, y0);
        for (int k = 0; k < n; k += L) {
            tanh(load(x, x0 + k)).intoArray(y, y0 + k);
        }
    }

    @Override
    public void relu(int n, float[] x, int x0, float[] y, int y0) {
        assert Shapes.map(n, x, x0, y, y0);
        for (int k = 0; k < n; k += L) {
            relu(load(x, x0 + k)).intoArray(y, y0 + k);
        }
    }

    @Override
    public void add(int n, float[] x, int x0, float[] y, int y0) {
        assert Shapes.map(n, x, x0, y, y0);
        for (int k = 0; k < n; k += L) {
            load(y, y0 + k).add(load(x, x0 + k)).intoArray(y, y0 + k);
        }
    }

    @Override
    public void multiply(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
        assert Shapes.multiply(n, x, x0, y, y0, z, z0);
        for (int k = 0; k < n; k += L) {
            load(x, x0 + k).mul(load(y, y0 + k)).intoArray(z, z0 + k);
        }
    }

    @Override
    public void reluBackward(
            int n, float[] y, int y0, float[] dy, int dy0, float[] start, int start0, float[] dx, int dx0) {
        assert Shapes.reluBackward(n, y, y0, dy, dy0, start, start0, dx, dx0);
        for (int k = 0; k < n; k += L) {
            load(start, start0 + k)
                    .add(wherePositive(load(y, y0 + k), load(dy, dy0 + k)))
                    .intoArray(dx, dx0 + k);
        }
    }

    @Override
    public void fwLstmState(
            int n, float[] gates, int g0, float[] v, int v0, float[] cBefore, int b0, float[] c, int c0) {
        assert Shapes.fwLstmState(n, gates, g0, v, v0, cBefore, b0, c, c0);
        for (int k = 0; k < n; k += L) {
            FloatVector i = load(gates, g0 + k);
            FloatVector f = load(gates, g0 + n + k);
            FloatVector candidate = relu(load(gates, g0 + 3 * n + k).add(load(v, v0 + k)));
            candidate.intoArray(v, v0 + k);
            f.fma(load(cBefore, b0 + k), i.mul(candidate)).intoArray(c, c0 + k);
        }
    }

    @Override
    public void fwLstmOutput(int n, float[] o, int o0, float[] c, int c0, float[] h, int h0) {
        assert Shapes.fwLstmOutput(n, o, o0, c, c0, h, h0);
        for (int k = 0; k < n; k += L) {
            load(o, o0 + k).mul(relu(load(c, c0 + k))).intoArray(h, h0 + k);
        }
    }

    @Override
    public void fwLstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] c, int c0, float[] dO, int dO0, float[] dc) {
        assert Shapes.outputBackward(n, dh, o, o0, c, c0, dO, dO0, dc);
        for (int k = 0; k < n; k += L) {
            FloatVector out = load(o, o0 + k);
            FloatVector state = load(c, c0 + k);
            FloatVector d = load(dh, k).mul(out);
            d.mul(relu(state)).mul(ONE.sub(out)).intoArray(dO, dO0 + k);
            load(dc, k).add(wherePositive(state, d)).intoArray(dc, k);
        }
    }

    @Override
    public void fwLstmStateBackward(
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
            float[] dc) {
        assert Shapes.fwLstmStateBackward(n, da, gates, g0, v, v0, cBefore, b0, dGates, du, du0, dc);
        for (int k = 0; k < n; k += L) {
            FloatVector d = load(da, k);
            FloatVector i = load(gates, g0 + k);
            FloatVector f = load(gates, g0 + n + k);
            FloatVector candidate = load(v, v0 + k);
            FloatVector di = d.mul(i);
            FloatVector df = d.mul(f);
            di.mul(candidate).mul(ONE.sub(i)).intoArray(dGates, k);
            df.mul(load(cBefore, b0 + k)).mul(ONE.sub(f)).intoArray(dGates, n + k);
            wherePositive(candidate, di).intoArray(du, du0 + k);
            df.intoArray(dc, k);
        }
    }

    @Override
    public void lstmState(int n, float[] gates, int g0, float[] cBefore, int b0, float[] c, int c0) {
        assert Shapes.lstmState(n, gates, g0, cBefore, b0, c, c0);
        for (int k = 0; k < n; k += L) {
            FloatVector i = load(gates, g0 + k);
            FloatVector f = load(gates, g0 + n + k);
            FloatVector g = load(gates, g0 + 3 * n + k);
            f.fma(load(cBefore, b0 + k), i.mul(g)).intoArray(c, c0 + k);
        }
    }

    @Override
    public void lstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] y, int y0, float[] dO, int dO0, float[] dy) {
        assert Shapes.outputBackward(n, dh, o, o0, y, y0, dO, dO0, dy);
        for (int k = 0; k < n; k += L) {
            FloatVector out = load(o, o0 + k);
            FloatVector shown = load(y, y0 + k);
            FloatVector d = load(dh, k).mul(out);
            d.mul(shown).mul(ONE.sub(out)).intoArray(dO, dO0 + k);
            d.mul(ONE.sub(shown.mul(shown))).intoArray(dy, k);
        }
    }

    @Override
    public void lstmStateBackward(
            int n, float[] dy, float[] gates, int g0, float[] cBefore, int b0, float[] dGates, float[] dc) {
        assert Shapes.lstmStateBackward(n, dy, gates, g0, cBefore, b0, dGates, dc);
        for (int k = 0; k < n; k += L) {
            FloatVector d = load(dc, k).add(load(dy, k));
            FloatVector i = load(gates, g0 + k);
            FloatVector f = load(gates, g0 + n + k);
            FloatVector g = load(gates, g0 + 3 * n + k);
            FloatVector di = d.mul(i);
            FloatVector df = d.mul(f);
            di.mul(g).mul(ONE.sub(i)).intoArray(dGates, k);
            df.mul(load(cBefore, b0 + k)).mul(ONE.sub(f)).intoArray(dGates, n + k);
            di.mul(ONE.sub(g.mul(g))).intoArray(dGates, 3 * n + k);
            df.intoArray(dc, k);
        }
    }
}
