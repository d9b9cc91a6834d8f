package fwlstm.tables;

import fwlstm.results.SeedResult;
import fwlstm.statistics.Values;
import fwlstm.train.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A configuration over its seeds.
 *
 * @param configId hash of the configuration
 * @param settings by column, without the seed
 * @param study what it competes in; null without a search, or if the sweep does not ask for it
 * @param plannedSeeds how many seeds of it the sweep asks for; 0 if it does not ask for the configuration
 * @param otherSeeds trials with seeds that the sweep does not ask for, of a configuration that it asks for: they count nowhere
 *     else
 * @param seeds the trials that count, in order of seed
 */
record ConfigurationRow(
        String configId,
        Map<String, Object> settings,
        String study,
        int plannedSeeds,
        int otherSeeds,
        Integer parameters,
        List<SeedResult> seeds,
        Values testErrors,
        Values accuracies,
        Values losses) {

    static ConfigurationRow of(
            String configId,
            Map<String, Object> settings,
            String study,
            int plannedSeeds,
            Collection<SeedResult> counted,
            Collection<SeedResult> others) {
        List<SeedResult> seeds = counted.stream()
                .sorted(Comparator.comparingLong(SeedResult::seed))
                .toList();
        return new ConfigurationRow(
                configId,
                settings,
                study,
                plannedSeeds,
                others.size(),
                Stream.concat(seeds.stream(), others.stream())
                        .map(SeedResult::parameters)
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                seeds,
                values(seeds, SeedResult::testError),
                values(seeds, SeedResult::accuracy),
                values(seeds, SeedResult::loss));
    }

    private static Values values(List<SeedResult> seeds, Function<SeedResult, ? extends Number> value) {
        return Values.of(seeds.stream().map(value).filter(Objects::nonNull).toList());
    }

    /** Whether all seeds that the sweep asks for are done. */
    boolean isComplete() {
        return plannedSeeds > 0 && count(Status.DONE) >= plannedSeeds;
    }

    /** Among what it competes: its study, or without a search what has the same task, both K, cell and hidden size. */
    Object group() {
        return study != null
                ? study
                : Stream.of("task", "pairs", "data_test_pairs", "cell", "hidden")
                        .map(column -> settings.get(
                                column.equals("data_test_pairs") && settings.get(column) == null ? "pairs" : column))
                        .toList();
    }

    private long count(Status status) {
        return seeds.stream().filter(seed -> seed.status() == status).count();
    }

    /** The row of the view, values by column. */
    Map<String, Object> row(boolean best) {
        List<Integer> updates = seeds.stream()
                .filter(seed -> seed.status() == Status.DONE)
                .map(SeedResult::updatesTo99)
                .filter(Objects::nonNull)
                .toList();
        Double mean = testErrors.mean();
        Double half = testErrors.halfWidth();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("config_id", configId);
        row.putAll(settings);
        row.put("parameters", parameters);
        row.put("seeds", (long) seeds.size());
        row.put("done", count(Status.DONE));
        row.put("diverged", count(Status.DIVERGED));
        row.put("failed", count(Status.FAILED));
        row.put("stopped", count(Status.STOPPED));
        row.put("test_error_mean", mean);
        row.put("test_error_std", testErrors.std());
        row.put("test_error_n", (long) testErrors.n());
        row.put("best_validation_accuracy_mean", accuracies.mean());
        row.put("validation_loss_mean", losses.mean());
        row.put("updates_to_99_median", Values.of(updates).median());
        row.put("updates_to_99_seeds", (long) updates.size());
        row.put("study", study);
        row.put("test_error_ci_low", half == null ? null : Double.valueOf(Math.max(0, mean - half)));
        row.put("test_error_ci_high", half == null ? null : Double.valueOf(Math.min(1, mean + half)));
        row.put("best", best);
        row.put("planned_seeds", (long) plannedSeeds);
        row.put("other_seeds", (long) otherSeeds);
        return row;
    }
}
