package fwlstm.report;

import fwlstm.text.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tables of trials without a result, and of the machines that all trials ran on. */
final class TrialTables {
    private static final int MOST_ROWS = 50;

    /** In display order. */
    private static final List<String> FAILURES = List.of("failed", "diverged");

    /** By names; missing ones, such as the device of a CPU, first. */
    private static final Comparator<List<String>> PLACES = (a, b) -> IntStream.range(0, a.size())
            .map(k -> Comparator.nullsFirst(Comparator.<String>naturalOrder()).compare(a.get(k), b.get(k)))
            .filter(order -> order != 0)
            .findFirst()
            .orElse(0);

    private TrialTables() {}

    /** Failed and diverged trials, with the settings in which configurations of the sweep differ. */
    static Section failures(List<Map<String, Object>> trials, Summaries summaries) {
        Section section = new Section("failures", "Failed and diverged trials");
        List<Map<String, Object>> failures = trials.stream()
                .filter(trial -> FAILURES.contains(trial.get("status")))
                .sorted(Comparator.comparingInt((Map<String, Object> trial) -> FAILURES.indexOf(trial.get("status")))
                        .thenComparing(trial -> (String) trial.get("task"))
                        .thenComparing(trial -> (Integer) trial.get("pairs"))
                        .thenComparing(trial -> (String) trial.get("cell"))
                        .thenComparing(trial -> (String) trial.get("config_id"))
                        .thenComparing(trial -> (Long) trial.get("seed")))
                .toList();
        if (failures.isEmpty()) {
            return section.text("None.");
        }
        List<String> columns = new ArrayList<>(List.of("status", "task", "pairs", "cell", "seed"));
        Summaries.varying(summaries.all()).stream()
                .filter(setting -> !setting.startsWith("data_"))
                .forEach(columns::add);
        List<String> header = new ArrayList<>(columns);
        header.add(0, "trial");
        header.addAll(List.of("updates", "error"));
        TextTable table = new TextTable(header);
        for (Map<String, Object> trial : failures.subList(0, Math.min(MOST_ROWS, failures.size()))) {
            List<String> cells = new ArrayList<>();
            cells.add(((String) trial.get("trial_id")).substring(0, 8));
            columns.forEach(column -> cells.add(TableValues.text(trial.get(column))));
            cells.add(TableValues.text(trial.get("updates_run")));
            cells.add(TableValues.text(trial.get("error")));
            table.add(cells);
        }
        if (failures.size() > MOST_ROWS) {
            table.note("The first " + MOST_ROWS + " of " + failures.size() + ".");
        }
        return section.table(table.format(TextTable.Format.HTML));
    }

    /** The work of each machine and device. */
    static Section machines(List<Map<String, Object>> trials) {
        Section section = new Section("machines", "Machines");
        TextTable table = new TextTable(List.of(
                "host", "backend", "provider", "device", "trials", "updates", "updates/s", "seconds", "core-hours"));
        Map<List<String>, List<Map<String, Object>>> machines = new TreeMap<>(PLACES);
        trials.forEach(trial -> machines.computeIfAbsent(
                        Stream.of("host", "backend", "provider", "device")
                                .map(column -> (String) trial.get(column))
                                .toList(),
                        place -> new ArrayList<>())
                .add(trial));
        machines.forEach((place, members) -> {
            double seconds = Work.seconds(members);
            List<String> cells = new ArrayList<>();
            place.forEach(name -> cells.add(TableValues.text(name)));
            cells.addAll(List.of(
                    String.valueOf(members.size()),
                    String.valueOf(Work.updates(members)),
                    TableValues.number(seconds > 0 ? Work.updates(members) / seconds : Double.NaN, 0),
                    TableValues.number(seconds, 1),
                    TableValues.number(seconds / 3600, 3)));
            table.add(cells);
        });
        table.note("Seconds of training and evaluation, summed over trials; for a GPU the hours are device hours."
                + " updates/s is per core or GPU.");
        return section.table(table.format(TextTable.Format.HTML));
    }
}
