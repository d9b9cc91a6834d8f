package fwlstm.spark;

import fwlstm.train.Status;
import java.io.Serializable;

/** The result of an item on an executor. */
sealed interface Outcome extends Serializable {
    /** The item's trial. */
    String trialId();

    /**
     * The trial's record is safe: in the ledger if the trial has ended, or, if it is {@link Status#STOPPED}, among the
     * records of its rung.
     *
     * @param from updates of the trial before it was trained here
     * @param updates of the trial in total
     * @param accuracy highest validation accuracy, 0 to 1; null if there was no evaluation
     * @param loss validation loss then
     * @param seconds that this item took here, including recording
     */
    record Recorded(String trialId, Status status, int from, int updates, Double accuracy, Double loss, double seconds)
            implements Outcome {}

    /** Training threw. */
    record Threw(String trialId, String error) implements Outcome {}

    /** The process or GPU ran out of memory, because of this trial or of one beside it in the same process. */
    record OutOfMemory(String trialId, String error) implements Outcome {}

    /** The trial was trained, but its record or checkpoint could not be written or read. */
    record NotRecorded(String trialId, String error) implements Outcome {}

    /** The GPU failed while this trial was trained on it, perhaps with others. */
    record DeviceLost(String trialId, String error) implements Outcome {}

    /** The executor has no GPU that can be used. */
    record NoDevice(String trialId, String error) implements Outcome {}

    /** The name of the GPU that all these trials were given to; the only outcome that does not belong to a trial. */
    record RanOn(String trialId, String device) implements Outcome {}
}
