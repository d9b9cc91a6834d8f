package fwlstm.vector;

import fwlstm.cpu.Kernels;

/** The operations on tiles with the Vector API. Holds scratch memory: one instance for each engine. */
final class VectorKernels implements Kernels {
    private final Transposition transposition = new Transposition();

    @Override
    public Weights weights(int rows, int inner) {
        return new Products.Panels(rows, inner);
    }

    @Override
    public int width(int columns) {
        return Products.padded(columns, 2 * Lanes.L);
    }

    @Override
    public void addOuterProduct(int rows, float[] x, int x0, float[] y, int width, float[] c) {
        Products.addOuterProduct(rows, x, x0, y, width, c);
    }

    @Override
    public void gather(int rows, float[] table, int width, int[] tokens, int first, float[] z, int z0) {
        transposition.gather(rows, table, width, tokens, first, z, z0);
    }

    @Override
    public void transpose(int rows, float[] z, int z0, float[] zt, int width) {
        transposition.transpose(rows, z, z0, zt, width);
    }

    @Override
    public void scatterAdd(float[] zt, int width, int[] tokens, int first, float[] table) {
        Transposition.scatterAdd(zt, width, tokens, first, table);
    }

    @Override
    public void statistics(int rows, float[] z, int z0, float[] s, int s0) {
        Norms.statistics(rows, z, z0, s, s0);
    }

    @Override
    public void normalise(
            int rows, float[] z, int z0, float[] s, int s0, float[] gain, float[] bias, int g0, float[] y, int y0) {
        Norms.normalise(rows, z, z0, s, s0, gain, bias, g0, y, y0);
    }

    @Override
    public void normaliseBackward(
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
            float[] dBias) {
        Norms.normaliseBackward(rows, dy, dy0, n, n0, s, s0, gain, g0, dz, dz0, dGain, dBias);
    }

    @Override
    public void dots(int count, int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0) {
        Attention.dots(count, rows, x, x0, stride, q, q0, s, s0);
    }

    @Override
    public void combine(
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
            int out0) {
        Attention.combine(add, count, rows, w, w0, wStride, x, x0, xStride, out, out0);
    }

    @Override
    public void sigmoid(int n, float[] x, int x0, float shift) {
        Pointwise.sigmoid(n, x, x0, shift);
    }

    @Override
    public void tanh(int n, float[] x, int x0, float[] y, int y0) {
        Pointwise.tanh(n, x, x0, y, y0);
    }

    @Override
    public void relu(int n, float[] x, int x0, float[] y, int y0) {
        Pointwise.relu(n, x, x0, y, y0);
    }

    @Override
    public void add(int n, float[] x, int x0, float[] y, int y0) {
        Pointwise.add(n, x, x0, y, y0);
    }

    @Override
    public void multiply(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
        Pointwise.multiply(n, x, x0, y, y0, z, z0);
    }

    @Override
    public void reluBackward(
            int n, float[] y, int y0, float[] dy, int dy0, float[] start, int start0, float[] dx, int dx0) {
        Pointwise.reluBackward(n, y, y0, dy, dy0, start, start0, dx, dx0);
    }

    @Override
    public void fwLstmState(
            int n, float[] gates, int g0, float[] v, int v0, float[] cBefore, int b0, float[] c, int c0) {
        Pointwise.fwLstmState(n, gates, g0, v, v0, cBefore, b0, c, c0);
    }

    @Override
    public void fwLstmOutput(int n, float[] o, int o0, float[] c, int c0, float[] h, int h0) {
        Pointwise.fwLstmOutput(n, o, o0, c, c0, h, h0);
    }

    @Override
    public void fwLstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] c, int c0, float[] dO, int dO0, float[] dc) {
        Pointwise.fwLstmOutputBackward(n, dh, o, o0, c, c0, dO, dO0, dc);
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
        Pointwise.fwLstmStateBackward(n, da, gates, g0, v, v0, cBefore, b0, dGates, du, du0, dc);
    }

    @Override
    public void lstmState(int n, float[] gates, int g0, float[] cBefore, int b0, float[] c, int c0) {
        Pointwise.lstmState(n, gates, g0, cBefore, b0, c, c0);
    }

    @Override
    public void lstmOutputBackward(
            int n, float[] dh, float[] o, int o0, float[] y, int y0, float[] dO, int dO0, float[] dy) {
        Pointwise.lstmOutputBackward(n, dh, o, o0, y, y0, dO, dO0, dy);
    }

    @Override
    public void lstmStateBackward(
            int n, float[] dy, float[] gates, int g0, float[] cBefore, int b0, float[] dGates, float[] dc) {
        Pointwise.lstmStateBackward(n, dy, gates, g0, cBefore, b0, dGates, dc);
    }

    @Override
    public void adam(float[] value, float[] gradient, float[] m, float[] v, float step, float rootScale) {
        Optimizers.adam(value, gradient, m, v, step, rootScale);
    }

    @Override
    public void descend(float[] value, float[] gradient, float learningRate) {
        Optimizers.descend(value, gradient, learningRate);
    }
}
