package fwlstm.serve;

import fwlstm.chart.Axis;
import fwlstm.chart.LineChart;
import fwlstm.chart.LineChart.Line;
import fwlstm.chart.Style;
import fwlstm.chart.Svg;
import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.results.Column;
import fwlstm.results.Column.Group;
import fwlstm.results.RecordedTrial;
import fwlstm.results.RecordedTrials;
import fwlstm.results.RunningTrial;
import fwlstm.results.RunningTrial.Point;
import fwlstm.text.Shell;
import fwlstm.train.Status;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The page of a trial: its learning curve, results, settings, where it ran, and how to train it again. */
final class TrialPage {
    private final ServedSweep sweep;
    private final Trial trial;
    private final Optional<RecordedTrial> record;
    private final Optional<RunningTrial> running;

    private TrialPage(ServedSweep sweep, Trial trial, Optional<RecordedTrial> record, Optional<RunningTrial> running) {
        this.sweep = sweep;
        this.trial = trial;
        this.record = record;
        this.running = running;
    }

    /** Reads what is known about a trial. */
    static TrialPage of(ServedSweep sweep, SweepSnapshot snapshot, Trial trial, LiveView live) throws IOException {
        return new TrialPage(
                sweep,
                trial,
                record(sweep, snapshot, trial),
                live.trials().stream()
                        .filter(candidate -> candidate.trialId().equals(trial.id()))
                        .findFirst());
    }

    private static Optional<RecordedTrial> record(ServedSweep sweep, SweepSnapshot snapshot, Trial trial)
            throws IOException {
        if (snapshot.rows().get(trial.id()).status().isEmpty()) {
            return Optional.empty();
        }
        String task = Settings.key(trial.task().name());
        try {
            return snapshot.tables().rows().find(trial.id(), task, trial.task().pairs());
        } catch (FileNotFoundException e) { // a compaction has replaced the file since
            return RecordedTrials.find(sweep.results(), trial.id());
        }
    }

    /** Whether nothing here will change. */
    private boolean isFinal() {
        return running.isEmpty()
                && record.map(found -> found.status().isFinal()).orElse(false);
    }

    /** The page without its frame. */
    String html() {
        Map<String, Object> values = new HashMap<>();
        values.put("final", isFinal());
        values.put("state", state());
        values.put("figures", figures());
        values.put(
                "results",
                record.map(found -> rows(found.trial(), Group.RESULT)).orElse(List.of()));
        values.put("settings", rows(trial.columns(), Group.CONFIGURATION));
        values.put(
                "places",
                record.map(found -> rows(found.trial(), Group.EXECUTION)).orElse(List.of()));
        boolean trained = record.map(found -> found.status() != Status.FAILED).orElse(false);
        values.put("command", trained ? "fw reproduce " + Shell.words(List.of(sweep.directory(), trial.id())) : null);
        return Pages.part("trial", values);
    }

    private String state() {
        if (running.isPresent()) {
            return "In training: " + running.get().update() + " of "
                    + running.get().until() + " updates are done.";
        } else if (record.isEmpty()) {
            return "Not recorded yet.";
        }
        Object error = record.get().trial().get("error");
        return "Recorded as " + record.get().trial().get("status") + " after "
                + record.get().trial().get("updates_run") + " updates" + (error == null ? "." : ": " + error);
    }

    private List<Map<String, Object>> figures() {
        List<Map<String, Object>> figures = new ArrayList<>();
        if (record.isPresent() && running.isEmpty()) {
            add(
                    figures,
                    "accuracy",
                    "Validation accuracy (%)",
                    record.get().curve(),
                    List.of(new Series("validation accuracy", row -> percent(row.get("validation_accuracy")))));
            add(
                    figures,
                    "loss",
                    "Loss (nats)",
                    record.get().curve(),
                    List.of(
                            new Series("validation loss", row -> (Double) row.get("validation_loss")),
                            new Series("training loss", row -> (Double) row.get("train_loss"))));
            return figures;
        }
        List<Point> curve =
                running.map(RunningTrial::curve).orElseGet(() -> Progress.checkpoint(sweep.results(), trial.id()));
        List<Map<String, Object>> rows = curve.stream()
                .map(point -> Map.<String, Object>of("update", point.update(), "accuracy", point.accuracy()))
                .toList();
        add(
                figures,
                "accuracy",
                "Validation accuracy (%)",
                rows,
                List.of(new Series("validation accuracy", row -> percent(row.get("accuracy")))));
        return figures;
    }

    /** A line of a chart: its name, and its value at an evaluation, or null. */
    private record Series(String name, Function<Map<String, Object>, Double> value) {}

    private static Double percent(Object fraction) {
        return fraction == null ? null : Double.valueOf(100 * (Double) fraction);
    }

    private void add(
            List<Map<String, Object>> figures,
            String id,
            String label,
            List<Map<String, Object>> curve,
            List<Series> series) {
        if (curve.stream().noneMatch(row -> series.get(0).value.apply(row) != null)) { // diverged before there is one
            return;
        }
        double[] x =
                curve.stream().mapToDouble(row -> (Integer) row.get("update")).toArray();
        List<Line> lines = new ArrayList<>();
        for (int k = 0; k < series.size(); k++) {
            Function<Map<String, Object>, Double> value = series.get(k).value;
            double[] y = curve.stream()
                    .mapToDouble(row -> Objects.requireNonNullElse(value.apply(row), Double.NaN))
                    .toArray();
            lines.add(new Line(series.get(k).name, new Style(k), x, y));
        }
        Axis up = label.endsWith("(%)") ? Axis.linear(label).between(0, 104) : Axis.linear(label);
        LineChart chart = new LineChart("", Axis.linear("Updates"), up, lines);
        String caption = Stream.of(series)
                .flatMap(List::stream)
                .map(Series::name)
                .reduce((a, b) -> a + ", and dashed " + b)
                .orElse("");
        figures.add(Map.of(
                "id",
                id,
                "svg",
                Svg.inline(chart, id, caption + " of this trial against updates"),
                "caption",
                Character.toUpperCase(caption.charAt(0)) + caption.substring(1) + ", against updates."));
    }

    private static List<Map<String, Object>> rows(Map<String, Object> values, Group group) {
        return Column.of(Column.TRIALS, group)
                .filter(column -> values.get(column.name()) != null)
                .map(column -> Map.<String, Object>of("name", column.name(), "value", text(values.get(column.name()))))
                .toList();
    }

    /** Numbers without an exponent. */
    private static String text(Object value) {
        return value instanceof Double number && Double.isFinite(number)
                ? BigDecimal.valueOf(number).stripTrailingZeros().toPlainString()
                : value.toString();
    }
}
