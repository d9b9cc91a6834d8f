package fwlstm.table;

import fwlstm.results.SeedResult;
import fwlstm.statistics.Values;
import fwlstm.train.Status;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A configuration over its seeds.
 *
 * @param configId hash of the configuration
 * @param settings by column, without the seed
 * @param study the study that it competes in; null without a search, or if the sweep does not ask for it
 * @param plannedSeeds the number of its seeds that the sweep asks for; 0 if it does not ask for the configuration
 * @param otherSeeds the number of trials with seeds that the sweep does not ask for, of a configuration that it asks
 *     for; they count nowhere else
 * @param seeds the trials that count, in order of seed
 * @param best whether it is the best of its competitors
 */
public record ConfigurationRow(
        String configId,
        Map<String, Object> settings,
        String study,
        int plannedSeeds,
        int otherSeeds,
        Integer parameters,
        List<SeedResult> seeds,
        Values testErrors,
        Values accuracies,
        Values losses,
        boolean best) {

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
                values(seeds, SeedResult::loss),
                false);
    }

    /** The same as the best of its group. */
    ConfigurationRow asBest() {
        return new ConfigurationRow(
                configId,
                settings,
                study,
                plannedSeeds,
                otherSeeds,
                parameters,
                seeds,
                testErrors,
                accuracies,
                losses,
                true);
    }

    public String task() {
        return (String) settings.get("task");
    }

    public int pairs() {
        return (Integer) settings.get("pairs");
    }

    /** K of the test sequences. */
    public int testPairs() {
        return testPairs(settings);
    }

    /** K of the test sequences of a configuration. */
    static int testPairs(Map<String, Object> settings) {
        return (Integer) Objects.requireNonNullElse(settings.get("data_test_pairs"), settings.get("pairs"));
    }

    public int hidden() {
        return (Integer) settings.get("hidden");
    }

    /** Whether the sweep as last run asks for it. */
    public boolean isPlanned() {
        return plannedSeeds > 0;
    }

    private static Values values(List<SeedResult> seeds, Function<SeedResult, ? extends Number> value) {
        return Values.of(seeds.stream().map(value).filter(Objects::nonNull).toList());
    }

    /** Whether all seeds that the sweep asks for are done. */
    public boolean isComplete() {
        return plannedSeeds > 0 && count(Status.DONE) >= plannedSeeds;
    }

    /**
     * Its competitors: its study, or without a search the configurations with the same task, both K, cell and hidden
     * size.
     */
    Object group() {
        return study != null ? study : List.of(task(), pairs(), testPairs(), settings.get("cell"), hidden());
    }

    /** The test errors of the seeds that have one, by seed. */
    public SortedMap<Long, Double> testErrorsBySeed() {
        SortedMap<Long, Double> bySeed = new TreeMap<>();
        seeds.stream()
                .filter(seed -> seed.testError() != null)
                .forEach(seed -> bySeed.put(seed.seed(), seed.testError()));
        return bySeed;
    }

    /** The number of its seeds with that status. */
    public long count(Status status) {
        return seeds.stream().filter(seed -> seed.status() == status).count();
    }

    /** Updates to 99 % validation accuracy, of the completed seeds that reached it. */
    public Values updatesTo99() {
        return values(
                seeds.stream().filter(seed -> seed.status() == Status.DONE).toList(), SeedResult::updatesTo99);
    }

    /**
     * The lower end of the 95 % confidence interval of the mean test error, by Student's t, at least 0; null if there
     * is none.
     */
    public Double errorLow() {
        Double half = testErrors.halfWidth();
        return half == null ? null : Double.valueOf(Math.max(0, testErrors.mean() - half));
    }

    /** The upper end, at most 1. */
    public Double errorHigh() {
        Double half = testErrors.halfWidth();
        return half == null ? null : Double.valueOf(Math.min(1, testErrors.mean() + half));
    }

    /** The row of the view {@code tables}, values by column. */
    public Map<String, Object> columns() {
        Values updates = updatesTo99();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("config_id", configId);
        row.putAll(settings);
        row.put("parameters", parameters);
        row.put("seeds", (long) seeds.size());
        row.put("done", count(Status.DONE));
        row.put("diverged", count(Status.DIVERGED));
        row.put("failed", count(Status.FAILED));
        row.put("stopped", count(Status.STOPPED));
        row.put("test_error_mean", testErrors.mean());
        row.put("test_error_std", testErrors.std());
        row.put("test_error_n", (long) testErrors.n());
        row.put("best_validation_accuracy_mean", accuracies.mean());
        row.put("validation_loss_mean", losses.mean());
        row.put("updates_to_99_median", updates.median());
        row.put("updates_to_99_seeds", (long) updates.n());
        row.put("study", study);
        row.put("test_error_ci_low", errorLow());
        row.put("test_error_ci_high", errorHigh());
        row.put("best", best);
        row.put("planned_seeds", (long) plannedSeeds);
        row.put("other_seeds", (long) otherSeeds);
        return row;
    }
}
