package fwlstm.model;

import fwlstm.config.CellConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;

/**
 * The specification of an engine.
 *
 * @param train optimiser, clipping and batch size B
 * @param steps sequence length T
 * @param memoryChunk steps over which fast weights are read by attention before they are formed as a matrix; see {@link
 *     #memoryChunk(int, int)}
 */
public record NetworkConfig(CellConfig cell, TrainConfig train, int steps, int memoryChunk) {
    public static NetworkConfig of(Trial trial) {
        return of(trial.cell(), trial.train(), trial.task().steps());
    }

    /** A network for sequences of any length. */
    public static NetworkConfig of(CellConfig cell, TrainConfig train, int steps) {
        return new NetworkConfig(
                cell, train, steps, memoryChunk(steps, cell.layers().hidden()));
    }

    /**
     * The form of the memory, from the shape alone, so that it never changes a result between machines.
     *
     * <p>The attention form, A_t q = η Σ λ^(t−τ) (r_τ·q) r_τ, costs about T·H per step and sample; the matrix form, in
     * which A is kept as a matrix from chunk to chunk and only the current chunk is attended to, about 2H² + C·H. Up to
     * T = 2H the whole sequence is one chunk (attention form); beyond, chunks have H/2 steps (matrix form), the fastest
     * measured for H = 20 … 400 and T up to 515. Memory grows with T·H, never with T².
     */
    public static int memoryChunk(int steps, int hidden) {
        return steps <= 2 * hidden ? steps : (hidden + 1) / 2;
    }
}
