package fwlstm.report;

import fwlstm.table.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Trials that came to nothing, and where all of them ran. */
final class TrialTables {
    private static final int MOST_ROWS = 50;

    private TrialTables() {}

    /** Failed and diverged trials, with the settings in which configurations of the sweep differ. */
    static Section failures(SparkSession spark, Summaries summaries) {
        Section section = new Section("failures", "Failed and diverged trials");
        List<String> settings = Summaries.varying(summaries.all()).stream()
                .filter(setting -> !setting.startsWith("data_"))
                .toList();
        long count = spark.table("trials")
                .where("planned AND status IN ('failed', 'diverged')")
                .count();
        if (count == 0) {
            return section.text("None.");
        }
        String columns = settings.stream().map(setting -> setting + ", ").collect(Collectors.joining());
        List<String> header = new ArrayList<>(List.of("trial", "status", "task", "pairs", "cell", "seed"));
        header.addAll(settings);
        header.addAll(List.of("updates", "error"));
        TextTable table = new TextTable(header);
        List<Row> rows = spark.sql("SELECT substring(trial_id, 1, 8), status, task, pairs, cell, seed, " + columns
                        + "updates_run, error FROM trials WHERE planned AND status IN ('failed', 'diverged')"
                        + " ORDER BY status DESC, task, pairs, cell, config_id, seed LIMIT " + MOST_ROWS)
                .collectAsList();
        for (Row row : rows) {
            List<String> cells = new ArrayList<>();
            for (int k = 0; k < header.size(); k++) {
                cells.add(Cells.text(row.get(k)));
            }
            table.add(cells);
        }
        if (count > MOST_ROWS) {
            table.note("The first " + MOST_ROWS + " of " + count + ".");
        }
        return section.table(table.format(TextTable.Format.HTML));
    }

    /** What each machine and device did. The trials of a pack share its seconds: they count once. */
    static Section machines(SparkSession spark) {
        Section section = new Section("machines", "What ran where");
        TextTable table = new TextTable(List.of(
                "host", "backend", "provider", "device", "trials", "updates", "updates/s", "seconds", "core-hours"));
        List<Row> rows = spark.sql("""
                        SELECT host, backend, provider, device, count(*) AS trials, sum(updates_run) AS updates,
                          sum(updates_run) / sum_of(collect_list(train_seconds / pack_width)) AS speed,
                          sum_of(collect_list(train_seconds / pack_width)) AS seconds
                        FROM trials WHERE planned
                        GROUP BY host, backend, provider, device
                        ORDER BY host, backend, provider, device""").collectAsList();
        for (Row row : rows) {
            table.add(List.of(
                    Cells.text(row.get(0)),
                    Cells.text(row.get(1)),
                    Cells.text(row.get(2)),
                    Cells.text(row.get(3)),
                    Cells.text(row.get(4)),
                    Cells.text(row.get(5)),
                    Cells.number(row.isNullAt(6) ? Double.NaN : row.getDouble(6), 0),
                    Cells.number(row.getDouble(7), 1),
                    Cells.number(row.getDouble(7) / 3600, 3)));
        }
        table.note(
                "Seconds of training and evaluation, summed over trials; of a GPU's the hours are those of the device."
                        + " updates/s is that of one core or GPU.");
        return section.table(table.format(TextTable.Format.HTML));
    }
}
