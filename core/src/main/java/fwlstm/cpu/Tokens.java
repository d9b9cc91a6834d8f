package fwlstm.cpu;

/** Between tokens and gates: rows of the input table and back. */
public interface Tokens {
    /** z[i, j] = table[tokens[first + j], i]; {@code table} has rows of {@code width}. */
    void gather(int rows, float[] table, int width, int[] tokens, int first, float[] z, int z0);

    /** zt[j, i] = z[i, j]; {@code zt} has rows of {@code width}. */
    void transpose(int rows, float[] z, int z0, float[] zt, int width);

    /** table[tokens[first + j], i] += zt[j, i], sequences ascending. */
    void scatterAdd(float[] zt, int width, int[] tokens, int first, float[] table);
}
