package fwlstm.model;

import fwlstm.task.Batch;

/**
 * A network with its parameters, ready to train on batches of one shape. The seam between what is learned and how it is
 * computed: whole sequences go in, so that an implementation may keep its state in any layout, fuse operations, and work
 * on a few samples through all steps at a time.
 *
 * <p>{@link #parameters()} and {@link #state()} are live: what is written to them between calls, as when a checkpoint is
 * restored, counts from the next call on. In steady state no call allocates, but for those of the reference,
 * {@code ejml}. Not safe for use by several threads.
 */
public interface Engine {
    Parameters parameters();

    /** Gradients of the mean loss, as {@link #gradients(Batch)} left them. */
    Parameters gradients();

    OptimizerState state();

    /**
     * Forward and backward over a batch.
     *
     * @return the mean cross-entropy of the batch in nats; NaN or infinite if the network has diverged
     */
    double gradients(Batch batch);

    /** Clips the gradients if the trial says so, then moves the parameters. */
    void update(double learningRate);

    /** Forward over the first {@code count} sequences of a batch; adds them to a score in order. */
    void evaluate(Batch batch, int count, Score score);
}
