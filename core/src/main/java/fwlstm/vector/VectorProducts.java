package fwlstm.vector;

import static fwlstm.cpu.Kernels.TILE;
import static fwlstm.vector.Lanes.L;
import static fwlstm.vector.Lanes.all;
import static fwlstm.vector.Lanes.load;

import fwlstm.cpu.Products;
import fwlstm.cpu.Shapes;
import jdk.incubator.vector.FloatVector;

/**
 * Products in register blocks of {@value #ROWS} rows × 2 vectors: ten independent sums, enough to hide the latency of a
 * multiply-add at two a cycle, with room for the operands in sixteen registers. The blocks are written out because the
 * compiler keeps vectors in registers only as local variables of one loop.
 *
 * <p>The two blocks differ only in where A is read. One for both was tried and is slower (Java 17, 256-bit vectors): with
 * the distance of rows as a variable both products take 8 to 14 % longer, sometimes 40 %; with weights in pieces that lie
 * as the rows of a tile do, a call for each piece costs the product with weights 10 to 18 %, and a loop over pieces
 * inside of the block has the compiler box every vector. A generator would be longer than the block that it saves.
 */
final class VectorProducts implements Products {
    /** Rows of a block. */
    static final int ROWS = 5;

    @Override
    public Weights weights(int rows, int inner) {
        return new Panels(rows, inner);
    }

    @Override
    public int width(int columns) {
        return padded(columns, 2 * L);
    }

    private static int padded(int n, int block) {
        return (n + block - 1) / block * block;
    }

    /** Panels of {@link #ROWS} rows, column by column, so that a block reads one run of memory. */
    static final class Panels implements Weights {
        private final int rows;
        private final int inner;
        private final float[] panels;

        Panels(int rows, int inner) {
            this.rows = rows;
            this.inner = inner;
            panels = new float[padded(rows, ROWS) * inner];
        }

        @Override
        public void set(float[] w, int rowStride, int columnStride) {
            assert Shapes.set(rows, inner, w, rowStride, columnStride);
            for (int i = 0; i < rows; i++) {
                int out = i / ROWS * ROWS * inner + i % ROWS;
                int in = i * rowStride;
                for (int k = 0; k < inner; k++) {
                    panels[out + k * ROWS] = w[in + k * columnStride];
                }
            }
        }

        @Override
        public void addProduct(float[] b, int b0, int ldb, int columns, float[] c, int c0, int ldc) {
            assert Shapes.addProduct(rows, inner, b, b0, ldb, columns, c, c0, ldc);
            assert columns % (2 * L) == 0 : columns;
            for (int j = 0; j < columns; j += 2 * L) {
                for (int i = 0; i < rows; i += ROWS) {
                    addPanelProduct(inner, panels, i * inner, b, b0 + j, ldb, c, c0 + i * ldc + j, ldc);
                }
            }
        }
    }

    /** C [5 × 2L] += A B, A a panel. */
    private static void addPanelProduct(
            int inner, float[] a, int a0, float[] b, int b0, int ldb, float[] c, int c0, int ldc) {
        int c1 = c0 + ldc;
        int c2 = c1 + ldc;
        int c3 = c2 + ldc;
        int c4 = c3 + ldc;
        FloatVector sum00 = load(c, c0);
        FloatVector sum01 = load(c, c0 + L);
        FloatVector sum10 = load(c, c1);
        FloatVector sum11 = load(c, c1 + L);
        FloatVector sum20 = load(c, c2);
        FloatVector sum21 = load(c, c2 + L);
        FloatVector sum30 = load(c, c3);
        FloatVector sum31 = load(c, c3 + L);
        FloatVector sum40 = load(c, c4);
        FloatVector sum41 = load(c, c4 + L);
        for (int k = 0; k < inner; k++) {
            FloatVector y0 = load(b, b0 + k * ldb);
            FloatVector y1 = load(b, b0 + k * ldb + L);
            FloatVector x = all(a[a0 + k * ROWS]);
            sum00 = x.fma(y0, sum00);
            sum01 = x.fma(y1, sum01);
            x = all(a[a0 + k * ROWS + 1]);
            sum10 = x.fma(y0, sum10);
            sum11 = x.fma(y1, sum11);
            x = all(a[a0 + k * ROWS + 2]);
            sum20 = x.fma(y0, sum20);
            sum21 = x.fma(y1, sum21);
            x = all(a[a0 + k * ROWS + 3]);
            sum30 = x.fma(y0, sum30);
            sum31 = x.fma(y1, sum31);
            x = all(a[a0 + k * ROWS + 4]);
            sum40 = x.fma(y0, sum40);
            sum41 = x.fma(y1, sum41);
        }
        sum00.intoArray(c, c0);
        sum01.intoArray(c, c0 + L);
        sum10.intoArray(c, c1);
        sum11.intoArray(c, c1 + L);
        sum20.intoArray(c, c2);
        sum21.intoArray(c, c2 + L);
        sum30.intoArray(c, c3);
        sum31.intoArray(c, c3 + L);
        sum40.intoArray(c, c4);
        sum41.intoArray(c, c4 + L);
    }

    @Override
    public void addOuterProduct(int rows, float[] x, int x0, float[] y, int width, float[] c) {
        assert Shapes.addOuterProduct(rows, x, x0, y, width, c);
        assert width % (2 * L) == 0 : width;
        for (int i = 0; i < rows; i += ROWS) {
            for (int j = 0; j < width; j += 2 * L) {
                addTileProduct(x, x0 + i * TILE, y, j, width, c, i * width + j);
            }
        }
    }

    /** C [5 × 2L] += X Y over the sequences of a tile, X five rows of a tile. */
    private static void addTileProduct(float[] x, int x0, float[] y, int y0, int width, float[] c, int c0) {
        int c1 = c0 + width;
        int c2 = c1 + width;
        int c3 = c2 + width;
        int c4 = c3 + width;
        FloatVector sum00 = load(c, c0);
        FloatVector sum01 = load(c, c0 + L);
        FloatVector sum10 = load(c, c1);
        FloatVector sum11 = load(c, c1 + L);
        FloatVector sum20 = load(c, c2);
        FloatVector sum21 = load(c, c2 + L);
        FloatVector sum30 = load(c, c3);
        FloatVector sum31 = load(c, c3 + L);
        FloatVector sum40 = load(c, c4);
        FloatVector sum41 = load(c, c4 + L);
        for (int k = 0; k < TILE; k++) {
            FloatVector v0 = load(y, y0 + k * width);
            FloatVector v1 = load(y, y0 + k * width + L);
            FloatVector s = all(x[x0 + k]);
            sum00 = s.fma(v0, sum00);
            sum01 = s.fma(v1, sum01);
            s = all(x[x0 + k + TILE]);
            sum10 = s.fma(v0, sum10);
            sum11 = s.fma(v1, sum11);
            s = all(x[x0 + k + 2 * TILE]);
            sum20 = s.fma(v0, sum20);
            sum21 = s.fma(v1, sum21);
            s = all(x[x0 + k + 3 * TILE]);
            sum30 = s.fma(v0, sum30);
            sum31 = s.fma(v1, sum31);
            s = all(x[x0 + k + 4 * TILE]);
            sum40 = s.fma(v0, sum40);
            sum41 = s.fma(v1, sum41);
        }
        sum00.intoArray(c, c0);
        sum01.intoArray(c, c0 + L);
        sum10.intoArray(c, c1);
        sum11.intoArray(c, c1 + L);
        sum20.intoArray(c, c2);
        sum21.intoArray(c, c2 + L);
        sum30.intoArray(c, c3);
        sum31.intoArray(c, c3 + L);
        sum40.intoArray(c, c4);
        sum41.intoArray(c, c4 + L);
    }
}
