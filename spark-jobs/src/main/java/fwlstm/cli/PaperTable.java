package fwlstm.cli;

import fwlstm.config.Trial;
import fwlstm.results.Column;
import fwlstm.sweep.Sweep;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The table of the papers: a line for each task, K, hidden size and cell, and for each setting where several were tried,
 * with test error over the seeds, parameters, and updates to 99 % validation accuracy. A configuration that has no result
 * yet has a line too, and every number says from how many seeds it is.
 */
final class PaperTable {
    private static final List<String> PLACE = List.of("task", "pairs", "hidden", "cell");
    private static final String NOTHING = "–";

    private final List<Line> lines = new ArrayList<>();

    /** One configuration: its columns, how many seeds of it are planned, and its row of the view, null if there is none. */
    private record Line(Map<String, Object> columns, int planned, Row result) {}

    PaperTable(SparkSession spark, Sweep sweep) {
        Map<String, Row> results = new LinkedHashMap<>();
        spark.sql("SELECT * FROM tables ORDER BY task, pairs, hidden, cell, config_id")
                .collectAsList()
                .forEach(row -> results.put(row.getAs("config_id"), row));
        Map<String, List<Trial>> planned = sweep.trials().stream()
                .collect(Collectors.groupingBy(Trial::configId, LinkedHashMap::new, Collectors.toList()));
        planned.forEach((config, trials) ->
                lines.add(new Line(trials.get(0).columns(), trials.size(), results.remove(config))));
        results.values().forEach(row -> lines.add(new Line(columns(row), 0, row)));
        lines.sort(Comparator.comparing((Line line) -> (String) line.columns.get("task"))
                .thenComparing(line -> (Integer) line.columns.get("pairs"))
                .thenComparing(line -> (Integer) line.columns.get("hidden"))); // then as in the sweep file
    }

    String format(TextTable.Format format) {
        return format == TextTable.Format.CSV ? numbers() : text(format);
    }

    private String text(TextTable.Format format) {
        boolean several = lines.stream().anyMatch(line -> !settings(line).isEmpty());
        List<String> header = new ArrayList<>(PLACE);
        if (several) {
            header.add("settings");
        }
        header.addAll(List.of("parameters", "test error %", "seeds", "updates to 99 %"));
        TextTable table = new TextTable(header);
        for (Line line : lines) {
            List<String> cells = new ArrayList<>();
            PLACE.forEach(name -> cells.add(String.valueOf(line.columns.get(name))));
            if (several) {
                cells.add(settings(line));
            }
            cells.addAll(results(line));
            table.add(cells);
        }
        return table.format(format);
    }

    private static List<String> results(Line line) {
        Row row = line.result;
        if (row == null) {
            return List.of(NOTHING, NOTHING, "0/" + line.planned, NOTHING);
        }
        long done = row.getAs("done");
        long reached = row.getAs("updates_to_99_seeds");
        return List.of(
                row.<Integer>getAs("parameters").toString(),
                error(row),
                seeds(line, done),
                reached == 0
                        ? "never (0/" + done + ")"
                        : TextTable.number(row.getAs("updates_to_99_median"), 0) + " (" + reached + "/"
                                + row.getAs("seeds") + ")");
    }

    private static String error(Row row) {
        Double mean = row.getAs("test_error_mean");
        Double std = row.getAs("test_error_std");
        if (mean == null) {
            return NOTHING;
        }
        return TextTable.number(100 * mean, 2) + (std == null ? "" : " ± " + TextTable.number(100 * std, 2));
    }

    private static String seeds(Line line, long done) {
        String seeds = done + "/" + Math.max(line.planned, line.result.<Long>getAs("seeds"));
        for (String status : List.of("diverged", "failed")) {
            long count = line.result.getAs(status);
            seeds += count == 0 ? "" : ", " + count + " " + status;
        }
        return seeds;
    }

    /** The settings in which this line differs from others of its task, K, hidden size and cell. */
    private String settings(Line line) {
        List<Line> others = lines.stream()
                .filter(other -> PLACE.stream()
                        .allMatch(name -> Objects.equals(other.columns.get(name), line.columns.get(name))))
                .toList();
        return line.columns.entrySet().stream()
                .filter(e -> !e.getKey().equals("seed"))
                .filter(e -> others.stream().anyMatch(o -> !Objects.equals(o.columns.get(e.getKey()), e.getValue())))
                .map(e -> e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining(" "));
    }

    /** For programs: plain numbers, shares from 0 to 1, empty where there is none. */
    private String numbers() {
        List<String> configuration = Column.CONFIGURATION;
        List<String> results = List.of(
                "parameters",
                "seeds",
                "done",
                "diverged",
                "failed",
                "test_error_mean",
                "test_error_std",
                "updates_to_99_median",
                "updates_to_99_seeds");
        List<String> header = new ArrayList<>(configuration);
        header.add("planned_seeds");
        header.addAll(results);
        TextTable table = new TextTable(header);
        for (Line line : lines) {
            List<String> cells = new ArrayList<>();
            configuration.forEach(name -> cells.add(Objects.toString(line.columns.get(name), "")));
            cells.add(String.valueOf(line.planned));
            results.forEach(
                    name -> cells.add(line.result == null ? "" : Objects.toString(line.result.getAs(name), "")));
            table.add(cells);
        }
        return table.format(TextTable.Format.CSV);
    }

    private static Map<String, Object> columns(Row row) {
        Map<String, Object> columns = new LinkedHashMap<>();
        for (String name : row.schema().fieldNames()) {
            if (Trial.COLUMNS.containsKey(name)) {
                columns.put(name, row.getAs(name));
            }
        }
        return columns;
    }
}
