package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.LineChart;
import fwlstm.chart.LineChart.Line;
import fwlstm.results.SeedResult;
import fwlstm.statistics.Values;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable;
import fwlstm.train.CurvePoint;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Validation accuracy against updates, over the seeds of the best configurations. */
final class LearningCurves {
    /** The largest number of points of a line: more cannot be distinguished. */
    private static final int MOST_POINTS = 200;

    private static final String CAPTION =
            "Validation accuracy against updates: mean over the seeds that were trained to the end, with a band"
                    + " from the lowest to the highest seed. A seed that stopped early because it reached its"
                    + " accuracy counts with its last accuracy from then on. The marker at the end of a"
                    + " line is where its last seed ended.";

    /** A point of a line: over the seeds, accuracies from 0 to 1. */
    private record Point(int update, double mean, double low, double high, int seeds) {}

    private LearningCurves() {}

    static Optional<ReportFigure> plate(StoredTables tables, Summaries summaries) throws IOException {
        Map<String, List<Point>> points = points(tables, summaries);
        List<LineChart> charts = new ArrayList<>();
        TextTable data = new TextTable(
                List.of("task", "pairs", "series", "update", "validation accuracy %", "lowest", "highest", "seeds"));
        for (Map.Entry<String, List<Summary>> panel :
                summaries.charts(summaries.trained(), Summary::place).entrySet()) {
            List<Line> lines = new ArrayList<>();
            for (Summary summary : panel.getValue()) {
                List<Point> curve = points.getOrDefault(summary.config(), List.of());
                if (!curve.isEmpty()) {
                    lines.add(new Line(
                            summaries.series(summary),
                            summaries.style(summary),
                            curve.stream().mapToDouble(Point::update).toArray(),
                            percent(curve, Point::mean),
                            percent(curve, Point::low),
                            percent(curve, Point::high)));
                }
                for (Point point : curve) {
                    data.add(List.of(
                            summary.task(),
                            String.valueOf(summary.pairs()),
                            summary.name(),
                            String.valueOf(point.update()),
                            TextTable.number(100 * point.mean(), 2),
                            TextTable.number(100 * point.low(), 2),
                            TextTable.number(100 * point.high(), 2),
                            String.valueOf(point.seeds())));
                }
            }
            if (!lines.isEmpty()) {
                charts.add(new LineChart(
                        panel.getKey(),
                        Axis.linear("Updates"),
                        Axis.linear("Validation accuracy (%)").between(0, 104),
                        lines));
            }
        }
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportFigure(
                        "learning-curves", charts, Optional.of(summaries.legend(true, true)), CAPTION, data));
    }

    /** The points of each configuration, by its id. */
    private static Map<String, List<Point>> points(StoredTables tables, Summaries summaries) throws IOException {
        Map<String, Set<String>> seeds = new HashMap<>();
        for (Summary summary : summaries.trained()) {
            seeds.put(
                    summary.config(),
                    summary.row().seeds().stream()
                            .filter(seed -> seed.status() == Status.DONE)
                            .map(SeedResult::trialId)
                            .collect(Collectors.toSet()));
        }
        Map<String, List<CurvePoint>> curves =
                tables.curves(seeds.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        Map<String, List<Point>> points = new HashMap<>();
        seeds.forEach((config, trials) -> points.put(
                config,
                line(trials.stream()
                        .map(trial -> curves.getOrDefault(trial, List.of()))
                        .toList())));
        return points;
    }

    /**
     * Every evaluated update of some seeds; where a seed has ended, its last accuracy counts. If there are many
     * updates, every nth is kept, and the last.
     */
    private static List<Point> line(List<List<CurvePoint>> seeds) {
        List<Integer> updates = seeds.stream()
                .flatMap(List::stream)
                .map(CurvePoint::update)
                .distinct()
                .sorted()
                .toList();
        int stride = (updates.size() + MOST_POINTS - 1) / MOST_POINTS;
        List<Point> line = new ArrayList<>();
        for (int k = 0; k < updates.size(); k++) {
            if ((updates.size() - 1 - k) % stride == 0) {
                int update = updates.get(k);
                Values accuracies = Values.of(seeds.stream()
                        .flatMap(curve -> accuracy(curve, update).stream())
                        .toList());
                if (accuracies.n() > 0) {
                    line.add(new Point(
                            update, accuracies.mean(), accuracies.least(), accuracies.most(), accuracies.n()));
                }
            }
        }
        return line;
    }

    /** The last accuracy of a seed up to an update. */
    private static Optional<Double> accuracy(List<CurvePoint> curve, int update) {
        return curve.stream()
                .filter(point -> point.update() <= update && point.validationAccuracy() != null)
                .reduce((earlier, later) -> later)
                .map(CurvePoint::validationAccuracy);
    }

    private static double[] percent(List<Point> line, ToDoubleFunction<Point> value) {
        return line.stream()
                .mapToDouble(point -> 100 * value.applyAsDouble(point))
                .toArray();
    }
}
