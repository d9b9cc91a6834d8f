package fwlstm.sweep;

/**
 * How a configuration stands after a rung.
 *
 * @param finished all its trials have ended by themselves, at their target accuracy or out of patience: training them
 *     further is not possible
 * @param broken a trial has diverged or failed
 * @param accuracy mean over the seeds of the best validation accuracy so far, 0 to 1; without meaning if broken
 * @param loss mean over the seeds of the validation loss at that evaluation; without meaning if broken
 */
public record Standing(boolean finished, boolean broken, double accuracy, double loss) {
    public Standing {
        if (!broken && !(accuracy >= 0 && accuracy <= 1)) {
            throw new IllegalArgumentException("accuracy must be from 0 to 1, is " + accuracy);
        }
    }
}
