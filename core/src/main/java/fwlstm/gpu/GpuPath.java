package fwlstm.gpu;

/** How a pack is computed on a GPU. */
public enum GpuPath {
    /** Persistent where that fits the device, else step-wise. */
    AUTO,
    /** One kernel through all steps, a thread block per trial and tile of sequences, weights in shared memory. */
    PERSISTENT,
    /** Batched matrix products and small kernels, step by step. */
    STEPWISE
}
