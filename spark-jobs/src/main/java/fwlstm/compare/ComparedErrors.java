package fwlstm.compare;

import fwlstm.statistics.PairedTest;
import fwlstm.statistics.Values;
import fwlstm.table.ConfigurationRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * The test errors of a configuration of one sweep and of its counterpart in another.
 *
 * @param change the settings in which the two differ; empty if they are the same
 * @param differences second less first, of the seeds that are done in both; errors are shares from 0 to 1
 * @param test of these differences; empty with fewer than three shared seeds
 */
record ComparedErrors(
        ConfigurationRow first, ConfigurationRow second, String change, Values differences, Optional<PairedTest> test) {

    /**
     * The configurations of the first that have counterparts in the second, in the order of the tables. Counterparts agree
     * in all settings in which the sweeps as a whole do, and neither has another that differs from it in fewer settings.
     */
    static List<ComparedErrors> of(
            List<ConfigurationRow> first, List<ConfigurationRow> second, ComparedSettings settings) {
        Map<List<Object>, List<ConfigurationRow>> groups =
                second.stream().collect(Collectors.groupingBy(row -> settings.common(row.settings())));
        Map<List<Object>, List<ConfigurationRow>> own =
                first.stream().collect(Collectors.groupingBy(row -> settings.common(row.settings())));
        Map<String, Integer> nearest = new HashMap<>();
        own.forEach((common, rows) -> {
            List<ConfigurationRow> others = groups.getOrDefault(common, List.of());
            others.forEach(b -> nearest.put(b.configId(), distance(b, rows, settings)));
        });
        List<ComparedErrors> pairs = new ArrayList<>();
        for (ConfigurationRow a : first) {
            List<ConfigurationRow> others = groups.getOrDefault(settings.common(a.settings()), List.of());
            int least = distance(a, others, settings);
            for (ConfigurationRow b : others) {
                int distance = settings.distance(a.settings(), b.settings());
                if (distance == least && distance == nearest.get(b.configId())) {
                    pairs.add(of(a, b, settings));
                }
            }
        }
        return pairs;
    }

    /** In how many settings a configuration differs from the one of these that is most like it. */
    private static int distance(ConfigurationRow row, List<ConfigurationRow> others, ComparedSettings settings) {
        return others.stream()
                .mapToInt(other -> settings.distance(row.settings(), other.settings()))
                .min()
                .orElse(Integer.MAX_VALUE);
    }

    private static ComparedErrors of(ConfigurationRow first, ConfigurationRow second, ComparedSettings settings) {
        SortedMap<Long, Double> a = first.testErrorsBySeed();
        SortedMap<Long, Double> b = second.testErrorsBySeed();
        List<Double> differences = a.keySet().stream()
                .filter(b::containsKey)
                .map(seed -> b.get(seed) - a.get(seed))
                .toList();
        return new ComparedErrors(
                first,
                second,
                settings.change(first.settings(), second.settings()),
                Values.of(differences),
                PairedTest.of(a, b));
    }

    /** The settings that say which configuration it is, by column. */
    Map<String, Object> settings() {
        return first.settings();
    }
}
