package fwlstm.train;

import fwlstm.config.Settings;
import java.util.Arrays;
import java.util.Optional;

/** How a trial ended. */
public enum Status {
    /** Trained to its budget, its target accuracy, or the end of its patience. */
    DONE,
    /** Loss became NaN or infinite. */
    DIVERGED,
    /** Could not be trained; the record says why. */
    FAILED,
    /** Ended before its budget by a search that preferred other configurations. */
    STOPPED;

    /** Whether nothing that happens later can change the trial's record; others may be trained again, or further. */
    public boolean isFinal() {
        return this == DONE || this == DIVERGED;
    }

    /** The status that is spelt so in files and tables. */
    public static Optional<Status> of(Object key) {
        return Arrays.stream(values())
                .filter(status -> Settings.key(status).equals(key))
                .findFirst();
    }
}
