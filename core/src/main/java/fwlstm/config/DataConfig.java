package fwlstm.config;

import java.io.Serializable;

/** Sizes of the three splits, in sequences. All are generated from the trial's seed. */
public record DataConfig(
        @Setting(value = "training sequences", byDefault = "100000", min = 1, max = 100_000_000)
        int train,

        @Setting(value = "validation sequences", byDefault = "10000", min = 1, max = 100_000_000)
        int validation,

        @Setting(value = "test sequences", byDefault = "20000", min = 1, max = 100_000_000)
        int test)
        implements Serializable {
    public DataConfig {
        Settings.check(DataConfig.class, train, validation, test);
    }
}
