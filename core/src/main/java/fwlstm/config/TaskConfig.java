package fwlstm.config;

import java.io.Serializable;

/** The task and its number of pairs. */
public record TaskConfig(
        @Setting("associative retrieval task: art (keys and values alternate) or mart (all keys, then all values)")
        TaskName name,

        @Setting(value = "number K of key-value pairs per sequence", min = 1, max = 26)
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
     * The accuracy of guessing among the values present, 1/K + (1 − 1/K)/10: learning curves stay there, or a few
     * points above by guessing the most frequent value, until the network learns to retrieve. With one pair this guess
     * is the answer, so the accuracy of guessing any digit, 1/10, takes its place.
     */
    public double plateau() {
        return pairs == 1 ? 0.1 : 1.0 / pairs + (1.0 - 1.0 / pairs) / 10.0;
    }

    /** The highest accuracy that still counts as chance level: a quarter of the way from that guess to 1. */
    public double endOfPlateau() {
        return plateau() + 0.25 * (1 - plateau());
    }

    /** Whether a curve whose highest accuracy is this, 0 to 1, is still at chance level. */
    public boolean isOnPlateau(double accuracy) {
        return accuracy <= endOfPlateau();
    }
}
