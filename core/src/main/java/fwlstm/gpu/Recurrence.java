package fwlstm.gpu;

import java.util.Optional;

/**
 * The kernels of a cell's recurrence, and the shared memory that they need: step by step between products of cuBLAS, or
 * all steps in one launch with the recurrent weights in shared memory. See {@code recurrence.cuh}, whose layouts the
 * sizes follow.
 */
final class Recurrence {
    /** The number of threads of a block: a warp for each sample of a tile. */
    static final int THREADS = PackDimensions.TILE * 32;

    private static final int LANES = PackDimensions.TILE + 4;
    private static final int FORWARD_ROWS = 4;
    private static final int BACKWARD_ROWS = 6;

    /** The execution of the steps. */
    enum Kernels {
        /** One kernel through all steps, with the recurrent weights in shared memory. */
        PERSISTENT,
        /** Batched products and small kernels, alternating. */
        STEPWISE
    }

    private final PackDimensions d;
    private final boolean persistent;

    Recurrence(GpuSession session, PackDimensions dimensions, Kernels kernels) {
        d = dimensions;
        persistent = kernels == Kernels.PERSISTENT;
        session.allowSharedMemory(persistent ? persistentForward() : stepForward(), forwardBytes());
        session.allowSharedMemory(persistent ? persistentBackward() : stepBackward(), backwardBytes());
    }

    /** The fastest way that fits a device, or step by step if so asked for; empty if neither fits. */
    static Optional<Kernels> kernels(PackDimensions d, int sharedBytesPerBlock, boolean stepwise) {
        if (!stepwise && Math.max(persistentForwardBytes(d), persistentBackwardBytes(d)) <= sharedBytesPerBlock) {
            return Optional.of(Kernels.PERSISTENT);
        }
        return scratchBytes(d, BACKWARD_ROWS) <= sharedBytesPerBlock ? Optional.of(Kernels.STEPWISE) : Optional.empty();
    }

    boolean isPersistent() {
        return persistent;
    }

    String stepForward() {
        return "stepForward" + d.kernels().suffix();
    }

    String stepBackward() {
        return "stepBackward" + d.kernels().suffix();
    }

    String persistentForward() {
        return "persistentForward" + d.kernels().suffix();
    }

    String persistentBackward() {
        return "persistentBackward" + d.kernels().suffix();
    }

    int forwardBytes() {
        return (int) (persistent ? persistentForwardBytes(d) : scratchBytes(d, FORWARD_ROWS));
    }

    int backwardBytes() {
        return (int) (persistent ? persistentBackwardBytes(d) : scratchBytes(d, BACKWARD_ROWS));
    }

    /** Rows of H numbers and two numbers of each step, for every warp. */
    private static long scratchBytes(PackDimensions d, int rows) {
        return Float.BYTES * (long) PackDimensions.TILE * ((long) rows * d.hidden() + 2L * d.steps());
    }

    private static long persistentForwardBytes(PackDimensions d) {
        return productBytes(d, d.hidden()) + scratchBytes(d, FORWARD_ROWS);
    }

    private static long persistentBackwardBytes(PackDimensions d) {
        long dh = Float.BYTES * (long) PackDimensions.TILE * d.hidden();
        return productBytes(d, d.rows()) + dh + scratchBytes(d, BACKWARD_ROWS);
    }

    /** The recurrent weights, a factor of so many rows, and the parts of sums. */
    private static long productBytes(PackDimensions d, int factorRows) {
        long weights = (long) d.rows() * d.hidden();
        return Float.BYTES * (weights + (long) factorRows * LANES + (long) THREADS * PackDimensions.TILE);
    }
}
