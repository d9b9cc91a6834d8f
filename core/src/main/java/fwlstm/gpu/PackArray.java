package fwlstm.gpu;

import fwlstm.task.Vocabulary;
import java.util.function.ToLongFunction;

/**
 * The arrays of a pack on the device, in the order of the struct {@code Pack} of {@code pack.cuh}, which documents
 * them.
 */
enum PackArray {
    PARAMETERS(Float.BYTES, PackDimensions::parameterCount),
    GRADIENTS(Float.BYTES, PackDimensions::parameterCount),
    FIRST_MOMENT(Float.BYTES, PackDimensions::parameterCount),
    SECOND_MOMENT(Float.BYTES, PackDimensions::parameterCount),
    GRADIENT_SCALE(Float.BYTES, d -> 1),

    SEED(Long.BYTES, d -> 1),
    LAMBDA(Float.BYTES, d -> 1),
    ETA(Float.BYTES, d -> 1),
    FORGET_BIAS(Float.BYTES, d -> 1),
    CLIP_NORM(Double.BYTES, d -> 1),
    ACTIVE(Integer.BYTES, d -> 1),
    UPDATE(Long.BYTES, d -> 1),

    ORDER(Integer.BYTES, PackDimensions::trainSize),
    ORDER_EPOCH(Long.BYTES, d -> 1),
    RATES(Float.BYTES, d -> 2L * PackArray.MOST_UPDATES),
    CURSOR(Integer.BYTES, d -> 2), // two suffice for all trials
    TOKENS(Integer.BYTES, d -> (long) d.steps() * d.batch()),
    TARGETS(Integer.BYTES, PackDimensions::batch),

    TABLE(Float.BYTES, d -> (long) Vocabulary.SIZE * d.rows()),
    D_TABLE(Float.BYTES, d -> (long) Vocabulary.SIZE * d.rows()),
    TABLE_NORMALISED(Float.BYTES, d -> d.hasInputNorm() ? (long) Vocabulary.SIZE * d.rows() : 0),
    TABLE_RSTD(Float.BYTES, d -> d.hasInputNorm() ? (long) Vocabulary.SIZE * d.normGroups() : 0),

    H(Float.BYTES, d -> (d.steps() + 1L) * d.batch() * d.hidden()),
    C(Float.BYTES, d -> (d.steps() + 1L) * d.batch() * d.hidden()),
    Z(Float.BYTES, d -> samples(d) * d.rows()),
    /** Shares the memory of Z unless the inputs have their own norm. */
    DX(Float.BYTES, d -> d.hasInputNorm() ? samples(d) * d.rows() : 0),
    R(Float.BYTES, d -> samples(d) * d.hidden()),
    DR(Float.BYTES, d -> samples(d) * d.hidden()),
    U(Float.BYTES, d -> samples(d) * d.hidden()),
    A(Float.BYTES, d -> samples(d) * d.innerSteps() * d.hidden()),
    GATE_RSTD(Float.BYTES, d -> samples(d) * d.normGroups()),
    CELL_RSTD(Float.BYTES, d -> samples(d) * d.innerSteps()),
    DECAY(Float.BYTES, d -> d.oja() ? samples(d) : 0),
    D_WEIGHT(Float.BYTES, d -> d.oja() ? samples(d) : 0),
    DH(Float.BYTES, d -> (long) d.batch() * d.hidden()),
    DC(Float.BYTES, d -> (long) d.batch() * d.hidden()),
    PARTIAL(Float.BYTES, d -> 2L * d.tiles() * (d.rows() + d.hidden())),

    READOUT_HIDDEN(Float.BYTES, d -> (long) d.batch() * d.readout()),
    D_READOUT_HIDDEN(Float.BYTES, d -> (long) d.batch() * d.readout()),
    LOGITS(Float.BYTES, d -> (long) d.batch() * Vocabulary.SIZE),
    SAMPLE_LOSS(Float.BYTES, PackDimensions::batch),
    SAMPLE_HIT(Integer.BYTES, PackDimensions::batch),
    LOSS(Double.BYTES, d -> 1),
    HITS(Integer.BYTES, d -> 1);

    /** Rows of RATES: the largest number of updates per call from the host. */
    static final int MOST_UPDATES = 1024;

    /** The size of one number in bytes. */
    final int size;

    private final ToLongFunction<PackDimensions> perTrial;

    PackArray(int size, ToLongFunction<PackDimensions> perTrial) {
        this.size = size;
        this.perTrial = perTrial;
    }

    private static long samples(PackDimensions d) {
        return (long) d.steps() * d.batch();
    }

    /** The number of values of one trial; 0 if this pack has no such array. */
    long count(PackDimensions dimensions) {
        return perTrial.applyAsLong(dimensions);
    }

    /** The size of one trial in bytes. */
    long bytes(PackDimensions dimensions) {
        return size * count(dimensions);
    }
}
