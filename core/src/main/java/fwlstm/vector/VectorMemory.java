package fwlstm.vector;

import static fwlstm.cpu.Kernels.TILE;
import static fwlstm.vector.Lanes.FLOATS;
import static fwlstm.vector.Lanes.L;
import static fwlstm.vector.Lanes.load;

import fwlstm.cpu.Memory;
import fwlstm.cpu.Shapes;
import jdk.incubator.vector.FloatVector;

/** The two products of the fast weights, each sequence by itself: patterns with a query, and weights with patterns. */
final class VectorMemory implements Memory {
    @Override
    public void multiDot(int count, int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0) {
        assert Shapes.multiDot(count, rows, x, x0, stride, q, q0, s, s0);
        for (int j = 0; j < TILE; j += 2 * L) {
            int k = 0;
            for (; k + 4 <= count; k += 4) {
                fourDots(rows, x, x0 + k * stride + j, stride, q, q0 + j, s, s0 + k * TILE + j);
            }
            for (; k < count; k++) {
                dot(rows, x, x0 + k * stride + j, q, q0 + j, s, s0 + k * TILE + j);
            }
        }
    }

    private static void fourDots(int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0) {
        int x1 = x0 + stride;
        int x2 = x1 + stride;
        int x3 = x2 + stride;
        FloatVector sum00 = FloatVector.zero(FLOATS);
        FloatVector sum01 = FloatVector.zero(FLOATS);
        FloatVector sum10 = FloatVector.zero(FLOATS);
        FloatVector sum11 = FloatVector.zero(FLOATS);
        FloatVector sum20 = FloatVector.zero(FLOATS);
        FloatVector sum21 = FloatVector.zero(FLOATS);
        FloatVector sum30 = FloatVector.zero(FLOATS);
        FloatVector sum31 = FloatVector.zero(FLOATS);
        for (int i = 0; i < rows; i++) {
            FloatVector v0 = load(q, q0 + i * TILE);
            FloatVector v1 = load(q, q0 + i * TILE + L);
            sum00 = load(x, x0 + i * TILE).fma(v0, sum00);
            sum01 = load(x, x0 + i * TILE + L).fma(v1, sum01);
            sum10 = load(x, x1 + i * TILE).fma(v0, sum10);
            sum11 = load(x, x1 + i * TILE + L).fma(v1, sum11);
            sum20 = load(x, x2 + i * TILE).fma(v0, sum20);
            sum21 = load(x, x2 + i * TILE + L).fma(v1, sum21);
            sum30 = load(x, x3 + i * TILE).fma(v0, sum30);
            sum31 = load(x, x3 + i * TILE + L).fma(v1, sum31);
        }
        sum00.intoArray(s, s0);
        sum01.intoArray(s, s0 + L);
        sum10.intoArray(s, s0 + TILE);
        sum11.intoArray(s, s0 + TILE + L);
        sum20.intoArray(s, s0 + 2 * TILE);
        sum21.intoArray(s, s0 + 2 * TILE + L);
        sum30.intoArray(s, s0 + 3 * TILE);
        sum31.intoArray(s, s0 + 3 * TILE + L);
    }

    private static void dot(int rows, float[] x, int x0, float[] q, int q0, float[] s, int s0) {
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        for (int i = 0; i < rows; i++) {
            sum0 = load(x, x0 + i * TILE).fma(load(q, q0 + i * TILE), sum0);
            sum1 = load(x, x0 + i * TILE + L).fma(load(q, q0 + i * TILE + L), sum1);
        }
        sum0.intoArray(s, s0);
        sum1.intoArray(s, s0 + L);
    }

    @Override
    public void weightedSum(
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
        assert Shapes.weightedSum(count, rows, w, w0, wStride, x, x0, xStride, out, out0);
        for (int j = 0; j < TILE; j += 2 * L) {
            int i = 0;
            for (; i + 5 <= rows; i += 5) {
                int n = i * TILE + j;
                fiveRows(add, count, w, w0 + j, wStride, x, x0 + n, xStride, out, out0 + n);
            }
            for (; i < rows; i++) {
                int n = i * TILE + j;
                row(add, count, w, w0 + j, wStride, x, x0 + n, xStride, out, out0 + n);
            }
        }
    }

    /** What a sum starts with: read before anything is written, so that out may be x. */
    private static FloatVector start(boolean add, float[] out, int n) {
        return add ? load(out, n) : FloatVector.zero(FLOATS);
    }

    private static void row(
            boolean add,
            int count,
            float[] w,
            int w0,
            int wStride,
            float[] x,
            int x0,
            int xStride,
            float[] out,
            int out0) {
        FloatVector sum0 = start(add, out, out0);
        FloatVector sum1 = start(add, out, out0 + L);
        for (int k = 0; k < count; k++) {
            sum0 = load(x, x0 + k * xStride).fma(load(w, w0 + k * wStride), sum0);
            sum1 = load(x, x0 + k * xStride + L).fma(load(w, w0 + k * wStride + L), sum1);
        }
        sum0.intoArray(out, out0);
        sum1.intoArray(out, out0 + L);
    }

    private static void fiveRows(
            boolean add,
            int count,
            float[] w,
            int w0,
            int wStride,
            float[] x,
            int x0,
            int xStride,
            float[] out,
            int out0) {
        FloatVector sum00 = start(add, out, out0);
        FloatVector sum01 = start(add, out, out0 + L);
        FloatVector sum10 = start(add, out, out0 + TILE);
        FloatVector sum11 = start(add, out, out0 + TILE + L);
        FloatVector sum20 = start(add, out, out0 + 2 * TILE);
        FloatVector sum21 = start(add, out, out0 + 2 * TILE + L);
        FloatVector sum30 = start(add, out, out0 + 3 * TILE);
        FloatVector sum31 = start(add, out, out0 + 3 * TILE + L);
        FloatVector sum40 = start(add, out, out0 + 4 * TILE);
        FloatVector sum41 = start(add, out, out0 + 4 * TILE + L);
        for (int k = 0; k < count; k++) {
            int n = x0 + k * xStride;
            FloatVector v0 = load(w, w0 + k * wStride);
            FloatVector v1 = load(w, w0 + k * wStride + L);
            sum00 = load(x, n).fma(v0, sum00);
            sum01 = load(x, n + L).fma(v1, sum01);
            sum10 = load(x, n + TILE).fma(v0, sum10);
            sum11 = load(x, n + TILE + L).fma(v1, sum11);
            sum20 = load(x, n + 2 * TILE).fma(v0, sum20);
            sum21 = load(x, n + 2 * TILE + L).fma(v1, sum21);
            sum30 = load(x, n + 3 * TILE).fma(v0, sum30);
            sum31 = load(x, n + 3 * TILE + L).fma(v1, sum31);
            sum40 = load(x, n + 4 * TILE).fma(v0, sum40);
            sum41 = load(x, n + 4 * TILE + L).fma(v1, sum41);
        }
        sum00.intoArray(out, out0);
        sum01.intoArray(out, out0 + L);
        sum10.intoArray(out, out0 + TILE);
        sum11.intoArray(out, out0 + TILE + L);
        sum20.intoArray(out, out0 + 2 * TILE);
        sum21.intoArray(out, out0 + 2 * TILE + L);
        sum30.intoArray(out, out0 + 3 * TILE);
        sum31.intoArray(out, out0 + 3 * TILE + L);
        sum40.intoArray(out, out0 + 4 * TILE);
        sum41.intoArray(out, out0 + 4 * TILE + L);
    }
}
