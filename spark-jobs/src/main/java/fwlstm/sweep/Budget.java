package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import java.util.Locale;

/**
 * How much a search may train.
 *
 * @param unit what is counted
 * @param amount at least 1
 */
public record Budget(Unit unit, long amount) {
    /** What a budget counts; the names are its keys in sweep files. */
    public enum Unit {
        /** Configurations of each study. */
        CONFIGURATIONS,
        /** Trials of the whole sweep. */
        TRIALS,
        /** Updates expected of the whole sweep. */
        UPDATES
    }

    /**
     * The most configurations for each study that fit.
     *
     * @param trials of the whole sweep with one configuration for each study
     * @param updates expected of the whole sweep with one configuration for each study
     * @throws ConfigException if not even one fits
     */
    long configurations(double trials, double updates) {
        double ofOne = unit == Unit.TRIALS ? trials : unit == Unit.UPDATES ? updates : 1;
        long configurations = (long) Math.floor(amount / ofOne);
        if (configurations < 1) {
            String least = String.format(Locale.ROOT, "%.0f", Math.ceil(ofOne));
            throw ConfigException.of(
                    "search." + Settings.key(unit), amount, "at least " + least + ", one for each study");
        }
        return configurations;
    }
}
