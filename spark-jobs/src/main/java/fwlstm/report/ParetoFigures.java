package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.FrontChart;
import fwlstm.chart.FrontChart.Point;
import fwlstm.chart.FrontChart.Series;
import fwlstm.statistics.ParetoFront;
import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Test error of all configurations against their cost, and the front of those that no other beats in both. */
final class ParetoFigures {
    private static final int LEAST_CONFIGURATIONS = 3;

    private static final String CAPTION =
            " (logarithmic), means over seeds, for each task and K. Every marker is a configuration. The line is the"
                    + " Pareto front, with filled markers: no other configuration is at least as good in both and"
                    + " better in one. The error's axis is logarithmic above 0.01 %. The front describes these test"
                    + " errors; to choose a"
                    + " configuration, there is the validation error in the numbers. ";

    /** Something that a configuration needs, the less the better; {@code digits} after the point of its numbers. */
    private record Cost(String column, Axis axis, int digits, ToDoubleFunction<Summary> of) {}

    private final Summaries summaries;
    private final Map<String, Double> seconds;
    private final List<Summary> tested;

    /**
     * The figures of a sweep.
     *
     * @param trials all of its trials, by column
     */
    ParetoFigures(Summaries summaries, List<Map<String, Object>> trials) {
        this.summaries = summaries;
        seconds = trials.stream()
                .collect(Collectors.groupingBy(
                        trial -> (String) trial.get("config_id"),
                        Collectors.collectingAndThen(
                                Collectors.toList(), members -> Work.seconds(members) / members.size())));
        tested = summaries.all().stream()
                .filter(summary ->
                        summary.count("test_error_n") > 0 && summary.count("test_error_n") == summary.count("seeds"))
                .toList();
    }

    /** A chart for each task and K with networks of several sizes; empty if there is none. */
    Optional<ReportFigure> byParameters() {
        return plate(
                "pareto-parameters",
                new Cost("parameters", Axis.log("Trainable parameters"), 0, summary -> summary.number("parameters")),
                "Test error against trainable parameters");
    }

    /** A chart for each task and K; empty if nothing took a different time. */
    Optional<ReportFigure> bySeconds() {
        return plate(
                "pareto-seconds",
                new Cost(
                        "seconds per trial",
                        Axis.log("Seconds per trial"),
                        2,
                        summary -> seconds.getOrDefault(summary.config(), Double.NaN)),
                "Test error against the seconds of a core, or of a GPU, that training and evaluating a trial took");
    }

    private Optional<ReportFigure> plate(String name, Cost cost, String quantities) {
        TextTable data = new TextTable(List.of(
                "task",
                "pairs",
                "test_pairs",
                "series",
                "configuration",
                cost.column,
                "test error %",
                "validation error %",
                "seeds",
                "front"));
        Map<String, List<Summary>> places = Summaries.by(
                tested.stream()
                        .filter(summary -> cost.of.applyAsDouble(summary) > 0)
                        .toList(),
                Summary::testPlace);
        places.values()
                .removeIf(members -> members.size() < LEAST_CONFIGURATIONS
                        || members.stream().mapToDouble(cost.of).distinct().count() < 2);
        List<Summary> shown = places.values().stream().flatMap(List::stream).toList();
        Axis errors = ErrorFigures.errors(shown.stream().mapToDouble(ParetoFigures::error));
        List<FrontChart> charts = new ArrayList<>();
        places.forEach((place, members) -> {
            Map<Summary, Point> points = points(members, cost);
            charts.add(new FrontChart(
                    place,
                    cost.axis,
                    errors,
                    Summaries.by(members, Summary::family).entrySet().stream()
                            .map(family -> new Series(
                                    family.getKey(),
                                    summaries.familyStyle(family.getKey()),
                                    family.getValue().stream().map(points::get).toList()))
                            .toList()));
            members.forEach(summary -> data.add(row(summary, points.get(summary), cost)));
        });
        int left = summaries.all().size() - tested.size();
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportFigure(
                        name,
                        charts,
                        Optional.of(summaries.familyLegend(true, false)),
                        quantities
                                + CAPTION
                                + Summaries.count(shown)
                                + (left == 0
                                        ? ""
                                        : " Left out, with a seed that failed, diverged or was stopped: " + left + "."),
                        data));
    }

    private static Map<Summary, Point> points(List<Summary> members, Cost cost) {
        double[] costs = members.stream().mapToDouble(cost.of).toArray();
        double[] errors = members.stream().mapToDouble(ParetoFigures::error).toArray();
        boolean[] front = ParetoFront.of(costs, errors);
        Map<Summary, Point> points = new IdentityHashMap<>();
        for (int k = 0; k < front.length; k++) {
            points.put(members.get(k), new Point(costs[k], errors[k], front[k]));
        }
        return points;
    }

    private static double error(Summary summary) {
        return summary.percent("test_error_mean");
    }

    private static List<String> row(Summary summary, Point point, Cost cost) {
        return List.of(
                summary.task(),
                String.valueOf(summary.pairs()),
                String.valueOf(summary.testPairs()),
                summary.name(),
                summary.config().substring(0, 8),
                TextTable.number(point.x(), cost.digits),
                TextTable.number(point.y(), 2),
                TextTable.number(100 * (1 - summary.score()), 2),
                String.valueOf(summary.count("seeds")),
                point.front() ? "yes" : "");
    }
}
