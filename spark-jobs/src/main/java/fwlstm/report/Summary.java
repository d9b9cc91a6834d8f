package fwlstm.report;

import org.apache.spark.sql.Row;

/**
 * A configuration over its seeds: a row of the view {@code tables}.
 *
 * @param name what tells it from others of the same task, K and K of the test sequences: the cell, and whatever else is an axis of the sweep
 */
record Summary(String name, Row row) {
    String config() {
        return row.getAs("config_id");
    }

    String task() {
        return row.getAs("task");
    }

    int pairs() {
        return row.<Integer>getAs("pairs");
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
        return row.getAs(column);
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
