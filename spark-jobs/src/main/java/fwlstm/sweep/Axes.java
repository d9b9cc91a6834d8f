package fwlstm.sweep;

import fwlstm.config.ConfigException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sections of a sweep file: mappings in which every list is an axis. */
final class Axes {
    /** The largest number of trials of a sweep, and of combinations of a section. */
    static final int MOST = 1_000_000;

    private Axes() {}

    /** A section with its keys as text. */
    static Map<String, Object> mapping(String field, Object section) {
        if (!(section instanceof Map<?, ?> map)) {
            throw ConfigException.of(field, section, "a mapping of settings");
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        map.forEach((key, value) -> mapping.put(String.valueOf(key), value));
        return mapping;
    }

    /** The Cartesian product of the axes of a section: later keys vary fastest. */
    static List<Map<String, Object>> combinations(String field, Map<String, Object> section) {
        List<Map<String, Object>> combinations = List.of(Map.of());
        for (Map.Entry<String, Object> entry : section.entrySet()) {
            List<?> axis = axis(entry.getValue());
            if (axis.isEmpty()) {
                throw ConfigException.of(field + "." + entry.getKey(), "an empty axis", "at least one value");
            }
            List<Map<String, Object>> extended = new ArrayList<>();
            for (Map<String, Object> combination : combinations) {
                for (Object value : axis) {
                    Map<String, Object> next = new LinkedHashMap<>(combination);
                    next.put(entry.getKey(), value);
                    extended.add(next);
                }
            }
            if (extended.size() > MOST) {
                throw ConfigException.of(field, extended.size() + " combinations", "at most " + MOST);
            }
            combinations = extended;
        }
        return combinations.stream()
                .map(c -> (Map<String, Object>) new LinkedHashMap<>(c))
                .toList();
    }

    /** Refuses distributions among the values of a section. */
    static void refuseDistributions(String field, Map<String, Object> section, String allowed) {
        section.forEach((key, value) -> {
            if (axis(value).stream().anyMatch(Distribution::isOne)) {
                throw ConfigException.of(field + "." + key, "a distribution", allowed);
            }
        });
    }

    /**
     * The values that distinguish a combination from the others, for people: {@code " batch=64"}.
     *
     * @param prefix of each key
     */
    static String label(String prefix, Map<String, Object> section, Map<String, Object> combination) {
        return section.keySet().stream()
                .filter(key -> axis(section.get(key)).size() > 1)
                .map(key -> " " + prefix + key + "=" + combination.get(key))
                .collect(Collectors.joining());
    }

    private static List<?> axis(Object value) {
        return value instanceof List<?> list ? list : Collections.singletonList(value);
    }
}
