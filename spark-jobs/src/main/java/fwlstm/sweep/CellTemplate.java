package fwlstm.sweep;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * A cell and its training at one combination of the axes. Drawn settings have a {@link Distribution} in place of the
 * value.
 *
 * @param field of the cell's entry in the sweep file
 * @param cell values by key, {@code name} among them
 * @param train values by key
 * @param ownTrain the keys of {@code train} in the entry itself
 * @param label the values of the axes except name and hidden, for people; empty if nothing is drawn
 */
record CellTemplate(
        String field, Map<String, Object> cell, Map<String, Object> train, Set<String> ownTrain, String label) {
    /** Settings that compared trials must share. */
    private static final Set<String> SHARED = Set.of("updates", "evaluate_every");

    /** A cell and how it is trained. */
    record Bound(CellConfig cell, TrainConfig train) {}

    /**
     * All combinations of the axes of the cells with those of {@code train}, which a cell's own {@code train}
     * overrides.
     *
     * @param section one cell or a list of them
     * @param train the section {@code train}
     * @param drawing whether distributions are allowed
     */
    static List<CellTemplate> all(Object section, Map<String, Object> train, boolean drawing) {
        List<?> entries = section instanceof List<?> list ? list : Collections.singletonList(section);
        if (entries.isEmpty()) {
            throw ConfigException.of("cell", "an empty list", "at least one cell");
        }
        Map<String, Object> common = parsed("train", train, drawing);
        List<CellTemplate> templates = new ArrayList<>();
        for (int k = 0; k < entries.size(); k++) {
            String field = section instanceof List ? "cell[" + k + "]" : "cell";
            Map<String, Object> entry = Axes.mapping(field, entries.get(k));
            Map<String, Object> own = Axes.mapping(field + ".train", entry.getOrDefault("train", Map.of()));
            entry.remove("train");
            boolean named =
                    entries.stream().filter(other -> sameName(entry, other)).count() == 1;
            templates.addAll(of(
                    field,
                    parsed(field, entry, drawing),
                    common,
                    parsed(field + ".train", own, drawing),
                    named ? "" : " " + field,
                    drawing));
        }
        return templates;
    }

    private static boolean sameName(Map<String, Object> entry, Object other) {
        return other instanceof Map<?, ?> map
                && String.valueOf(map.get("name")).equals(String.valueOf(entry.get("name")));
    }

    /** A section with its distributions parsed. */
    private static Map<String, Object> parsed(String field, Map<String, Object> section, boolean drawing) {
        if (!drawing) {
            Axes.refuseDistributions(
                    field, section, "values or a list under strategy grid; random, sobol and asha draw");
            return section;
        }
        Map<String, Object> parsed = new LinkedHashMap<>();
        section.forEach((key, value) -> {
            String setting = field + "." + key;
            if (value instanceof List<?> list && list.stream().anyMatch(Distribution::isOne)) {
                throw ConfigException.of(setting, "a distribution in a list", "a distribution by itself");
            }
            if (!(value instanceof Map<?, ?> map) || key.equals("name")) {
                parsed.put(key, value);
            } else if (SHARED.contains(key)) {
                throw ConfigException.of(
                        setting, "a distribution", "a value or a list; compared trials must train equally long");
            } else {
                parsed.put(key, Distribution.of(setting, map));
            }
        });
        return parsed;
    }

    private static List<CellTemplate> of(
            String field,
            Map<String, Object> entry,
            Map<String, Object> common,
            Map<String, Object> own,
            String label,
            boolean drawing) {
        Axes.combinations("train", common); // refuses empty axes in their place
        Axes.combinations(field + ".train", own);
        Map<String, Object> merged = new LinkedHashMap<>(common);
        merged.putAll(own);
        Map<String, Object> labelled = new LinkedHashMap<>(entry);
        labelled.keySet().removeAll(Set.of("name", "hidden"));
        List<Map<String, Object>> trains = Axes.combinations("train", merged);
        List<CellTemplate> templates = new ArrayList<>();
        for (Map<String, Object> cell : Axes.combinations(field, entry)) {
            for (Map<String, Object> train : trains) {
                templates.add(new CellTemplate(
                        field,
                        cell,
                        train,
                        own.keySet(),
                        drawing ? label + Axes.label("", labelled, cell) + Axes.label("", merged, train) : label));
            }
        }
        return templates;
    }

    /** A name for the trials of a task at this combination: {@code fw-lstm art K=8 H=50 batch=64}. */
    String label(TaskConfig task) {
        Object hidden = cell.get("hidden");
        String width = hidden instanceof Distribution ? "" : " H=" + hidden;
        return cell.get("name") + " " + Settings.key(task.name()) + " K=" + task.pairs() + width + label;
    }

    /** The settings that are drawn, by section and key: {@code train.learning_rate}. */
    Set<String> drawn() {
        Set<String> drawn = new TreeSet<>();
        collect("cell.", cell, drawn);
        collect("train.", train, drawn);
        return drawn;
    }

    private static void collect(String section, Map<String, Object> values, Set<String> drawn) {
        values.forEach((key, value) -> {
            if (value instanceof Distribution) {
                drawn.add(section + key);
            }
        });
    }

    /** Configuration i. */
    Bound draw(Draws draws, int i) {
        return bind((setting, distribution) -> distribution.at(draws.at(setting, i)));
    }

    /**
     * The configuration at the first extremes of all distributions, after checking every other extreme.
     *
     * @throws ConfigException if an extreme is not acceptable to its setting
     */
    Bound checked() {
        for (String tried : drawn()) {
            String key = tried.substring(tried.indexOf('.') + 1);
            boolean ofCell = tried.startsWith("cell.");
            Distribution distribution = (Distribution) (ofCell ? cell : train).get(key);
            if (isWhole(ofCell, key)) {
                refuseFractions((ofCell ? field : trainField(key)) + "." + key, distribution);
            }
            for (Object extreme : distribution.extremes()) {
                bind((setting, other) ->
                        setting.equals(tried) ? extreme : other.extremes().get(0));
            }
        }
        return bind((setting, distribution) -> distribution.extremes().get(0));
    }

    private boolean isWhole(boolean ofCell, String key) {
        Class<? extends Record> type =
                ofCell ? CellConfig.TYPES.get(String.valueOf(cell.get("name"))) : TrainConfig.class;
        return type != null && Settings.isWhole(type, key);
    }

    private static void refuseFractions(String setting, Distribution distribution) {
        boolean uniform = distribution instanceof Distribution.Uniform;
        if (uniform || distribution instanceof Distribution.LogUniform) {
            throw ConfigException.of(
                    setting,
                    uniform ? "uniform" : "log_uniform",
                    "{int: [a, b]} or {choice: [value, …]} for a whole number");
        }
    }

    private Bound bind(BiFunction<String, Distribution, Object> drawn) {
        Map<String, Object> cellValues = filled("cell.", cell, drawn);
        Object name = cellValues.remove("name");
        CellConfig boundCell;
        try {
            boundCell = CellConfig.of(name, cellValues);
        } catch (ConfigException e) {
            throw e.within(field);
        }
        try {
            return new Bound(boundCell, Settings.bind(TrainConfig.class, filled("train.", train, drawn)));
        } catch (ConfigException e) {
            throw e.within(trainField(e.field()));
        }
    }

    private String trainField(String key) {
        return ownTrain.contains(key) ? field + ".train" : "train";
    }

    private static Map<String, Object> filled(
            String section, Map<String, Object> values, BiFunction<String, Distribution, Object> drawn) {
        Map<String, Object> filled = new LinkedHashMap<>(values);
        filled.replaceAll((key, value) ->
                value instanceof Distribution distribution ? drawn.apply(section + key, distribution) : value);
        return filled;
    }
}
