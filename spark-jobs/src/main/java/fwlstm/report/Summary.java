package fwlstm.report;

import fwlstm.results.Column;
import fwlstm.statistics.Values;
import fwlstm.table.ConfigurationRow;
import fwlstm.train.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A configuration over its seeds.
 *
 * @param group its study, or the name of those with the same cell and hidden size
 * @param name of its series: the group, and a label that distinguishes it from others of the group with their own
 *     series
 * @param columns of its row of the view {@code tables}
 */
record Summary(String group, String name, ConfigurationRow row, Map<String, Object> columns) {
    /** A configuration with the name of its group. */
    static Summary of(String group, ConfigurationRow row) {
        return new Summary(group, group, row, row.columns());
    }

    Summary named(String series) {
        return new Summary(group, series, row, columns);
    }

    /** The settings by column. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        Column.CONFIGURATION.forEach(
                column -> settings.put(column, row.settings().get(column)));
        return settings;
    }

    /** Its study of a search; null under a grid. */
    String study() {
        return row.study();
    }

    String config() {
        return row.configId();
    }

    String task() {
        return row.task();
    }

    int pairs() {
        return row.pairs();
    }

    int hidden() {
        return row.hidden();
    }

    /** The name without the hidden size. */
    String family() {
        return (name + " ").replaceFirst(" H=\\d+ ", " ").strip();
    }

    /** K of the test sequences. */
    int testPairs() {
        return row.testPairs();
    }

    /** Whether it was tested at the K it was trained at. */
    boolean isTestedAsTrained() {
        return testPairs() == pairs();
    }

    boolean isBest() {
        return row.best();
    }

    /** Task and K, for people. */
    String place() {
        return task() + ", K = " + pairs();
    }

    /** Task and K, and the K of the test sequences if it differs, for people. */
    String testPlace() {
        return place() + (isTestedAsTrained() ? "" : ", tested at K = " + testPairs());
    }

    /**
     * Its score among its competitors: the mean of the best validation accuracy over seeds, 0 to 1. A diverged seed
     * counts as 0, a failed one does not count. NaN if none counts.
     */
    double score() {
        Values accuracies = Values.of(row.seeds().stream()
                .filter(seed -> seed.status() != Status.FAILED)
                .map(seed -> seed.status() == Status.DIVERGED ? Double.valueOf(0) : seed.accuracy())
                .filter(Objects::nonNull)
                .toList());
        return accuracies.n() == 0 ? Double.NaN : accuracies.mean();
    }

    /** A setting as in the tables, null if the cell does not have it. */
    Object setting(String column) {
        return row.settings().get(column);
    }

    /** A number; NaN if there is none. */
    double number(String column) {
        Number value = (Number) columns.get(column);
        return value == null ? Double.NaN : value.doubleValue();
    }

    /** A fraction in percent; NaN if there is none. */
    double percent(String column) {
        return 100 * number(column);
    }

    long count(String column) {
        return (Long) columns.get(column);
    }
}
