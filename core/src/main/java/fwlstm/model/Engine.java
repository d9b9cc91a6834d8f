package fwlstm.model;

import fwlstm.task.Batch;

/**
 * A network with its parameters, ready to train on batches of one shape. This interface separates the model from its
 * implementation: it takes whole sequences, so that an implementation may keep its state in any layout, fuse
 * operations, and process a few samples through all steps at a time.
 *
 * <p>{@link #parameters()} and {@link #state()} are live: values written to them between calls, for example when a
 * checkpoint is restored, take effect from the next call on. In steady state no call allocates, except those of the
 * reference, {@code ejml}. Not thread-safe.
 */
public interface Engine {
    Parameters parameters();

    /** Gradients of the mean loss, as {@link #gradients(Batch)} left them. */
    Parameters gradients();

    OptimizerState state();

    /**
     * Forward and backward pass over a batch.
     *
     * @return the mean cross-entropy of the batch in nats; NaN or infinite if the network has diverged
     */
    double gradients(Batch batch);

    /** Clips the gradients if the trial requires it, then updates the parameters. */
    void update(double learningRate);

    /** Forward pass over the first {@code count} sequences of a batch; adds them to a score in order. */
    void evaluate(Batch batch, int count, Score score);
}
