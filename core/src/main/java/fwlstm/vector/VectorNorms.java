package fwlstm.vector;

import static fwlstm.cpu.Kernels.PARTIALS;
import static fwlstm.cpu.Kernels.TILE;
import static fwlstm.vector.Lanes.FLOATS;
import static fwlstm.vector.Lanes.L;
import static fwlstm.vector.Lanes.all;
import static fwlstm.vector.Lanes.load;

import fwlstm.cpu.LayerNorm;
import fwlstm.cpu.Norms;
import fwlstm.cpu.Shapes;
import jdk.incubator.vector.FloatVector;

/** Layer normalisation, two vectors of a row at a time: those of sequences j and j + 16, whose partial sums they share. */
final class VectorNorms implements Norms {
    @Override
    public void statistics(int rows, float[] z, int z0, float[] s, int s0) {
        assert Shapes.statistics(rows, z, z0, s, s0);
        for (int j = 0; j < PARTIALS; j += L) {
            sums(rows, z, z0 + j, s, s0 + j);
        }
        for (int j = 0; j < TILE; j += L) {
            finish(1f / rows, z, z0 + j, s, s0 + j);
        }
    }

    private static void sums(int rows, float[] z, int z0, float[] s, int s0) {
        FloatVector shift0 = load(z, z0);
        FloatVector shift1 = load(z, z0 + PARTIALS);
        FloatVector sum0 = FloatVector.zero(FLOATS);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector squares0 = FloatVector.zero(FLOATS);
        FloatVector squares1 = FloatVector.zero(FLOATS);
        for (int i = 0; i < rows; i++) {
            FloatVector d0 = load(z, z0 + i * TILE).sub(shift0);
            FloatVector d1 = load(z, z0 + i * TILE + PARTIALS).sub(shift1);
            sum0 = sum0.add(d0);
            sum1 = sum1.add(d1);
            squares0 = d0.fma(d0, squares0);
            squares1 = d1.fma(d1, squares1);
        }
        sum0.intoArray(s, s0);
        sum1.intoArray(s, s0 + PARTIALS);
        squares0.intoArray(s, s0 + TILE);
        squares1.intoArray(s, s0 + TILE + PARTIALS);
    }

    /** From Σd and Σd² to mean and 1/√(variance + ε). */
    private static void finish(float share, float[] z, int z0, float[] s, int s0) {
        FloatVector offset = load(s, s0).mul(share);
        FloatVector variance =
                load(s, s0 + TILE).mul(share).sub(offset.mul(offset)).max(0f);
        load(z, z0).add(offset).intoArray(s, s0);
        all(1f).div(variance.add(LayerNorm.EPSILON).sqrt()).intoArray(s, s0 + TILE);
    }

    @Override
    public void normalise(
            int rows, float[] z, int z0, float[] s, int s0, float[] gain, float[] bias, int g0, float[] y, int y0) {
        assert Shapes.normalise(rows, z, z0, s, s0, gain, bias, g0, y, y0);
        for (int j = 0; j < PARTIALS; j += L) {
            normaliseColumns(rows, z, z0 + j, s, s0 + j, gain, bias, g0, y, y0 + j);
        }
    }

    private static void normaliseColumns(
            int rows, float[] z, int z0, float[] s, int s0, float[] gain, float[] bias, int g0, float[] y, int y0) {
        FloatVector mean0 = load(s, s0);
        FloatVector mean1 = load(s, s0 + PARTIALS);
        FloatVector rstd0 = load(s, s0 + TILE);
        FloatVector rstd1 = load(s, s0 + TILE + PARTIALS);
        for (int i = 0; i < rows; i++) {
            FloatVector n0 = load(z, z0 + i * TILE).sub(mean0).mul(rstd0);
            FloatVector n1 = load(z, z0 + i * TILE + PARTIALS).sub(mean1).mul(rstd1);
            n0.intoArray(z, z0 + i * TILE);
            n1.intoArray(z, z0 + i * TILE + PARTIALS);
            n0.fma(gain[g0 + i], bias[g0 + i]).intoArray(y, y0 + i * TILE);
            n1.fma(gain[g0 + i], bias[g0 + i]).intoArray(y, y0 + i * TILE + PARTIALS);
        }
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
        assert Shapes.normaliseBackward(rows, dy, dy0, n, n0, s, s0, gain, g0, dz, dz0, dGain, dBias);
        for (int j = 0; j < PARTIALS; j += L) {
            means(rows, dy, dy0 + j, n, n0 + j, gain, g0, s, s0 + j);
            int partials = g0 * PARTIALS + j;
            partialSums(rows, dy, dy0 + j, n, n0 + j, dGain, dBias, partials);
        }
        for (int j = 0; j < TILE; j += L) {
            spread(rows, dy, dy0 + j, n, n0 + j, s, s0 + j, gain, g0, dz, dz0 + j);
        }
    }

    private static void means(
            int rows, float[] dy, int dy0, float[] n, int n0, float[] gain, int g0, float[] s, int s0) {
        FloatVector a0 = FloatVector.zero(FLOATS);
        FloatVector a1 = FloatVector.zero(FLOATS);
        FloatVector b0 = FloatVector.zero(FLOATS);
        FloatVector b1 = FloatVector.zero(FLOATS);
        for (int i = 0; i < rows; i++) {
            float scale = gain[g0 + i];
            FloatVector d0 = load(dy, dy0 + i * TILE).mul(scale);
            FloatVector d1 = load(dy, dy0 + i * TILE + PARTIALS).mul(scale);
            a0 = a0.add(d0);
            a1 = a1.add(d1);
            b0 = d0.fma(load(n, n0 + i * TILE), b0);
            b1 = d1.fma(load(n, n0 + i * TILE + PARTIALS), b1);
        }
        FloatVector share = all(1f / rows);
        a0.mul(share).intoArray(s, s0 + 2 * TILE);
        a1.mul(share).intoArray(s, s0 + 2 * TILE + PARTIALS);
        b0.mul(share).intoArray(s, s0 + 3 * TILE);
        b1.mul(share).intoArray(s, s0 + 3 * TILE + PARTIALS);
    }

    private static void partialSums(
            int rows, float[] dy, int dy0, float[] n, int n0, float[] dGain, float[] dBias, int partials) {
        for (int i = 0; i < rows; i++) {
            FloatVector d0 = load(dy, dy0 + i * TILE);
            FloatVector d1 = load(dy, dy0 + i * TILE + PARTIALS);
            FloatVector x0 = load(n, n0 + i * TILE);
            FloatVector x1 = load(n, n0 + i * TILE + PARTIALS);
            load(dBias, partials + i * PARTIALS).add(d0.add(d1)).intoArray(dBias, partials + i * PARTIALS);
            load(dGain, partials + i * PARTIALS).add(d1.fma(x1, d0.mul(x0))).intoArray(dGain, partials + i * PARTIALS);
        }
    }

    private static void spread(
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
            int dz0) {
        FloatVector rstd = load(s, s0 + TILE);
        FloatVector mean = load(s, s0 + 2 * TILE);
        FloatVector meanWithN = load(s, s0 + 3 * TILE);
        for (int i = 0; i < rows; i++) {
            FloatVector d = load(dy, dy0 + i * TILE).mul(gain[g0 + i]).sub(mean);
            d.sub(load(n, n0 + i * TILE).mul(meanWithN)).mul(rstd).intoArray(dz, dz0 + i * TILE);
        }
    }
}
