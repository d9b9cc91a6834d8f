package fwlstm.config;

import java.io.Serializable;

/**
 * Sizes of the three splits, in sequences, and the number of pairs in the test set. All are generated from the trial's
 * seed.
 */
public record DataConfig(
        @Setting(value = "training sequences", defaultValue = "100000", min = 1, max = 100_000_000)
        int train,

        @Setting(value = "validation sequences", defaultValue = "10000", min = 1, max = 100_000_000)
        int validation,

        @Setting(value = "test sequences", defaultValue = "20000", min = 1, max = 100_000_000)
        int test,

        @Setting(
                value = "pairs of the test sequences, null for the number that the trial is trained with",
                defaultValue = "null",
                min = 1,
                max = 26)
        Integer testPairs)
        implements Serializable {
    public DataConfig {
        Settings.check(DataConfig.class, train, validation, test, testPairs);
    }

    /** Splits that all have sequences of the trial's own task. */
    public DataConfig(int train, int validation, int test) {
        this(train, validation, test, null);
    }

    /** The task of the test sequences of a trial trained on a task. */
    public TaskConfig testTask(TaskConfig trained) {
        return testPairs == null ? trained : new TaskConfig(trained.name(), testPairs);
    }

    /** The same without {@code testPairs} if they equal those of the task: one meaning, one identity. */
    DataConfig of(TaskConfig task) {
        boolean own = testPairs != null && testPairs == task.pairs();
        return own ? new DataConfig(train, validation, test) : this;
    }
}
