package fwlstm.gpu;

import fwlstm.train.Precision;
import jcuda.Pointer;
import jcuda.cudaDataType;
import jcuda.jcublas.JCublas2;
import jcuda.jcublas.cublasComputeType;
import jcuda.jcublas.cublasGemmAlgo;
import jcuda.jcublas.cublasOperation;

/** Products of row-major matrices, one for each trial of a pack, with cuBLAS. */
final class Products {
    private static final Pointer ONE = Pointer.to(new float[] {1});
    private static final Pointer ZERO = Pointer.to(new float[] {0});

    private final GpuSession session;
    private final int computeType;

    Products(GpuSession session, Precision precision) {
        this.session = session;
        computeType = precision == Precision.TF32
                ? cublasComputeType.CUBLAS_COMPUTE_32F_FAST_TF32
                : cublasComputeType.CUBLAS_COMPUTE_32F;
    }

    /**
     * A matrix of each trial.
     *
     * @param pointer the first trial's
     * @param stride the distance from one trial's matrix to the next, in numbers
     * @param transposed whether to use its transpose
     */
    record Matrices(Pointer pointer, int rows, int columns, long stride, boolean transposed) {
        Matrices(Pointer pointer, int rows, int columns, long stride) {
            this(pointer, rows, columns, stride, false);
        }

        Matrices t() {
            return new Matrices(pointer, rows, columns, stride, !transposed);
        }

        private int height() {
            return transposed ? columns : rows;
        }

        private int width() {
            return transposed ? rows : columns;
        }

        private int operation() {
            return transposed ? cublasOperation.CUBLAS_OP_T : cublasOperation.CUBLAS_OP_N;
        }
    }

    /** c = a b for each of {@code trials} trials. */
    void multiply(Matrices a, Matrices b, Matrices c, int trials) {
        if (a.width() != b.height() || a.height() != c.rows || b.width() != c.columns || c.transposed) {
            throw new AssertionError(a + " times " + b + " is not " + c);
        }
        // cuBLAS sees columns where we see rows: it computes cᵀ = bᵀ aᵀ.
        CudaErrors.checkBlas(
                JCublas2.cublasGemmStridedBatchedEx_new(
                        session.blas(),
                        b.operation(),
                        a.operation(),
                        c.columns,
                        c.rows,
                        a.width(),
                        ONE,
                        b.pointer,
                        cudaDataType.CUDA_R_32F,
                        b.columns,
                        b.stride,
                        a.pointer,
                        cudaDataType.CUDA_R_32F,
                        a.columns,
                        a.stride,
                        ZERO,
                        c.pointer,
                        cudaDataType.CUDA_R_32F,
                        c.columns,
                        c.stride,
                        trials,
                        computeType,
                        cublasGemmAlgo.CUBLAS_GEMM_DEFAULT),
                "multiply matrices");
    }
}
