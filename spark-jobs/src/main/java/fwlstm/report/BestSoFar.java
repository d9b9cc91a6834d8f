package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.chart.LineChart;
import fwlstm.chart.LineChart.Line;
import fwlstm.text.TextTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The best validation accuracy that the studies of a search had found, trial by trial. */
final class BestSoFar {
    private static final int LEAST_TRIALS = 5;

    private static final String CAPTION =
            " of its study: the highest validation accuracy of a trial among those that had ended by then. The order"
                    + " is by the time at which trials ended, and of their ids where that is the same, so it depends"
                    + " on the machines that trained them. Diverged and failed trials count, but not their accuracy."
                    + " Studies of fewer than "
                    + LEAST_TRIALS + " ended trials have no line. From ";

    private static final Comparator<Map<String, Object>> BY_END = Comparator.comparing(
                    (Map<String, Object> trial) -> (Instant) trial.get("finished_at"),
                    Comparator.nullsLast(Comparator.naturalOrder()))
            .thenComparing(trial -> (String) trial.get("trial_id"));

    /**
     * The state of a study after a trial.
     *
     * @param trials ended so far
     * @param updates of these trials
     * @param accuracy the highest so far, 0 to 1; NaN if there is none
     */
    private record Step(int trials, long updates, double accuracy, Instant ended) {}

    private final Summaries summaries;
    private final Map<Summary, List<Step>> studies = new LinkedHashMap<>();

    /**
     * The figures of a search.
     *
     * @param trials all of its trials, by column
     */
    BestSoFar(Summaries summaries, List<Map<String, Object>> trials) {
        this.summaries = summaries;
        Map<String, List<Map<String, Object>>> byConfiguration = new HashMap<>();
        trials.forEach(trial -> byConfiguration
                .computeIfAbsent((String) trial.get("config_id"), config -> new ArrayList<>())
                .add(trial));
        summaries.competitors().values().forEach(members -> {
            List<Step> steps = steps(members.stream()
                    .flatMap(summary -> byConfiguration.getOrDefault(summary.config(), List.of()).stream())
                    .sorted(BY_END)
                    .toList());
            if (steps.size() >= LEAST_TRIALS) {
                studies.put(members.get(0), steps);
            }
        });
    }

    private static List<Step> steps(List<Map<String, Object>> trials) {
        List<Step> steps = new ArrayList<>();
        long updates = 0;
        double best = Double.NaN;
        for (Map<String, Object> trial : trials) {
            updates += trial.get("updates_run") == null ? 0 : (Integer) trial.get("updates_run");
            Double accuracy = (Double) trial.get("best_validation_accuracy");
            boolean counts = accuracy != null && !List.of("diverged", "failed").contains(trial.get("status"));
            if (counts && !(accuracy <= best)) {
                best = accuracy;
            }
            steps.add(new Step(steps.size() + 1, updates, best, (Instant) trial.get("finished_at")));
        }
        return steps;
    }

    /** A chart for each task and K; empty if no study has enough trials. */
    Optional<ReportFigure> byTrials() {
        return plate("best-by-trials", "Trials ended", Step::trials, "Best so far by the number of ended trials");
    }

    /** A chart for each task and K; empty if no study has enough trials. */
    Optional<ReportFigure> byUpdates() {
        return plate("best-by-updates", "Updates trained", Step::updates, "Best so far by the updates of ended trials");
    }

    private Optional<ReportFigure> plate(String name, String label, ToDoubleFunction<Step> x, String what) {
        TextTable data = new TextTable(List.of("task", "pairs", "study", "trials", "updates", "accuracy %", "ended"));
        List<LineChart> charts = new ArrayList<>();
        Summaries.by(List.copyOf(studies.keySet()), Summary::testPlace).forEach((place, members) -> {
            List<Line> lines = new ArrayList<>();
            for (Summary study : members) {
                List<Step> steps = studies.get(study);
                lines.add(line(study, steps, x));
                for (int k = 0; k < steps.size(); k++) {
                    if (k == steps.size() - 1 || k == 0 || rises(steps, k)) {
                        data.add(row(study, steps.get(k)));
                    }
                }
            }
            charts.add(new LineChart(
                    place,
                    Axis.linear(label),
                    Axis.linear("Validation accuracy (%)").between(0, 104),
                    lines));
        });
        return charts.isEmpty()
                ? Optional.empty()
                : Optional.of(new ReportFigure(
                        name,
                        charts,
                        Optional.of(summaries.familyLegend(true, true)),
                        what + CAPTION
                                + studies.values().stream().mapToInt(List::size).sum() + " trials.",
                        data));
    }

    private static boolean rises(List<Step> steps, int k) {
        return Double.compare(steps.get(k).accuracy, steps.get(k - 1).accuracy) != 0;
    }

    /** A line in steps, since nothing is known between the ends of two trials. */
    private Line line(Summary study, List<Step> steps, ToDoubleFunction<Step> x) {
        List<Double> across = new ArrayList<>();
        List<Double> up = new ArrayList<>();
        for (int k = 0; k < steps.size(); k++) {
            Step step = steps.get(k);
            if (k > 0 && rises(steps, k)) {
                across.add(x.applyAsDouble(step));
                up.add(100 * steps.get(k - 1).accuracy);
            }
            if (k == 0 || k == steps.size() - 1 || rises(steps, k)) {
                across.add(x.applyAsDouble(step));
                up.add(100 * step.accuracy);
            }
        }
        return new Line(
                study.group(),
                summaries.familyStyle(study.family()),
                across.stream().mapToDouble(Double::doubleValue).toArray(),
                up.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static List<String> row(Summary study, Step step) {
        return List.of(
                study.task(),
                String.valueOf(study.pairs()),
                study.group(),
                String.valueOf(step.trials),
                String.valueOf(step.updates),
                TableValues.number(100 * step.accuracy, 2),
                TableValues.text(step.ended));
    }
}
