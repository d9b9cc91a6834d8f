package fwlstm.compare;

import fwlstm.config.Trial;
import fwlstm.statistics.PairedTest;
import fwlstm.statistics.Values;
import fwlstm.sweep.Variants;
import fwlstm.table.ConfigurationRow;
import fwlstm.table.StoredTables;
import fwlstm.text.TextTable;
import fwlstm.text.TextTable.Format;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Two sweeps compared: the settings in which they differ, the errors of their configurations, and the bits of trials. */
public final class SweepComparison {
    private static final int MOST_TRIALS = 20;
    private static final int MOST_VALUES = 12;
    private static final List<String> PLACE = List.of("task", "pairs", "data_test_pairs", "cell", "hidden");
    private static final String NOTHING = "–";

    private final ComparedSettings settings;
    private final List<ComparedErrors> errors;
    private final int unpairedFirst;
    private final int unpairedSecond;
    private final ComparedTrials trials;

    private SweepComparison(StoredTables first, StoredTables second) throws IOException {
        settings = ComparedSettings.of(first.sweep(), second.sweep());
        List<ConfigurationRow> a = planned(first);
        List<ConfigurationRow> b = planned(second);
        errors = ComparedErrors.of(a, b, settings);
        unpairedFirst = a.size()
                - (int) errors.stream().map(ComparedErrors::first).distinct().count();
        unpairedSecond = b.size()
                - (int) errors.stream().map(ComparedErrors::second).distinct().count();
        trials = ComparedTrials.of(first, second);
    }

    /** Compares what two results directories hold. */
    public static SweepComparison of(StoredTables first, StoredTables second) throws IOException {
        return new SweepComparison(first, second);
    }

    private static List<ConfigurationRow> planned(StoredTables tables) {
        return tables.configurations().rows().stream()
                .filter(row -> row.isPlanned() && !row.seeds().isEmpty())
                .toList();
    }

    /** All of it, for people; of CSV only the errors, with plain numbers. */
    public String format(Format format) {
        if (format == Format.CSV) {
            return numbers().format(format);
        }
        List<String> parts = new ArrayList<>();
        parts.add(
                settings.differences().isEmpty()
                        ? "Both sweep files ask for the same settings."
                        : settingsTable().format(format));
        parts.add(
                errors.isEmpty()
                        ? "No configuration of the one has a counterpart in the other."
                        : errorsTable().format(format));
        parts.add(trialsText());
        if (!trials.different().isEmpty()) {
            parts.add(trialsTable().format(format));
        }
        return String.join("\n\n", parts);
    }

    private TextTable settingsTable() {
        TextTable table = new TextTable(List.of("setting", "first", "second"));
        settings.differences()
                .forEach(difference -> table.add(
                        List.of(difference.column(), values(difference.first()), values(difference.second()))));
        return table;
    }

    private static String values(List<Object> values) {
        String shown =
                values.stream().limit(MOST_VALUES).map(ComparedSettings::text).collect(Collectors.joining(", "));
        return values.size() <= MOST_VALUES ? shown : shown + ", … (" + values.size() + " values)";
    }

    private TextTable errorsTable() {
        List<String> place = place();
        Map<List<Object>, Variants> variants = variants(place);
        boolean several =
                variants.values().stream().anyMatch(group -> !group.settings().isEmpty());
        List<String> header = new ArrayList<>(place);
        if (several) {
            header.add("settings");
        }
        boolean changed = errors.stream().anyMatch(pair -> !pair.change().isEmpty());
        if (changed) {
            header.add("change");
        }
        header.addAll(List.of("first %", "second %", "difference", "95 % CI", "seeds", "p"));
        TextTable table = new TextTable(header);
        table.caption(
                "Test errors of two sweeps: means over the seeds of each, and the mean difference over the seeds that"
                        + " both have.");
        for (ComparedErrors pair : errors) {
            List<String> cells = new ArrayList<>();
            place.forEach(
                    column -> cells.add(ComparedSettings.text(pair.settings().get(column))));
            if (several) {
                cells.add(variants.get(place(pair, place)).text(pair.settings()));
            }
            if (changed) {
                cells.add(pair.change());
            }
            Values differences = pair.differences();
            cells.add(percent(pair.first().testErrors().mean()));
            cells.add(percent(pair.second().testErrors().mean()));
            cells.add(differences.n() == 0 ? NOTHING : points(differences.mean()));
            cells.add(
                    differences.halfWidth() == null
                            ? NOTHING
                            : "[" + points(differences.mean() - differences.halfWidth()) + ", "
                                    + points(differences.mean() + differences.halfWidth()) + "]");
            cells.add(String.valueOf(differences.n()));
            cells.add(pair.test().map(test -> TextTable.number(test.p(), 3)).orElse(NOTHING));
            table.add(cells);
        }
        table.note(
                "Difference: second − first in percentage points, over the seeds that are done in both, with Student's"
                        + " 95 % confidence interval; p of a two-sided paired t-test, from " + PairedTest.LEAST_PAIRS
                        + " seeds on, not corrected for the number of lines.");
        unpaired().ifPresent(table::note);
        return table;
    }

    private Optional<String> unpaired() {
        return unpairedFirst + unpairedSecond == 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "Without a counterpart: %,d configurations of the first, %,d of the second.",
                        unpairedFirst,
                        unpairedSecond));
    }

    /** Task, K, cell and size, as far as counterparts agree in them. */
    private List<String> place() {
        return PLACE.stream()
                .filter(column -> errors.stream()
                        .allMatch(pair -> Objects.equals(
                                pair.settings().get(column),
                                pair.second().settings().get(column))))
                .filter(column ->
                        errors.stream().anyMatch(pair -> pair.settings().get(column) != null))
                .toList();
    }

    /** How configurations of the first sweep differ that have the same place, by place. */
    private Map<List<Object>, Variants> variants(List<String> place) {
        return errors.stream()
                .collect(Collectors.groupingBy(
                        pair -> place(pair, place),
                        Collectors.collectingAndThen(
                                Collectors.mapping(ComparedErrors::settings, Collectors.toList()), Variants::of)));
    }

    private static List<Object> place(ComparedErrors pair, List<String> place) {
        return place.stream().map(pair.settings()::get).collect(Collectors.toList());
    }

    private TextTable numbers() {
        List<String> columns = Trial.COLUMNS.keySet().stream()
                .filter(column -> !column.equals("seed"))
                .toList();
        List<String> header = new ArrayList<>(List.of("first_config_id", "second_config_id"));
        header.addAll(columns);
        header.addAll(List.of(
                "change",
                "first_test_error_mean",
                "second_test_error_mean",
                "difference_mean",
                "difference_ci_low",
                "difference_ci_high",
                "shared_seeds",
                "p"));
        TextTable table = new TextTable(header);
        for (ComparedErrors pair : errors) {
            Values differences = pair.differences();
            Double half = differences.halfWidth();
            List<String> cells = new ArrayList<>(
                    List.of(pair.first().configId(), pair.second().configId()));
            columns.forEach(column -> cells.add(plain(pair.settings().get(column))));
            cells.add(pair.change());
            cells.add(plain(pair.first().testErrors().mean()));
            cells.add(plain(pair.second().testErrors().mean()));
            cells.add(plain(differences.mean()));
            cells.add(half == null ? "" : plain(differences.mean() - half));
            cells.add(half == null ? "" : plain(differences.mean() + half));
            cells.add(String.valueOf(differences.n()));
            cells.add(pair.test().map(test -> plain(test.p())).orElse(""));
            table.add(cells);
        }
        return table;
    }

    private String trialsText() {
        return String.format(
                Locale.ROOT,
                "Trials: %,d equal to the last bit, %,d different; %,d only in the first, %,d only in the second.",
                trials.equal(),
                trials.different().size(),
                trials.onlyFirst(),
                trials.onlySecond());
    }

    private TextTable trialsTable() {
        TextTable table = new TextTable(List.of("trial", "cell", "pairs", "seed", "providers", "different"));
        trials.different().stream().limit(MOST_TRIALS).forEach(different -> {
            Map<String, Object> trial = different.trial();
            table.add(List.of(
                    (String) trial.get("trial_id"),
                    plain(trial.get("cell")),
                    plain(trial.get("pairs")),
                    plain(trial.get("seed")),
                    different.firstProvider() + ", " + different.secondProvider(),
                    String.join(", ", different.fields())));
        });
        if (trials.different().size() > MOST_TRIALS) {
            table.note("The first " + MOST_TRIALS + " of " + trials.different().size() + ".");
        }
        return table;
    }

    private static String percent(Double share) {
        return share == null ? NOTHING : TextTable.number(100 * share, 2);
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%+.2f", 100 * share);
    }

    private static String plain(Object value) {
        return value == null ? "" : value.toString();
    }
}
