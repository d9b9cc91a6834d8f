package fwlstm.cpu;

import fwlstm.math.Fma;
import fwlstm.math.Nonlinearity;

/** Element by element; what costs most on a copy that begins at index 0, since offsets stay scalar. */
final class JavaPointwise implements Pointwise {
    private float[] copy = new float[0];

    @Override
    public void sigmoid(int n, float[] x, int x0, float shift) {
        assert Shapes.sigmoid(n, x, x0);
        float[] values = copy(n, x, x0);
        for (int k = 0; k < n; k++) {
            values[k] = Nonlinearity.sigmoid(values[k] + shift);
        }
        System.arraycopy(values, 0, x, x0, n);
    }

    @Override
    public void tanh(int n, float[] x, int x0, float[] y, int y0) {
        assert Shapes.map(n, x, x0, y, y0);
        float[] values = copy(n, x, x0);
        for (int k = 0; k < n; k++) {
            values[k] = Nonlinearity.tanh(values[k]);
        }
        System.arraycopy(values, 0, y, y0, n);
    }

    @Override
    public void relu(int n, float[] x, int x0, float[] y, int y0) {
        assert Shapes.map(n, x, x0, y, y0);
        for (int k = 0; k < n; k++) {
            y[y0 + k] = Nonlinearity.relu(x[x0 + k]);
        }
    }

    @Override
    public void add(int n, float[] x, int x0, float[] y, int y0) {
        assert Shapes.map(n, x, x0, y, y0);
        for (int k = 0; k < n; k++) {
            y[y0 + k] += x[x0 + k];
        }
    }

    @Override
    public void multiply(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
        assert Shapes.multiply(n, x, x0, y, y0, z, z0);
        for (int k = 0; k < n; k++) {
            z[z0 + k] = x[x0 + k] * y[y0 + k];
        }
    }

    @Override
    public void reluBackward(
            int n, float[] y, int y0, float[] dy, int dy0, float[] start, int start0, float[] dx, int dx0) {
        assert Shapes.reluBackward(n, y, y0, dy, dy0, start, start0, dx, dx0);
        for (int k = 0; k < n; k++) {
            dx[dx0 + k] = start[start0 + k] + wherePositive(y[y0 + k], dy[dy0 + k]);
        }
    }

    @Override
    public void fwLstmState(
            int n, float[] gates, int g0, float[] v, int v0, float[] cBefore, int b0, float[] c, int c0) {
        assert Shapes.fwLstmState(n, gates, g0, v, v0, cBefore, b0, c, c0);
        for (int k = 0; k < n; k++) {
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float candidate = Nonlinearity.relu(gates[g0 + 3 * n + k] + v[v0 + k]);
            v[v0 + k] = candidate;
            c[c0 + k] = Fma.fma(f, cBefore[b0 + k], i * candidate);
        }
    }

    @Override
    public void fwLstmOutput(int n, float[] o, int o0, float[] c, int c0, float[] h, int h0) {
        assert Shapes.fwLstmOutput(n, o, o0, c, c0, h, h0);
        for (int k = 0; k < n; k++) {
            h[h0 + k] = o[o0 + k] * Nonlinearity.relu(c[c0 + k]);
        }
    }

    @Override
    public void fwLstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] c, int c0, float[] dO, int dO0, float[] dc) {
        assert Shapes.outputBackward(n, dh, o, o0, c, c0, dO, dO0, dc);
        for (int k = 0; k < n; k++) {
            float out = o[o0 + k];
            float state = c[c0 + k];
            float d = dh[k] * out;
            dO[dO0 + k] = d * Nonlinearity.relu(state) * (1f - out);
            dc[k] += wherePositive(state, d);
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
        for (int k = 0; k < n; k++) {
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float candidate = v[v0 + k];
            float di = da[k] * i;
            float df = da[k] * f;
            dGates[k] = di * candidate * (1f - i);
            dGates[n + k] = df * cBefore[b0 + k] * (1f - f);
            du[du0 + k] = wherePositive(candidate, di);
            dc[k] = df;
        }
    }

    @Override
    public void lstmState(int n, float[] gates, int g0, float[] cBefore, int b0, float[] c, int c0) {
        assert Shapes.lstmState(n, gates, g0, cBefore, b0, c, c0);
        for (int k = 0; k < n; k++) {
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float g = gates[g0 + 3 * n + k];
            c[c0 + k] = Fma.fma(f, cBefore[b0 + k], i * g);
        }
    }

    @Override
    public void lstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] y, int y0, float[] dO, int dO0, float[] dy) {
        assert Shapes.outputBackward(n, dh, o, o0, y, y0, dO, dO0, dy);
        for (int k = 0; k < n; k++) {
            float out = o[o0 + k];
            float shown = y[y0 + k];
            float d = dh[k] * out;
            dO[dO0 + k] = d * shown * (1f - out);
            dy[k] = d * (1f - shown * shown);
        }
    }

    @Override
    public void lstmStateBackward(
            int n, float[] dy, float[] gates, int g0, float[] cBefore, int b0, float[] dGates, float[] dc) {
        assert Shapes.lstmStateBackward(n, dy, gates, g0, cBefore, b0, dGates, dc);
        for (int k = 0; k < n; k++) {
            float d = dc[k] + dy[k];
            float i = gates[g0 + k];
            float f = gates[g0 + n + k];
            float g = gates[g0 + 3 * n + k];
            float di = d * i;
            float df = d * f;
            dGates[k] = di * g * (1f - i);
            dGates[n + k] = df * cBefore[b0 + k] * (1f - f);
            dGates[3 * n + k] = di * (1f - g * g);
            dc[k] = df;
        }
    }

    private float[] copy(int n, float[] x, int x0) {
        if (copy.length < n) {
            copy = new float[n];
        }
        System.arraycopy(x, x0, copy, 0, n);
        return copy;
    }

    private static float wherePositive(float x, float y) {
        return x > 0f ? y : 0f;
    }
}
