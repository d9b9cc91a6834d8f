package fwlstm.cpu;

import static fwlstm.cpu.Kernels.TILE;

/** From tokens to gates and back, element by element. */
final class JavaTokens implements Tokens {
    @Override
    public void gather(int rows, float[] table, int width, int[] tokens, int first, float[] z, int z0) {
        assert Shapes.gather(rows, table, width, tokens, first, z, z0);
        for (int j = 0; j < TILE; j++) {
            int from = tokens[first + j] * width;
            for (int i = 0; i < rows; i++) {
                z[z0 + i * TILE + j] = table[from + i];
            }
        }
    }

    @Override
    public void transpose(int rows, float[] z, int z0, float[] zt, int width) {
        assert Shapes.transpose(rows, z, z0, zt, width);
        for (int j = 0; j < TILE; j++) {
            for (int i = 0; i < rows; i++) {
                zt[j * width + i] = z[z0 + i * TILE + j];
            }
        }
    }

    @Override
    public void scatterAdd(float[] zt, int width, int[] tokens, int first, float[] table) {
        assert Shapes.scatterAdd(zt, width, tokens, first, table);
        for (int j = 0; j < TILE; j++) {
            int to = tokens[first + j] * width;
            for (int i = 0; i < width; i++) {
                table[to + i] += zt[j * width + i];
            }
        }
    }
}
