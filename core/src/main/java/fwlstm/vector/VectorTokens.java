package fwlstm.vector;

import static fwlstm.cpu.Kernels.TILE;
import static fwlstm.vector.Lanes.FLOATS;
import static fwlstm.vector.Lanes.L;
import static fwlstm.vector.Lanes.load;

import fwlstm.cpu.Shapes;
import fwlstm.cpu.Tokens;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/**
 * Tokens by transposed blocks of L × L: for each distance d = L/2 … 1, rows i and i + d exchange the halves of their groups of 2d
 * lanes that are on the wrong side of the diagonal. Four rows at a time go through two distances.
 */
final class VectorTokens implements Tokens {
    // The compiler keeps vectors in registers only if it knows their class: these must be constants of their own.
    private static final VectorMask<Float> MASK_8 = mask(8);
    private static final VectorMask<Float> MASK_4 = mask(4);
    private static final VectorMask<Float> MASK_2 = mask(2);
    private static final VectorMask<Float> MASK_1 = mask(1);
    private static final VectorShuffle<Float> FLIP_8 = flip(8);
    private static final VectorShuffle<Float> FLIP_4 = flip(4);
    private static final VectorShuffle<Float> FLIP_2 = flip(2);
    private static final VectorShuffle<Float> FLIP_1 = flip(1);

    private final int[] at = new int[L];
    private final float[] half = new float[L * L];

    /** The lanes whose index has bit d. */
    private static VectorMask<Float> mask(int distance) {
        boolean[] bits = new boolean[L];
        for (int lane = 0; lane < L; lane++) {
            bits[lane] = (lane & distance) != 0;
        }
        return VectorMask.fromArray(FLOATS, bits, 0);
    }

    /** The permutation of lanes that flips bit d of their index. */
    private static VectorShuffle<Float> flip(int distance) {
        return VectorShuffle.fromOp(FLOATS, lane -> (lane ^ distance) & (L - 1));
    }

    @Override
    public void gather(int rows, float[] table, int width, int[] tokens, int first, float[] z, int z0) {
        assert Shapes.gather(rows, table, width, tokens, first, z, z0);
        assert width % L == 0 : width;
        for (int j = 0; j < TILE; j += L) {
            for (int k = 0; k < L; k++) {
                at[k] = tokens[first + j + k] * width;
            }
            for (int i = 0; i < rows; i += L) {
                block(table, i, z, z0 + i * TILE + j, TILE);
            }
        }
    }

    @Override
    public void transpose(int rows, float[] z, int z0, float[] zt, int width) {
        assert Shapes.transpose(rows, z, z0, zt, width);
        assert width % L == 0 : width;
        for (int k = 0; k < L; k++) {
            at[k] = z0 + k * TILE;
        }
        for (int i = 0; i < rows; i += L) {
            for (int j = 0; j < TILE; j += L) {
                block(z, i * TILE + j, zt, j * width + i, width);
            }
        }
    }

    /** The block whose row k starts at {@code at[k] + offset}. */
    private void block(float[] x, int offset, float[] y, int y0, int stride) {
        if (L == 16) {
            for (int i = 0; i < 4; i++) {
                by8And4(
                        x,
                        at[i] + offset,
                        at[i + 4] + offset,
                        at[i + 8] + offset,
                        at[i + 12] + offset,
                        half,
                        i * L,
                        4 * L);
            }
            for (int i = 0; i < L; i += 4) {
                by2And1(half, i * L, (i + 1) * L, (i + 2) * L, (i + 3) * L, y, y0 + i * stride, stride);
            }
        } else if (L == 8) {
            for (int i = 0; i < 2; i++) {
                by4And2(
                        x,
                        at[i] + offset,
                        at[i + 2] + offset,
                        at[i + 4] + offset,
                        at[i + 6] + offset,
                        half,
                        i * L,
                        2 * L);
            }
            for (int i = 0; i < L; i += 2) {
                two(half, i * L, (i + 1) * L, y, y0 + i * stride, stride);
            }
        } else {
            by2And1(x, at[0] + offset, at[1] + offset, at[2] + offset, at[3] + offset, y, y0, stride);
        }
    }

    private static void by8And4(float[] x, int x0, int x1, int x2, int x3, float[] y, int y0, int stride) {
        FloatVector a = load(x, x0);
        FloatVector b = load(x, x1);
        FloatVector c = load(x, x2);
        FloatVector d = load(x, x3);
        FloatVector ac = c.blend(a, MASK_8).rearrange(FLIP_8);
        FloatVector bd = d.blend(b, MASK_8).rearrange(FLIP_8);
        a = a.blend(ac, MASK_8);
        c = ac.blend(c, MASK_8);
        b = b.blend(bd, MASK_8);
        d = bd.blend(d, MASK_8);
        FloatVector ab = b.blend(a, MASK_4).rearrange(FLIP_4);
        FloatVector cd = d.blend(c, MASK_4).rearrange(FLIP_4);
        a.blend(ab, MASK_4).intoArray(y, y0);
        ab.blend(b, MASK_4).intoArray(y, y0 + stride);
        c.blend(cd, MASK_4).intoArray(y, y0 + 2 * stride);
        cd.blend(d, MASK_4).intoArray(y, y0 + 3 * stride);
    }

    private static void by4And2(float[] x, int x0, int x1, int x2, int x3, float[] y, int y0, int stride) {
        FloatVector a = load(x, x0);
        FloatVector b = load(x, x1);
        FloatVector c = load(x, x2);
        FloatVector d = load(x, x3);
        FloatVector ac = c.blend(a, MASK_4).rearrange(FLIP_4);
        FloatVector bd = d.blend(b, MASK_4).rearrange(FLIP_4);
        a = a.blend(ac, MASK_4);
        c = ac.blend(c, MASK_4);
        b = b.blend(bd, MASK_4);
        d = bd.blend(d, MASK_4);
        FloatVector ab = b.blend(a, MASK_2).rearrange(FLIP_2);
        FloatVector cd = d.blend(c, MASK_2).rearrange(FLIP_2);
        a.blend(ab, MASK_2).intoArray(y, y0);
        ab.blend(b, MASK_2).intoArray(y, y0 + stride);
        c.blend(cd, MASK_2).intoArray(y, y0 + 2 * stride);
        cd.blend(d, MASK_2).intoArray(y, y0 + 3 * stride);
    }

    private static void by2And1(float[] x, int x0, int x1, int x2, int x3, float[] y, int y0, int stride) {
        FloatVector a = load(x, x0);
        FloatVector b = load(x, x1);
        FloatVector c = load(x, x2);
        FloatVector d = load(x, x3);
        FloatVector ac = c.blend(a, MASK_2).rearrange(FLIP_2);
        FloatVector bd = d.blend(b, MASK_2).rearrange(FLIP_2);
        a = a.blend(ac, MASK_2);
        c = ac.blend(c, MASK_2);
        b = b.blend(bd, MASK_2);
        d = bd.blend(d, MASK_2);
        FloatVector ab = b.blend(a, MASK_1).rearrange(FLIP_1);
        FloatVector cd = d.blend(c, MASK_1).rearrange(FLIP_1);
        a.blend(ab, MASK_1).intoArray(y, y0);
        ab.blend(b, MASK_1).intoArray(y, y0 + stride);
        c.blend(cd, MASK_1).intoArray(y, y0 + 2 * stride);
        cd.blend(d, MASK_1).intoArray(y, y0 + 3 * stride);
    }

    private static void two(float[] x, int x0, int x1, float[] y, int y0, int stride) {
        FloatVector a = load(x, x0);
        FloatVector b = load(x, x1);
        FloatVector ab = b.blend(a, MASK_1).rearrange(FLIP_1);
        a.blend(ab, MASK_1).intoArray(y, y0);
        ab.blend(b, MASK_1).intoArray(y, y0 + stride);
    }

    @Override
    public void scatterAdd(float[] zt, int width, int[] tokens, int first, float[] table) {
        assert Shapes.scatterAdd(zt, width, tokens, first, table);
        assert width % L == 0 : width;
        for (int j = 0; j < TILE; j++) {
            int to = tokens[first + j] * width;
            for (int i = 0; i < width; i += L) {
                load(table, to + i).add(load(zt, j * width + i)).intoArray(table, to + i);
            }
        }
    }
}
