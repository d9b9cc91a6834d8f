package fwlstm.model;

import fwlstm.config.CellConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;

/**
 * What an engine is built for.
 *
 * @param train optimiser, clipping and batch size B
 * @param steps sequence length T
 * @param memoryChunk steps over which fast weights are read by attention before they are formed as a matrix; see
 *     {@link #memoryChunk(int, int)}
 */
public record NetworkConfig(CellConfig cell, TrainConfig train, int steps, int memoryChunk) {
    public static NetworkConfig of(Trial trial) {
        int steps = trial.task().steps();
        int hidden = trial.cell().layers().hidden();
        return new NetworkConfig(trial.cell(), trial.train(), steps, memoryChunk(steps, hidden));
    }

    /**
     * The form of the memory, from the shape alone, so that it never changes a result between machines.
     *
     * <p>The attention form, A_t q = η Σ λ^(t−τ) (r_τ·q) r_τ, costs about T·H per step and sample; the matrix form, in
     * which A is kept as a matrix from chunk to chunk and only the current chunk is attended to, about 2H² + C·H. Up to
     * T = 3H the whole sequence is one chunk (attention form); beyond, chunks have H steps (matrix form).
     */
    public static int memoryChunk(int steps, int hidden) {
        return steps <= 3 * hidden ? steps : hidden;
    }
}
