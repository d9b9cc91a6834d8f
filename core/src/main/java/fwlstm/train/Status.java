package fwlstm.train;

import fwlstm.config.Settings;
import java.util.Arrays;
import java.util.Optional;

/** The final status of a trial. */
public enum Status {
    /** Trained to its budget, to its target accuracy, or until early stopping. */
    DONE,
    /** The loss became NaN or infinite. */
    DIVERGED,
    /** Could not be trained; the record says why. */
    FAILED,
    /** Stopped before its budget by a search that promoted other configurations. */
    STOPPED;

    /** Whether the trial's record can no longer change; trials with other statuses may be trained again, or further. */
    public boolean isFinal() {
        return this == DONE || this == DIVERGED;
    }

    /** The status with this spelling in files and tables. */
    public static Optional<Status> of(Object key) {
        return Arrays.stream(values())
                .filter(status -> Settings.key(status).equals(key))
                .findFirst();
    }
}
