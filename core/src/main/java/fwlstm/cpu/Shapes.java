package fwlstm.cpu;

import static fwlstm.cpu.Kernels.PARTIALS;
import static fwlstm.cpu.Kernels.SLACK;
import static fwlstm.cpu.Kernels.TILE;

/**
 * What the operations of {@link Kernels} ask of their arguments: every range lies inside its array, sizes are the
 * multiples they must be, and what is written overlaps nothing else, but for results that may replace an operand as a
 * whole. A wrong offset would otherwise be a wrong number.
 *
 * <p>Each implementation checks at its entry with {@code assert}, which costs nothing where assertions are off. Each
 * check is named for its operation and takes the same arguments; it returns true or throws an {@link AssertionError} that
 * names the argument.
 */
public final class Shapes {
    private Shapes() {}

    // --- Products ---

    public static boolean set(int rows, int inner, float[] w, int rowStride, int columnStride) {
        return inside("w", (rows - 1) * rowStride + (inner - 1) * columnStride + 1, w, 0);
    }

    /** {@link Products.Weights#addProduct} with weights [rows × inner]. */
    public static boolean addProduct(
            int rows, int inner, float[] b, int b0, int ldb, int columns, float[] c, int c0, int ldc) {
        int sizeOfB = (inner - 1) * ldb + columns;
        int sizeOfC = (rows - 1 + SLACK) * ldc + columns;
        return holds(columns <= ldb && columns <= ldc, "columns", "are more than a row has")
                && inside("b", sizeOfB, b, b0)
                && inside("c", sizeOfC, c, c0)
                && apart("b and c", sizeOfB, b, b0, sizeOfC, c, c0);
    }

    public static boolean addOuterProduct(int rows, float[] x, int x0, float[] y, int width, float[] c) {
        return inside("x", (rows + SLACK) * TILE, x, x0)
                && inside("y", TILE * width, y, 0)
                && inside("c", (rows + SLACK) * width, c, 0)
                && apart("x and c", x, c)
                && apart("y and c", y, c);
    }

    // --- Tokens ---

    public static boolean gather(int rows, float[] table, int width, int[] tokens, int first, float[] z, int z0) {
        return rowsOf(table, width, tokens, first)
                && holds(rows <= width, "rows", "are more than width")
                && inside("z", (rows + SLACK) * TILE, z, z0)
                && apart("table and z", table, z);
    }

    public static boolean transpose(int rows, float[] z, int z0, float[] zt, int width) {
        return holds(rows <= width, "rows", "are more than width")
                && inside("z", (rows + SLACK) * TILE, z, z0)
                && inside("zt", TILE * width, zt, 0)
                && apart("z and zt", z, zt);
    }

    public static boolean scatterAdd(float[] zt, int width, int[] tokens, int first, float[] table) {
        return rowsOf(table, width, tokens, first)
                && inside("zt", TILE * width, zt, 0)
                && apart("zt and table", zt, table);
    }

    private static boolean rowsOf(float[] table, int width, int[] tokens, int first) {
        holds(first >= 0 && TILE <= tokens.length - first, "tokens", "do not lie inside their array");
        for (int j = first; j < first + TILE; j++) {
            inside("a row of table", width, table, tokens[j] * width);
        }
        return true;
    }

    // --- Norms ---

    public static boolean statistics(int rows, float[] z, int z0, float[] s, int s0) {
        return inside("z", rows * TILE, z, z0)
                && inside("s", 2 * TILE, s, s0)
                && apart("z and s", rows * TILE, z, z0, 2 * TILE, s, s0);
    }

    public static boolean normalise(
            int rows, float[] z, int z0, float[] s, int s0, float[] gain, float[] bias, int g0, float[] y, int y0) {
        int n = rows * TILE;
        return statistics(rows, z, z0, s, s0)
                && inside("gain", rows, gain, g0)
                && inside("bias", rows, bias, g0)
                && inside("y", n, y, y0)
                && apart("z and y", n, z, z0, n, y, y0)
                && apart("s and y", 2 * TILE, s, s0, n, y, y0);
    }

    public static boolean normaliseBackward(
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
        int size = rows * TILE;
        return inside("dy", size, dy, dy0)
                && inside("n", size, n, n0)
                && inside("s", 4 * TILE, s, s0)
                && inside("gain", rows, gain, g0)
                && inside("dz", size, dz, dz0)
                && inside("dGain", rows * PARTIALS, dGain, g0 * PARTIALS)
                && inside("dBias", rows * PARTIALS, dBias, g0 * PARTIALS)
                && sameOrApart("dy and dz", size, dy, dy0, dz, dz0)
                && apart("n and dz", size, n, n0, size, dz, dz0)
                && apart("s and dy", 4 * TILE, s, s0, size, dy, dy0)
                && apart("s and n", 4 * TILE, s, s0, size, n, n0)
                && apart("s and dz", 4 * TILE, s, s0, size, dz, dz0)
                && apart("dGain and dBias", dGain, dBias);
    }

    // --- Memory ---

    public static boolean multiDot(
            int count, int rows, float[] x, int x0, int stride, float[] q, int q0, float[] s, int s0) {
        int sizeOfX = (count - 1) * stride + rows * TILE;
        return inside("x", sizeOfX, x, x0)
                && inside("q", rows * TILE, q, q0)
                && inside("s", count * TILE, s, s0)
                && apart("x and s", sizeOfX, x, x0, count * TILE, s, s0)
                && apart("q and s", rows * TILE, q, q0, count * TILE, s, s0);
    }

    public static boolean weightedSum(
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
        int n = rows * TILE;
        int sizeOfW = (count - 1) * wStride + TILE;
        int sizeOfX = (count - 1) * xStride + n;
        return inside("w", sizeOfW, w, w0)
                && inside("x", sizeOfX, x, x0)
                && inside("out", n, out, out0)
                && apart("w and out", sizeOfW, w, w0, n, out, out0)
                && (count == 1
                        ? sameOrApart("x and out", n, x, x0, out, out0)
                        : apart("x and out", sizeOfX, x, x0, n, out, out0));
    }

    // --- Pointwise ---

    public static boolean sigmoid(int n, float[] x, int x0) {
        return tiles(n) && inside("x", n, x, x0);
    }

    /** y made of x, as tanh, relu and add do. */
    public static boolean map(int n, float[] x, int x0, float[] y, int y0) {
        return tiles(n) && inside("x", n, x, x0) && inside("y", n, y, y0) && sameOrApart("x and y", n, x, x0, y, y0);
    }

    public static boolean multiply(int n, float[] x, int x0, float[] y, int y0, float[] z, int z0) {
        return map(n, x, x0, z, z0) && map(n, y, y0, z, z0);
    }

    public static boolean reluBackward(
            int n, float[] y, int y0, float[] dy, int dy0, float[] start, int start0, float[] dx, int dx0) {
        return map(n, y, y0, dx, dx0) && map(n, dy, dy0, dx, dx0) && map(n, start, start0, dx, dx0);
    }

    public static boolean fwLstmState(
            int n, float[] gates, int g0, float[] v, int v0, float[] cBefore, int b0, float[] c, int c0) {
        return lstmState(n, gates, g0, cBefore, b0, c, c0)
                && inside("v", n, v, v0)
                && apart("gates and v", 4 * n, gates, g0, n, v, v0)
                && apart("cBefore and v", n, cBefore, b0, n, v, v0)
                && apart("v and c", n, v, v0, n, c, c0);
    }

    public static boolean fwLstmOutput(int n, float[] o, int o0, float[] c, int c0, float[] h, int h0) {
        return multiply(n, o, o0, c, c0, h, h0);
    }

    /** {@link Pointwise#fwLstmOutputBackward}, and {@link Pointwise#lstmOutputBackward} with y for c and dy for dc. */
    public static boolean outputBackward(
            int n, float[] dh, float[] o, int o0, float[] c, int c0, float[] dO, int dO0, float[] dc) {
        return map(n, dh, 0, dO, dO0)
                && map(n, o, o0, dO, dO0)
                && map(n, c, c0, dO, dO0)
                && map(n, dh, 0, dc, 0)
                && map(n, o, o0, dc, 0)
                && map(n, c, c0, dc, 0)
                && apart("dO and dc", n, dO, dO0, n, dc, 0);
    }

    public static boolean fwLstmStateBackward(
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
        return stateBackward(n, 2, da, gates, g0, cBefore, b0, dGates, dc)
                && map(n, v, v0, du, du0)
                && map(n, da, 0, du, du0)
                && apart("v and dGates", n, v, v0, 2 * n, dGates, 0)
                && apart("v and dc", n, v, v0, n, dc, 0)
                && apart("gates and du", 4 * n, gates, g0, n, du, du0)
                && apart("cBefore and du", n, cBefore, b0, n, du, du0)
                && apart("dGates and du", 2 * n, dGates, 0, n, du, du0)
                && apart("du and dc", n, du, du0, n, dc, 0);
    }

    public static boolean lstmState(int n, float[] gates, int g0, float[] cBefore, int b0, float[] c, int c0) {
        return map(n, cBefore, b0, c, c0)
                && inside("gates", 4 * n, gates, g0)
                && apart("gates and c", 4 * n, gates, g0, n, c, c0);
    }

    public static boolean lstmStateBackward(
            int n, float[] dy, float[] gates, int g0, float[] cBefore, int b0, float[] dGates, float[] dc) {
        return stateBackward(n, 4, dy, gates, g0, cBefore, b0, dGates, dc);
    }

    private static boolean stateBackward(
            int n, int written, float[] d, float[] gates, int g0, float[] cBefore, int b0, float[] dGates, float[] dc) {
        return lstmState(n, gates, g0, cBefore, b0, dc, 0)
                && map(n, d, 0, dc, 0)
                && inside("dGates", written * n, dGates, 0)
                && apart("gates and dGates", 4 * n, gates, g0, written * n, dGates, 0)
                && apart("cBefore and dGates", n, cBefore, b0, written * n, dGates, 0)
                && apart("the gradient and dGates", d, dGates)
                && apart("dGates and dc", dGates, dc);
    }

    // --- what they are made of ---

    private static boolean tiles(int n) {
        return holds(n > 0 && n % TILE == 0, "n", "is not a multiple of " + TILE);
    }

    private static boolean inside(String name, int size, float[] x, int x0) {
        return holds(size > 0 && x0 >= 0 && size <= x.length - x0, name, "does not lie inside its array");
    }

    private static boolean apart(String names, float[] x, float[] y) {
        return holds(x != y, names, "are one array");
    }

    private static boolean apart(String names, int sizeOfX, float[] x, int x0, int sizeOfY, float[] y, int y0) {
        return holds(x != y || x0 + sizeOfX <= y0 || y0 + sizeOfY <= x0, names, "overlap");
    }

    private static boolean sameOrApart(String names, int n, float[] x, int x0, float[] y, int y0) {
        return x == y && x0 == y0 || apart(names, n, x, x0, n, y, y0);
    }

    /** Makes a text only where it is needed: the training loop allocates nothing in tests either. */
    private static boolean holds(boolean condition, String what, String fault) {
        if (!condition) {
            throw new AssertionError(what + " " + fault);
        }
        return true;
    }
}
