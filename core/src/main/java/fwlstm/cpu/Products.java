package fwlstm.cpu;

/** Matrix products: the recurrence, the input table and the readout. */
public interface Products {
    /** A constant matrix [rows × inner] to multiply with. */
    Weights weights(int rows, int inner);

    /** A matrix A [rows × inner] kept in the form in which products read it fastest. */
    interface Weights {
        /** Element (i, k) becomes {@code w[i · rowStride + k · columnStride]}. */
        void set(float[] w, int rowStride, int columnStride);

        /**
         * C += A B, k ascending.
         *
         * @param b B [inner × columns] from {@code b0}, its rows {@code ldb} apart
         * @param columns a multiple of {@link Kernels#TILE}, or a result of {@link Products#width}
         * @param c C [rows × columns] from {@code c0}, its rows {@code ldc} apart
         */
        void addProduct(float[] b, int b0, int ldb, int columns, float[] c, int c0, int ldc);
    }

    /** The columns that a matrix of {@code columns} columns must be padded to. */
    int width(int columns);

    /**
     * C [rows × width] += X [rows × TILE] Y [TILE × width], sequences ascending.
     *
     * @param width a result of {@link #width}
     */
    void addOuterProduct(int rows, float[] x, int x0, float[] y, int width, float[] c);
}
