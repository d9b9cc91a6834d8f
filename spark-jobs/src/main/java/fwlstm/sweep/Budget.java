package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import java.util.Locale;

/**
 * The budget of a search.
 *
 * @param unit the unit of {@code amount}
 * @param amount at least 1
 */
public record Budget(Unit unit, long amount) {
    /** The units of budgets; the names are their keys in sweep files. */
    public enum Unit {
        /** Configurations of each study. */
        CONFIGURATIONS,
        /** Trials of the whole sweep. */
        TRIALS,
        /** Expected updates of the whole sweep. */
        UPDATES
    }

    /**
     * The largest number of configurations per study that fits.
     *
     * @param trials of the whole sweep with one configuration for each study
     * @param expected updates of the whole sweep with one configuration for each study
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
