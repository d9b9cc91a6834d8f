package fwlstm.sweep;

import fwlstm.config.Trial;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The settings in which alternative configurations differ.
 *
 * @param the differing settings, by column, in the order of the tables
 * @param usual the values that more than half of the configurations have, by setting
 */
public record Variants(List<String> settings, Map<String, Object> usual) {
    /** From configurations by column; other columns and the seed are ignored. */
    public static Variants of(Collection<? extends Map<String, Object>> configurations) {
        List<String> settings = Trial.COLUMNS.keySet().stream()
                .filter(setting -> !setting.equals("seed"))
                .filter(setting -> configurations.stream()
                                .map(columns -> columns.get(setting))
                                .distinct()
                                .count()
                        > 1)
                .toList();
        Map<String, Object> usual = new LinkedHashMap<>();
        for (String setting : settings) {
            Map<Object, Integer> counts = new HashMap<>();
            configurations.forEach(columns -> counts.merge(columns.get(setting), 1, Integer::sum));
            counts.forEach((value, count) -> {
                if (2 * count > configurations.size()) {
                    usual.put(setting, value);
                }
            });
        }
        return new Variants(settings, usual);
    }

    /**
     * The settings that distinguish a configuration from the others, for people: {@code norm=none eta=0.5}, without
     * usual values and settings that the configuration does not have.
     */
    public String text(Map<String, Object> columns) {
        return settings.stream()
                .filter(setting -> columns.get(setting) != null)
                .filter(setting -> !Objects.equals(columns.get(setting), usual.get(setting)))
                .map(setting -> setting + "=" + columns.get(setting))
                .collect(Collectors.joining(" "));
    }
}
