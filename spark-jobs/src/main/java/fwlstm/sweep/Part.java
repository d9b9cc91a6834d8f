package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A part of a sweep file: its own sections, which override the common ones setting by setting. A sweep file without
 * {@code parts} is one part.
 *
 * @param field of the entry in the sweep file; empty if there are no parts
 * @param own the sections as in the entry
 * @param sections merged, those of {@link #SECTIONS} that are given
 */
record Part(String field, Map<String, Object> own, Map<String, Object> sections) {
    /** The sections that parts may have. */
    static final List<String> SECTIONS = List.of("task", "cell", "train", "data");

    /** All parts of a sweep file, in its order. */
    static List<Part> all(Map<String, Object> root) {
        if (!root.containsKey("parts")) {
            return List.of(new Part("", Map.of(), root));
        }
        if (!(root.get("parts") instanceof List<?> list) || list.isEmpty()) {
            throw ConfigException.of("parts", root.get("parts"), "a list of parts with " + String.join(", ", SECTIONS));
        }
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            parts.add(of("parts[" + i + "]", list.get(i), root));
        }
        return parts;
    }

    private static Part of(String field, Object entry, Map<String, Object> root) {
        Map<String, Object> own = Axes.mapping(field, entry);
        Map<String, Object> sections = new LinkedHashMap<>(root);
        own.forEach((section, value) -> {
            if (!SECTIONS.contains(section)) {
                throw ConfigException.of(field + "." + section, "an unknown key", Settings.oneOf(section, SECTIONS));
            }
            String name = field + "." + section;
            sections.put(
                    section,
                    section.equals("cell")
                            ? cells(name, root.get(section), value)
                            : merged(name, root.get(section), value));
        });
        return new Part(field, own, sections);
    }

    /** The cells of a part, each merged with the common settings. */
    private static Object cells(String field, Object common, Object own) {
        if (common instanceof List<?>) {
            throw ConfigException.of(
                    field, "cells in a part and a list of cells for all parts", "cell as a mapping, or in one place");
        }
        if (!(own instanceof List<?> list)) {
            return cell(field, common, own);
        }
        List<Object> cells = new ArrayList<>();
        for (int k = 0; k < list.size(); k++) {
            cells.add(cell(field + "[" + k + "]", common, list.get(k)));
        }
        return cells;
    }

    private static Object cell(String field, Object common, Object own) {
        Map<String, Object> cell = merged(field, common, own);
        if (common instanceof Map<?, ?> map && map.containsKey("train") && cell.get("train") != map.get("train")) {
            cell.put("train", merged(field + ".train", map.get("train"), cell.get("train")));
        }
        return cell;
    }

    /** A common section, if there is one, overridden by the settings of an own one. */
    private static Map<String, Object> merged(String field, Object common, Object own) {
        Map<String, Object> settings = new LinkedHashMap<>();
        if (common instanceof Map<?, ?> map) {
            map.forEach((key, value) -> settings.put(String.valueOf(key), value));
        }
        settings.putAll(Axes.mapping(field, own));
        return settings;
    }

    /** Reads from the sections; an error names the part if it concerns a section of the part. */
    <T> T read(Supplier<T> reader) {
        try {
            return reader.get();
        } catch (ConfigException e) {
            boolean ofPart = own.keySet().stream().anyMatch(section -> e.field().matches(section + "([.\\[].*)?"));
            throw ofPart ? e.within(field) : e;
        }
    }
}
