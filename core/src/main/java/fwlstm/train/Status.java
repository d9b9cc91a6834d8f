package fwlstm.train;

/** How a trial ended. */
public enum Status {
    /** Trained to its budget, its target accuracy, or the end of its patience. */
    DONE,
    /** Loss became NaN or infinite. */
    DIVERGED,
    /** Could not be trained; the record says why. */
    FAILED
}
