package fwlstm.compare;

import fwlstm.config.Trial;
import fwlstm.sweep.Sweep;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The settings in which two sweep files differ.
 *
 * @param differences in the order of the columns
 */
record ComparedSettings(List<Difference> differences) {
    /**
     * A setting that does not take the same values in both.
     *
     * @param column of the setting
     * @param first its values in the first sweep, in the order of the sweep file; null where a cell has no such setting
     */
    record Difference(String column, List<Object> first, List<Object> second) {}

    static ComparedSettings of(Sweep first, Sweep second) {
        Map<String, Set<Object>> a = values(first);
        Map<String, Set<Object>> b = values(second);
        List<Difference> differences = new ArrayList<>();
        for (String column : Trial.COLUMNS.keySet()) {
            if (!a.get(column).equals(b.get(column))) {
                differences.add(new Difference(column, new ArrayList<>(a.get(column)), new ArrayList<>(b.get(column))));
            }
        }
        return new ComparedSettings(List.copyOf(differences));
    }

    /** The values of each setting, in the order of the sweep file. */
    private static Map<String, Set<Object>> values(Sweep sweep) {
        Map<String, Set<Object>> values = new HashMap<>();
        for (Trial trial : sweep.trials()) {
            trial.columns()
                    .forEach((column, value) -> values.computeIfAbsent(column, name -> new LinkedHashSet<>())
                            .add(value));
        }
        return values;
    }

    /** The values of a configuration's settings in which the sweeps do not differ. */
    List<Object> common(Map<String, Object> settings) {
        List<String> differing = differences.stream().map(Difference::column).toList();
        return Trial.COLUMNS.keySet().stream()
                .filter(column -> !column.equals("seed") && !differing.contains(column))
                .map(settings::get)
                .collect(Collectors.toList());
    }

    /** In how many settings two configurations differ, of those that differ between the sweeps. */
    int distance(Map<String, Object> first, Map<String, Object> second) {
        return changed(first, second).size();
    }

    /** In which settings they differ, for people: {@code learning_rate 0.001 → 0.003}. */
    String change(Map<String, Object> first, Map<String, Object> second) {
        return changed(first, second).stream()
                .map(column -> column + " " + text(first.get(column)) + " → " + text(second.get(column)))
                .collect(Collectors.joining(", "));
    }

    private List<String> changed(Map<String, Object> first, Map<String, Object> second) {
        return differences.stream()
                .map(Difference::column)
                .filter(column -> !column.equals("seed") && !Objects.equals(first.get(column), second.get(column)))
                .toList();
    }

    static String text(Object value) {
        return value == null ? "–" : value.toString();
    }
}
