package fwlstm.task;

import fwlstm.math.RandomStream;
import java.util.Arrays;

/**
 * B sequences of T tokens with their targets, time-major.
 *
 * @param tokens [T × B], the token of sample b at step t at {@code t · size + b}; values 0 … V−1
 * @param targets [B], the token to predict after the last step
 */
public record Batch(int steps, int size, int[] tokens, int[] targets) {
    public Batch(int steps, int size) {
        this(steps, size, new int[Math.multiplyExact(steps, size)], new int[size]);
    }

    /** Fills in random tokens and targets that do not belong to a task, for benchmarks. */
    public void fillRandomly(long seed) {
        RandomStream random = new RandomStream(seed, RandomStream.Purpose.TRAIN);
        Arrays.setAll(tokens, n -> random.nextInt(Vocabulary.SIZE));
        Arrays.setAll(targets, n -> random.nextInt(Vocabulary.SIZE));
    }
}
