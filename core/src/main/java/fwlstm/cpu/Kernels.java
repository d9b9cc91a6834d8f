package fwlstm.cpu;

import fwlstm.model.Optimizer;

/**
 * What the engine asks of a processor: operations on tiles, by kind. A tile is {@link #TILE} sequences side by side; its
 * state is in matrices [rows × TILE], row-major in a {@code float[]} from an offset on, so that every row is a contiguous
 * run of sequences and no operation but the few sums over sequences mixes lanes.
 *
 * <p>Every implementation gives the same bits, whatever its vector width: each element of a result is made of the IEEE
 * operations given with each operation, in the order given there. Sums run over ascending indices unless said otherwise,
 * one {@link fwlstm.math.Fma} for each term.
 *
 * <p>Rows that an implementation pads to its block sizes may hold anything: results may be written up to {@link #SLACK}
 * rows behind a matrix, and as many may be read.
 *
 * <p>Implementations may hold scratch memory: one instance for each engine.
 */
public record Kernels(
        Products products, Norms norms, Memory memory, Pointwise pointwise, Tokens tokens, Optimizer.Rule rule) {
    /** Sequences in a tile. */
    public static final int TILE = 32;

    /** Rows behind a matrix that may be overwritten. */
    public static final int SLACK = 16;

    /** Partial sums of the reductions over a tile: lane j goes to partial sum j mod 16. */
    public static final int PARTIALS = 16;
}
