package fwlstm.table;

import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.model.ParameterSpec;
import fwlstm.results.Column;
import fwlstm.statistics.Values;
import fwlstm.text.TextTable;
import fwlstm.train.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A row of the results table: one configuration.
 *
 * @param group the alternatives: its study, or the configurations of the same task, both K, hidden size and cell
 * @param columns its configuration
 * @param parameters trainable numbers
 * @param planned the number of its seeds that the sweep asks for; 0 if it does not ask for the configuration
 * @param result its row over the seeds, null if no trial counts yet
 */
record ResultsRow(String group, Map<String, Object> columns, int parameters, int planned, ConfigurationRow result) {
    /** The columns that order the rows. */
    static final List<String> PLACE = List.of("task", "pairs", "hidden", "cell");

    /** The column for the K of the test sequences. */
    static final String TEST_PAIRS = "test_pairs";

    /** The placeholder for a missing number. */
    static final String NOTHING = "–";

    /** The headers of {@link #results}. */
    static final List<String> RESULTS = List.of("parameters", "test error %", "95 % CI", "seeds", "updates to 99 %");

    /**
     * A row of planned trials that differ in their seeds.
     *
     * @param study of the trials, or null
     * @param result null if there is none
     */
    static ResultsRow of(List<Trial> trials, String study, ConfigurationRow result) {
        Trial trial = trials.get(0);
        Map<String, Object> columns = trial.columns();
        return new ResultsRow(
                study == null ? place(columns) : study,
                columns,
                ParameterSpec.count(trial.cell()),
                trials.size(),
                result == null || result.seeds().isEmpty() ? null : result);
    }

    /** A row of a result that the sweep does not ask for. */
    static ResultsRow of(ConfigurationRow result) {
        Map<String, Object> columns = new LinkedHashMap<>();
        Column.CONFIGURATION.forEach(name -> columns.put(name, result.settings().get(name)));
        return new ResultsRow(place(columns), columns, result.parameters(), 0, result);
    }

    private static String place(Map<String, Object> columns) {
        return PLACE.stream().map(name -> columns.get(name) + " ").collect(Collectors.joining())
                + ConfigurationRow.testPairs(columns);
    }

    /** The same configuration, whatever its result. */
    ResultsRow withoutResult() {
        return new ResultsRow(group, columns, parameters, planned, null);
    }

    String task() {
        return (String) columns.get("task");
    }

    int pairs() {
        return (Integer) columns.get("pairs");
    }

    /** K of the test sequences. */
    int testPairs() {
        return ConfigurationRow.testPairs(columns);
    }

    int hidden() {
        return (Integer) columns.get("hidden");
    }

    /** Whether the sweep as last run asks for it. */
    boolean isPlanned() {
        return planned > 0;
    }

    boolean isBest() {
        return result != null && result.best();
    }

    /** A column of the place, including the K of the test sequences. */
    String cell(String name) {
        return String.valueOf(name.equals(TEST_PAIRS) ? testPairs() : columns.get(name));
    }

    /** The settings without their own column. */
    Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>(columns);
        settings.keySet().removeAll(PLACE);
        return settings;
    }

    /** The results, for people. */
    List<String> results() {
        if (result == null) {
            return List.of(NOTHING, NOTHING, NOTHING, "0/" + planned, NOTHING);
        }
        long done = result.count(Status.DONE);
        Values reached = result.updatesTo99();
        return List.of(
                result.parameters().toString(),
                error(),
                interval(),
                seeds(done),
                (reached.n() == 0 ? "never" : TextTable.number(reached.median(), 0)) + " (" + reached.n() + "/" + done
                        + ")");
    }

    private String error() {
        Double mean = result.testErrors().mean();
        Double std = result.testErrors().std();
        if (mean == null) {
            return NOTHING;
        }
        return TextTable.number(100 * mean, 2) + (std == null ? "" : " ± " + TextTable.number(100 * std, 2));
    }

    /** The confidence interval of the mean test error in percent, if there is one. */
    private String interval() {
        Double low = result.errorLow();
        Double high = result.errorHigh();
        return low == null || high == null
                ? NOTHING
                : "[" + TextTable.number(100 * low, 2) + ", " + TextTable.number(100 * high, 2) + "]";
    }

    private String seeds(long done) {
        String seeds = done + "/" + planned;
        for (Status status : List.of(Status.DIVERGED, Status.FAILED)) {
            long count = result.count(status);
            seeds += count == 0 ? "" : ", " + count + " " + Settings.key(status);
        }
        return seeds;
    }
}
