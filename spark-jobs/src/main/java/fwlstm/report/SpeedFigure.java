package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.PointChart;
import fwlstm.chart.PointChart.Point;
import fwlstm.statistics.Values;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** Updates until validation accuracy reached 99 %, against K. */
final class SpeedFigure {
    private static final String CAPTION =
            "Updates until validation accuracy first reached 99 %: median over the seeds that reached it, with"
                    + " a bar from the fastest to the slowest (logarithmic). Open markers: not all seeds"
                    + " reached it; the number that did, out of the completed ones, is beside the"
                    + " marker. If none did, the marker is at the end of training.";

    private SpeedFigure() {}

    /** A chart for each task; empty if no seed reached 99 %. */
    static Optional<ReportFigure> plate(Summaries summaries) {
        List<Summary> trained = summaries.trained().stream()
                .filter(summary -> summary.count("done") > 0)
                .toList();
        if (trained.stream().allMatch(summary -> summary.row().updatesTo99().n() == 0)) {
            return Optional.empty();
        }
        Axis updates = Axis.log("Updates to 99 %")
                .fitting(trained.stream()
                        .map(SpeedFigure::point)
                        .flatMapToDouble(bar -> DoubleStream.of(bar.low(), bar.high())));
        TextTable data =
                new TextTable(List.of("task", "pairs", "series", "median", "fastest", "slowest", "reached", "done"));
        List<PointChart> charts = new ArrayList<>();
        summaries
                .charts(trained, Summary::task)
                .forEach((title, members) -> charts.add(new PointChart(
                        title,
                        ErrorFigures.pairs(members),
                        updates,
                        ErrorFigures.series(members, summaries::series, summaries::style, SpeedFigure::point),
                        true)));
        for (Summary summary : trained) {
            Values updates99 = summary.row().updatesTo99();
            data.add(List.of(
                    summary.task(),
                    String.valueOf(summary.pairs()),
                    summary.name(),
                    cell(updates99.median()),
                    cell(updates99.least()),
                    cell(updates99.most()),
                    String.valueOf(updates99.n()),
                    String.valueOf(summary.count("done"))));
        }
        return Optional.of(
                new ReportFigure("updates-to-99", charts, Optional.of(summaries.legend(true, true)), CAPTION, data));
    }

    private static String cell(Double updates) {
        return TableValues.number(updates == null ? Double.NaN : updates, 0);
    }

    private static Point point(Summary summary) {
        Values updates = summary.row().updatesTo99();
        long done = summary.count("done");
        boolean all = updates.n() == done;
        if (updates.n() == 0) {
            double end = summary.number("updates");
            return new Point(summary.pairs(), end, end, end, !all, "");
        }
        return new Point(
                summary.pairs(),
                updates.median(),
                updates.least(),
                updates.most(),
                !all,
                all ? "" : updates.n() + "/" + done);
    }
}
