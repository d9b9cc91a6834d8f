package fwlstm.results;

import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.train.CurvePoint;
import fwlstm.train.Execution;
import fwlstm.train.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A column of a result table.
 *
 * @param group the kind of value: only results are a function of configuration, seed and provider
 */
public record Column(String name, ColumnType type, Group group) {
    /** Columns of these groups mean different things and are compared differently. */
    public enum Group {
        IDENTITY,
        CONFIGURATION,
        RESULT,
        EXECUTION
    }

    /** One row per trial. */
    public static final List<Column> TRIALS = trials();

    /** One row per evaluation of a trial. */
    public static final List<Column> CURVES = curves();

    /** The columns that a configuration shares over its seeds. */
    public static final List<String> CONFIGURATION = of(TRIALS, Group.CONFIGURATION)
            .map(Column::name)
            .filter(name -> !name.equals("seed"))
            .toList();

    /** The columns by which both tables are partitioned into directories. */
    public static final List<String> PARTITIONS = List.of("task", "pairs");

    private static List<Column> trials() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("trial_id", ColumnType.STRING, Group.IDENTITY));
        columns.add(new Column("config_id", ColumnType.STRING, Group.IDENTITY));
        columns.add(new Column("sweep", ColumnType.STRING, Group.EXECUTION));
        columns.add(new Column("format_version", ColumnType.INTEGER, Group.IDENTITY));
        Trial.COLUMNS.forEach((name, type) -> columns.add(new Column(name, ColumnType.of(type), Group.CONFIGURATION)));
        columns.addAll(of(TrialResult.class, Group.RESULT));
        columns.addAll(of(Execution.class, Group.EXECUTION));
        return List.copyOf(columns);
    }

    private static List<Column> curves() {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("trial_id", ColumnType.STRING, Group.IDENTITY));
        columns.add(new Column("task", ColumnType.STRING, Group.CONFIGURATION));
        columns.add(new Column("pairs", ColumnType.INTEGER, Group.CONFIGURATION));
        for (Column column : of(CurvePoint.class, Group.RESULT)) {
            boolean time = column.name().equals("seconds");
            columns.add(time ? new Column(column.name(), column.type(), Group.EXECUTION) : column);
        }
        return List.copyOf(columns);
    }

    private static List<Column> of(Class<? extends Record> type, Group group) {
        return Settings.components(type)
                .map(c -> new Column(Settings.key(c), ColumnType.of(c.getType()), group))
                .toList();
    }

    /** The names of the results in which two rows of a table differ, be it in the last bit. */
    public static List<String> differing(List<Column> table, Map<String, Object> a, Map<String, Object> b) {
        return of(table, Group.RESULT)
                .map(Column::name)
                .filter(name -> !Objects.equals(a.get(name), b.get(name)))
                .toList();
    }

    /** The columns of a group. */
    public static Stream<Column> of(List<Column> table, Group group) {
        return table.stream().filter(column -> column.group() == group);
    }
}
