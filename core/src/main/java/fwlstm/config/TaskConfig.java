package fwlstm.config;

import java.io.Serializable;

/** The task and its memory difficulty. */
public record TaskConfig(
        @Setting("associative retrieval task: art (keys and values alternate) or mart (all keys, then all values)")
        TaskName name,

        @Setting(value = "memory difficulty K, key-value pairs per sequence", min = 1, max = 26)
        int pairs)
        implements Serializable {
    public TaskConfig {
        Settings.check(TaskConfig.class, name, pairs);
    }

    /** Sequence length T = 2K + 3: K pairs, two separators, the query. */
    public int steps() {
        return 2 * pairs + 3;
    }

    /**
     * The accuracy of guessing among the values present, 1/K + (1 − 1/K)/10: curves that have not learned to retrieve stall
     * there or a few points above, where the most frequent value is guessed. For one pair guessing is retrieving, so chance,
     * 1/10, takes its place.
     */
    public double plateau() {
        return pairs == 1 ? 0.1 : 1.0 / pairs + (1.0 - 1.0 / pairs) / 10.0;
    }

    /** The highest accuracy that still counts as on the plateau: a quarter of the way from there to 1. */
    public double endOfPlateau() {
        return plateau() + 0.25 * (1 - plateau());
    }

    /** Whether a curve that has reached this accuracy and no higher one, 0 to 1, is still on the plateau. */
    public boolean isOnPlateau(double accuracy) {
        return accuracy <= endOfPlateau();
    }
}
