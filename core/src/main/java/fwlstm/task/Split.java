package fwlstm.task;

import fwlstm.config.DataConfig;
import fwlstm.config.TaskConfig;
import fwlstm.math.RandomStream.Purpose;

/** The three disjoint sets of sequences, each with its own random stream. */
public enum Split {
    TRAIN(Purpose.TRAIN),
    VALIDATION(Purpose.VALIDATION),
    TEST(Purpose.TEST);

    final Purpose purpose;

    Split(Purpose purpose) {
        this.purpose = purpose;
    }

    /** The code of its random stream, for devices that generate their own data. */
    public int streamCode() {
        return purpose.code();
    }

    /** The task of the sequences in this split of a trial's data. */
    public TaskConfig task(TaskConfig task, DataConfig data) {
        return this == TEST ? data.testTask(task) : task;
    }

    /** Sequences in this split. */
    public int size(DataConfig data) {
        return switch (this) {
            case TRAIN -> data.train();
            case VALIDATION -> data.validation();
            case TEST -> data.test();
        };
    }
}
