package fwlstm.gpu;

/** The arithmetic of matrix products on the GPU; all else is in single precision. */
public enum Precision {
    /** Single precision. */
    FLOAT32,
    /** Operands rounded to 10 bits of mantissa on the tensor cores, sums in single precision: faster, less exact. */
    TF32
}
