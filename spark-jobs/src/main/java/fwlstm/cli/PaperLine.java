package fwlstm.cli;

import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.table.TextTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;

/**
 * A line of the papers' table: one configuration.
 *
 * @param group those it is a choice from: its study, or those of the same task, both K, hidden size and cell
 * @param columns its configuration
 * @param parameters trainable numbers
 * @param planned how many seeds of it the sweep asks for; 0 if it does not ask for the configuration
 * @param result its row of the view {@code tables}, null if no trial counts yet
 */
record PaperLine(String group, Map<String, Object> columns, int parameters, int planned, Row result) {
    /** Where lines stand. */
    static final List<String> PLACE = List.of("task", "pairs", "hidden", "cell");

    /** The column for the K of the test sequences. */
    static final String TEST_PAIRS = "test_pairs";

    /** What stands for a number that there is not. */
    static final String NOTHING = "–";

    /** The headers of {@link #results}. */
    static final List<String> RESULTS = List.of("parameters", "test error %", "95 % CI", "seeds", "updates to 99 %");

    /**
     * A line of planned trials that differ in their seeds.
     *
     * @param study that they are of, or null
     * @param result null if there is none
     */
    static PaperLine of(List<Trial> trials, String study, Row result) {
        Trial trial = trials.get(0);
        Map<String, Object> columns = trial.columns();
        return new PaperLine(
                study == null ? place(columns) : study,
                columns,
                ParameterSpec.count(trial.cell()),
                trials.size(),
                result == null || result.<Long>getAs("seeds") == 0 ? null : result);
    }

    /** A line of a result that the sweep does not ask for. */
    static PaperLine of(Row result) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (String name : result.schema().fieldNames()) {
            if (Trial.COLUMNS.containsKey(name)) {
                columns.put(name, result.getAs(name));
            }
        }
        return new PaperLine(place(columns), columns, result.getAs("parameters"), 0, result);
    }

    private static String place(Map<String, Object> columns) {
        return PLACE.stream().map(name -> columns.get(name) + " ").collect(Collectors.joining()) + testPairs(columns);
    }

    private static int testPairs(Map<String, Object> columns) {
        return (Integer) Objects.requireNonNullElse(columns.get("data_test_pairs"), columns.get("pairs"));
    }

    /** The same configuration, whatever its result. */
    PaperLine withoutResult() {
        return new PaperLine(group, columns, parameters, planned, null);
    }

    String task() {
        return (String) columns.get("task");
    }

    int pairs() {
        return (Integer) columns.get("pairs");
    }

    /** K of the test sequences. */
    int testPairs() {
        return testPairs(columns);
    }

    int hidden() {
        return (Integer) columns.get("hidden");
    }

    /** Whether the sweep asks for it, as last run. */
    boolean isPlanned() {
        return planned > 0;
    }

    boolean isBest() {
        return result != null && result.<Boolean>getAs("best");
    }

    /** A column of the place, that of the K of the test sequences included. */
    String cell(String name) {
        return String.valueOf(name.equals(TEST_PAIRS) ? testPairs() : columns.get(name));
    }

    /** The settings that have no column of their own. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(columns);
        settings.keySet().removeAll(PLACE);
        return settings;
    }

    /** What came out, for people. */
    List<String> results() {
        if (result == null) {
            return List.of(NOTHING, NOTHING, NOTHING, "0/" + planned, NOTHING);
        }
        long done = result.getAs("done");
        long reached = result.getAs("updates_to_99_seeds");
        return List.of(
                result.<Integer>getAs("parameters").toString(),
                error(),
                interval(),
                seeds(done),
                (reached == 0 ? "never" : TextTable.number(result.getAs("updates_to_99_median"), 0)) + " (" + reached
                        + "/" + done + ")");
    }

    private String error() {
        Double mean = result.getAs("test_error_mean");
        Double std = result.getAs("test_error_std");
        if (mean == null) {
            return NOTHING;
        }
        return TextTable.number(100 * mean, 2) + (std == null ? "" : " ± " + TextTable.number(100 * std, 2));
    }

    /** The confidence interval of the mean test error in percent, where there is one. */
    private String interval() {
        Double low = result.getAs("test_error_ci_low");
        Double high = result.getAs("test_error_ci_high");
        return low == null || high == null
                ? NOTHING
                : "[" + TextTable.number(100 * low, 2) + ", " + TextTable.number(100 * high, 2) + "]";
    }

    private String seeds(long done) {
        String seeds = done + "/" + planned;
        for (String status : List.of("diverged", "failed")) {
            long count = result.getAs(status);
            seeds += count == 0 ? "" : ", " + count + " " + status;
        }
        return seeds;
    }
}
