package fwlstm.gpu;

import fwlstm.config.TaskConfig;
import fwlstm.config.Trial;
import java.util.Optional;

/** The networks of a pack for sequences of one length, with the kernels of their recurrence. */
record Unrolling(PackDimensions dimensions, Recurrence.Kernels kernels) {
    /**
     * That of trials like this one on sequences of a task.
     *
     * @param stepwise whether to compute step by step
     * @return empty if there are no kernels for the cell, or the device has too little shared memory
     */
    static Optional<Unrolling> of(Trial trial, TaskConfig task, GpuDevice device, boolean stepwise) {
        return PackDimensions.of(trial, task)
                .flatMap(dimensions -> Recurrence.kernels(dimensions, device.sharedBytesPerBlock(), stepwise)
                        .map(kernels -> new Unrolling(dimensions, kernels)));
    }

    /** The one with the longer sequences. */
    Unrolling longer(Unrolling other) {
        return other.dimensions.steps() > dimensions.steps() ? other : this;
    }
}
