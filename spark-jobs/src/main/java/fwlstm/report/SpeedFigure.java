package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.PointChart;
import fwlstm.chart.PointChart.Point;
import fwlstm.table.TextTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Updates until validation accuracy reached 99 %, against K. */
final class SpeedFigure {
    private static final String CAPTION =
            "Updates until validation accuracy first reached 99 %: median over the seeds that got there, with a bar from the"
                    + " fastest to the slowest (logarithmic). Open markers: not all seeds got there; how many did, out of"
                    + " those that are done, stands beside them. Where none did, the marker is at the end of training.";

    private SpeedFigure() {}

    /** A chart for each task; empty if no seed got there. */
    static Optional<Plate> plate(SparkSession spark, Summaries summaries) {
        Map<String, Row> ends = new HashMap<>();
        spark.sql("SELECT config_id, min(updates_to_99), max(updates_to_99) FROM trials"
                        + " WHERE planned AND status = 'done' AND updates_to_99 IS NOT NULL GROUP BY config_id")
                .collectAsList()
                .forEach(row -> ends.put(row.getString(0), row));
        List<Summary> trained = summaries.trained().stream()
                .filter(summary -> summary.count("done") > 0)
                .toList();
        if (trained.stream().noneMatch(summary -> ends.containsKey(summary.config()))) {
            return Optional.empty();
        }
        Function<Summary, Point> point = summary -> point(summary, ends.get(summary.config()));
        Axis updates = Axis.log("Updates to 99 %")
                .fitting(trained.stream().map(point).flatMapToDouble(bar -> DoubleStream.of(bar.low(), bar.high())));
        TextTable data =
                new TextTable(List.of("task", "pairs", "series", "median", "fastest", "slowest", "reached", "done"));
        List<PointChart> charts = new ArrayList<>();
        summaries
                .charts(trained, Summary::task)
                .forEach((title, members) -> charts.add(new PointChart(
                        title,
                        ErrorFigures.pairs(members),
                        updates,
                        ErrorFigures.series(members, summaries::series, summaries::style, point),
                        true)));
        for (Summary summary : trained) {
            Row end = ends.get(summary.config());
            data.add(List.of(
                    summary.task(),
                    String.valueOf(summary.pairs()),
                    summary.name(),
                    Cells.number(summary.number("updates_to_99_median"), 0),
                    Cells.text(end == null ? null : end.getInt(1)),
                    Cells.text(end == null ? null : end.getInt(2)),
                    String.valueOf(summary.count("updates_to_99_seeds")),
                    String.valueOf(summary.count("done"))));
        }
        return Optional.of(
                new Plate("updates-to-99", charts, Optional.of(summaries.legend(true, true)), CAPTION, data));
    }

    private static Point point(Summary summary, Row end) {
        long reached = summary.count("updates_to_99_seeds");
        long done = summary.count("done");
        boolean all = reached == done;
        double median = end == null ? summary.number("updates") : summary.number("updates_to_99_median");
        return new Point(
                summary.pairs(),
                median,
                end == null ? median : end.getInt(1),
                end == null ? median : end.getInt(2),
                !all,
                all || reached == 0 ? "" : reached + "/" + done);
    }
}
