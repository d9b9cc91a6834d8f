package fwlstm.report;

import fwlstm.statistics.Values;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;

/** The cost of training. */
final class Work {
    private Work() {}

    /** Updates of some trials, all together. */
    static long updates(Collection<Map<String, Object>> trials) {
        return trials.stream()
                .map(trial -> (Integer) trial.get("updates_run"))
                .filter(Objects::nonNull)
                .mapToLong(Integer::longValue)
                .sum();
    }

    /**
     * Seconds of training and evaluation of some trials in total. The trials of a pack share its seconds, which count
     * once.
     */
    static double seconds(Collection<Map<String, Object>> trials) {
        return Values.of(trials.stream()
                        .filter(trial -> trial.get("train_seconds") != null && trial.get("pack_width") != null)
                        .map(trial -> (Double) trial.get("train_seconds") / (Integer) trial.get("pack_width"))
                        .toList())
                .sum();
    }
}
