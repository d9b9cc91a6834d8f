package fwlstm.sweep;

import fwlstm.config.Trial;
import fwlstm.model.Profile;
import fwlstm.model.Provider;
import fwlstm.train.FlopCount;
import java.util.Collection;

/**
 * An upper bound on the cost of a set of trials, before anything has been measured: trials may stop before their
 * budget.
 *
 * @param updates updates of all trials to the end of their budgets
 * @param seconds duration at the provider's typical speed on the given cores
 */
public record Estimate(long updates, double seconds) {
    public static Estimate of(Collection<Trial> trials, Provider provider, int cores) {
        long updates =
                trials.stream().mapToLong(trial -> trial.train().updates()).sum();
        double operations = trials.stream().mapToDouble(FlopCount::ofTrial).sum();
        return new Estimate(
                updates,
                operations / Profile.of(provider).typicalSpeed() / Math.max(1, Math.min(cores, trials.size())));
    }
}
