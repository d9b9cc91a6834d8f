package fwlstm.sweep;

import fwlstm.config.CellConfig;
import fwlstm.config.ConfigException;
import fwlstm.config.DataConfig;
import fwlstm.config.Settings;
import fwlstm.config.TaskConfig;
import fwlstm.config.TrainConfig;
import fwlstm.config.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** From the sections of a sweep file to its trials. */
final class SweepReader {
    private static final List<String> SECTIONS = List.of("name", "task", "cell", "train", "data", "seeds", "search");
    private static final String NAME = "[a-z0-9][a-z0-9_-]{0,63}";
    private static final int MOST_TRIALS = 1_000_000;

    /** How the configurations of the space are chosen. */
    private static final Map<String, String> STRATEGIES = Map.of("grid", "every combination of the axes");

    private SweepReader() {}

    static Sweep read(Map<String, Object> root, String source) {
        for (String key : root.keySet()) {
            if (!SECTIONS.contains(key)) {
                throw ConfigException.of(key, "an unknown key", Settings.oneOf(key, SECTIONS));
            }
        }
        Object name = root.get("name");
        if (!(name instanceof String text) || !text.matches(NAME)) {
            throw ConfigException.of("name", name, "lower-case letters, digits, '-' and '_', at most 64");
        }
        search(root.get("search"));
        List<Long> seeds = seeds(root.get("seeds"));
        List<TaskConfig> tasks = bindAll("task", root.get("task"), TaskConfig.class);
        List<DataConfig> data = bindAll("data", root.getOrDefault("data", Map.of()), DataConfig.class);
        Map<String, Object> train = mapping("train", root.getOrDefault("train", Map.of()));
        List<CellChoice> cells = cells(root.get("cell"), train);
        double combinations = (double) tasks.size() * cells.size() * data.size() * seeds.size();
        if (combinations > MOST_TRIALS) {
            throw ConfigException.of(
                    "",
                    String.format(Locale.ROOT, "%.0f trials", combinations),
                    "at most " + MOST_TRIALS + " in a sweep");
        }
        Map<String, Trial> trials = new LinkedHashMap<>();
        for (TaskConfig task : tasks) {
            for (CellChoice cell : cells) {
                for (DataConfig sizes : data) {
                    for (long seed : seeds) {
                        Trial trial = new Trial(task, cell.cell(), cell.train(), sizes, seed);
                        trials.put(trial.id(), trial);
                    }
                }
            }
        }
        return new Sweep(text, new ArrayList<>(trials.values()), source);
    }

    /** A cell and how it is trained. */
    private record CellChoice(CellConfig cell, TrainConfig train) {}

    /** Every combination of the cells' axes with the axes of {@code train}, which a cell's own {@code train} overrides. */
    private static List<CellChoice> cells(Object section, Map<String, Object> train) {
        List<?> entries = section instanceof List<?> list ? list : Collections.singletonList(section);
        if (entries.isEmpty()) {
            throw ConfigException.of("cell", "an empty list", "at least one cell");
        }
        List<CellChoice> cells = new ArrayList<>();
        for (int k = 0; k < entries.size(); k++) {
            String field = section instanceof List ? "cell[" + k + "]" : "cell";
            Map<String, Object> entry = new LinkedHashMap<>(mapping(field, entries.get(k)));
            Map<String, Object> ownTrain = mapping(field + ".train", entry.getOrDefault("train", Map.of()));
            entry.remove("train");
            List<TrainConfig> trains = trains(field, train, ownTrain);
            for (Map<String, Object> values : combinations(field, entry)) {
                Object name = values.remove("name");
                CellConfig cell = within(field, () -> CellConfig.of(name, values));
                trains.forEach(t -> cells.add(new CellChoice(cell, t)));
            }
        }
        return cells;
    }

    /** Every combination of a cell's own training settings and, for what these leave open, the common ones. */
    private static List<TrainConfig> trains(String cell, Map<String, Object> common, Map<String, Object> own) {
        combinations("train", common); // refuses empty axes where they stand
        combinations(cell + ".train", own);
        Map<String, Object> merged = new LinkedHashMap<>(common);
        merged.putAll(own);
        List<TrainConfig> trains = new ArrayList<>();
        for (Map<String, Object> values : combinations("train", merged)) {
            try {
                trains.add(Settings.bind(TrainConfig.class, values));
            } catch (ConfigException e) {
                throw e.within(own.containsKey(e.field()) ? cell + ".train" : "train");
            }
        }
        return trains;
    }

    private static <R extends Record> List<R> bindAll(String field, Object section, Class<R> type) {
        return combinations(field, mapping(field, section)).stream()
                .map(values -> within(field, () -> Settings.bind(type, values)))
                .toList();
    }

    /** The Cartesian product of the axes of a section: later keys vary fastest. */
    private static List<Map<String, Object>> combinations(String field, Map<String, Object> section) {
        List<Map<String, Object>> combinations = List.of(Map.of());
        for (Map.Entry<String, Object> entry : section.entrySet()) {
            List<?> axis =
                    entry.getValue() instanceof List<?> list ? list : Collections.singletonList(entry.getValue());
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
            if (extended.size() > MOST_TRIALS) {
                throw ConfigException.of(field, extended.size() + " combinations", "at most " + MOST_TRIALS);
            }
            combinations = extended;
        }
        return combinations.stream()
                .map(c -> (Map<String, Object>) new LinkedHashMap<>(c))
                .toList();
    }

    private static List<Long> seeds(Object value) {
        String allowed = "a number of seeds from 1 to 1000000, or a list of whole numbers from 0";
        if (value instanceof Integer count && count >= 1 && count <= MOST_TRIALS) {
            return LongStream.range(0, count).boxed().toList();
        }
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            throw ConfigException.of("seeds", value, allowed);
        }
        List<Long> seeds = new ArrayList<>();
        for (Object element : list) {
            if (!(element instanceof Integer || element instanceof Long) || ((Number) element).longValue() < 0) {
                throw ConfigException.of("seeds", element, allowed);
            }
            seeds.add(((Number) element).longValue());
        }
        if (new HashSet<>(seeds).size() < seeds.size()) {
            throw ConfigException.of("seeds", list, "each seed once");
        }
        return seeds;
    }

    private static void search(Object section) {
        if (section == null) {
            return;
        }
        Map<String, Object> search = mapping("search", section);
        search.keySet().stream().filter(key -> !key.equals("strategy")).forEach(key -> {
            throw ConfigException.of("search." + key, "an unknown key", Settings.oneOf(key, List.of("strategy")));
        });
        Settings.choose("search.strategy", search.get("strategy"), STRATEGIES);
    }

    private static Map<String, Object> mapping(String field, Object section) {
        if (!(section instanceof Map<?, ?> map)) {
            throw ConfigException.of(field, section, "a mapping of settings");
        }
        Map<String, Object> mapping = new LinkedHashMap<>();
        map.forEach((key, value) -> mapping.put(String.valueOf(key), value));
        return mapping;
    }

    private static <T> T within(String field, Supplier<T> construction) {
        try {
            return construction.get();
        } catch (ConfigException e) {
            throw e.within(field);
        }
    }
}
