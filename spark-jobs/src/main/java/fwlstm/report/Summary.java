package fwlstm.report;

import fwlstm.config.Trial;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.Row;

/**
 * A configuration over its seeds: a row of the view {@code tables}.
 *
 * @param group its study, or what those of the same cell and hidden size are called
 * @param name of its series: the group, and what tells it from others of the group that have series of their own
 * @param settings by column
 */
record Summary(String group, String name, Map<String, Object> settings, Row row) {
    /** A configuration that is called as its group. */
    static Summary of(String group, Row row) {
        Map<String, Object> settings = new LinkedHashMap<>();
        for (String column : row.schema().fieldNames()) {
            if (Trial.COLUMNS.containsKey(column)) {
                settings.put(column, row.getAs(column));
            }
        }
        return new Summary(group, group, settings, row);
    }

    Summary named(String series) {
        return new Summary(group, series, settings, row);
    }

    /** The study of a search that it is of; null under a grid. */
    String study() {
        return row.getAs("study");
    }

    String config() {
        return row.getAs("config_id");
    }

    String task() {
        return row.getAs("task");
    }

    int pairs() {
        return row.<Integer>getAs("pairs");
    }

    int hidden() {
        return row.<Integer>getAs("hidden");
    }

    /** The name without the hidden size. */
    String family() {
        return (name + " ").replaceFirst(" H=\\d+ ", " ").strip();
    }

    /** K of the test sequences. */
    int testPairs() {
        Integer other = row.getAs("data_test_pairs");
        return other == null ? pairs() : other;
    }

    /** Whether it was tested at the K it was trained at. */
    boolean isTestedAsTrained() {
        return testPairs() == pairs();
    }

    boolean isBest() {
        return row.<Boolean>getAs("best");
    }

    /** Task and K, for people. */
    String place() {
        return task() + ", K = " + pairs();
    }

    /** Task and K, and the K of the test sequences if that is another, for people. */
    String testPlace() {
        return place() + (isTestedAsTrained() ? "" : ", tested at K = " + testPairs());
    }

    /** A setting as it is in the tables, null where the cell has none. */
    Object setting(String column) {
        return settings.get(column);
    }

    /** A number; NaN where there is none. */
    double number(String column) {
        Number value = row.getAs(column);
        return value == null ? Double.NaN : value.doubleValue();
    }

    /** A share in percent; NaN where there is none. */
    double percent(String column) {
        return 100 * number(column);
    }

    long count(String column) {
        return row.<Long>getAs(column);
    }
}
