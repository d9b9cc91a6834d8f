package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

import java.util.Arrays;

/** Products in plain Java, by columns and rows that are copied to arrays of their own. */
final class JavaProducts implements Products {
    private final float[][] rows = new float[TILE][0]; // Y of an outer product, row by row
    private float[] row = new float[0];

    @Override
    public Weights weights(int rows, int inner) {
        return new JavaWeights(rows, inner);
    }

    @Override
    public int width(int columns) {
        return columns;
    }

    @Override
    public void addOuterProduct(int rowsOfX, float[] x, int x0, float[] y, int width, float[] c) {
        assert Shapes.addOuterProduct(rowsOfX, x, x0, y, width, c);
        if (row.length < width) {
            row = new float[width];
            Arrays.setAll(rows, j -> new float[width]);
        }
        for (int j = 0; j < TILE; j++) {
            System.arraycopy(y, j * width, rows[j], 0, width);
        }
        for (int i = 0; i < rowsOfX; i++) {
            System.arraycopy(c, i * width, row, 0, width);
            int n = x0 + i * TILE;
            for (int j = 0; j < TILE; j += 4) {
                JavaWeights.add(
                        width,
                        row,
                        x[n + j],
                        rows[j],
                        x[n + j + 1],
                        rows[j + 1],
                        x[n + j + 2],
                        rows[j + 2],
                        x[n + j + 3],
                        rows[j + 3]);
            }
            System.arraycopy(row, 0, c, i * width, width);
        }
    }
}
