package fwlstm.serve;

import fwlstm.config.Trial;
import fwlstm.text.TextTable;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * A trial in the table of all trials.
 *
 * @param status as recorded; empty if it has no record
 * @param settings those in which the trials of the sweep differ, in words
 * @param accuracy best validation accuracy, 0 to 1, or null
 * @param error test error, 0 to 1, or null
 * @param text all of it that is searched besides the status, in lower case
 */
record TrialRow(
        String id,
        String status,
        String task,
        int pairs,
        String cell,
        int hidden,
        String settings,
        long seed,
        Double accuracy,
        Double error,
        Integer updates,
        Double seconds,
        String host,
        String text) {
    /** The columns that the trials of a recorded result have here. */
    static final List<String> RECORDED = List.of(
            "trial_id", "status", "best_validation_accuracy", "test_error", "updates_run", "train_seconds", "host");

    /**
     * A column of the table.
     *
     * @param title of the column, and its name in addresses
     * @param value to sort by; null comes last in both directions
     * @param shown the value as text
     * @param number whether it is a number
     */
    record Column(
            String title, Function<TrialRow, Comparable<?>> value, Function<TrialRow, String> shown, boolean number) {
        private static Column text(String title, Function<TrialRow, String> value) {
            return new Column(title, value::apply, value, false);
        }

        private static Column number(
                String title, Function<TrialRow, Comparable<?>> value, Function<TrialRow, String> shown) {
            return new Column(title, value, shown, true);
        }

        /** The order by this column. */
        @SuppressWarnings({"unchecked", "rawtypes"}) // values of a column are of one type
        Comparator<TrialRow> order(boolean descending) {
            Comparator<Comparable> order = Comparator.naturalOrder();
            return Comparator.comparing(
                    row -> (Comparable) value.apply(row), Comparator.nullsLast(descending ? order.reversed() : order));
        }
    }

    /** The columns after the first two, the id and the status. */
    static final List<Column> COLUMNS = List.of(
            Column.text("task", TrialRow::task),
            Column.number("pairs", TrialRow::pairs, row -> String.valueOf(row.pairs)),
            Column.text("cell", TrialRow::cell),
            Column.number("hidden", TrialRow::hidden, row -> String.valueOf(row.hidden)),
            Column.number("seed", TrialRow::seed, row -> String.valueOf(row.seed)),
            Column.number("validation accuracy %", TrialRow::accuracy, row -> percent(row.accuracy)),
            Column.number("test error %", TrialRow::error, row -> percent(row.error)),
            Column.number("updates", TrialRow::updates, row -> Objects.toString(row.updates, "")),
            Column.number("seconds", TrialRow::seconds, row -> row.seconds == null ? "" : number(row.seconds, 1)),
            Column.text("settings", TrialRow::settings));

    /**
     * A trial that the sweep asks for.
     *
     * @param columns its configuration
     * @param recorded its record by column, or null
     */
    static TrialRow of(Trial trial, Map<String, Object> columns, String settings, Map<String, Object> recorded) {
        Map<String, Object> record = recorded == null ? Map.of() : recorded;
        String status = Objects.toString(record.get("status"), "");
        String host = (String) record.get("host");
        String id = trial.id();
        String text = String.join(
                " ",
                id,
                trial.label(),
                columns.get("task") + " pairs=" + columns.get("pairs") + " hidden=" + columns.get("hidden"),
                settings,
                host == null ? "" : host);
        return new TrialRow(
                id,
                status,
                (String) columns.get("task"),
                (Integer) columns.get("pairs"),
                (String) columns.get("cell"),
                (Integer) columns.get("hidden"),
                settings,
                trial.seed(),
                (Double) record.get("best_validation_accuracy"),
                (Double) record.get("test_error"),
                (Integer) record.get("updates_run"),
                (Double) record.get("train_seconds"),
                host,
                text.toLowerCase(Locale.ROOT));
    }

    /** The settings of a trial without those that have their own columns. */
    static Map<String, Object> settings(Map<String, Object> columns) {
        Map<String, Object> settings = new LinkedHashMap<>(columns);
        settings.keySet().removeAll(List.of("task", "pairs", "cell", "hidden", "seed"));
        return settings;
    }

    private static String percent(Double fraction) {
        return fraction == null ? "" : number(100 * fraction, 2);
    }

    private static String number(double value, int digits) {
        return TextTable.number(value, digits);
    }
}
