package fwlstm.config;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One configuration with one seed: everything that determines the numbers of a trial, and nothing else. Every random
 * number of the trial comes from streams keyed by the seed.
 */
public record Trial(TaskConfig task, CellConfig cell, TrainConfig train, DataConfig data, long seed)
        implements Serializable {
    /** Version of the meaning of a configuration. It is hashed, so that a change gives every trial a new id. */
    public static final int ID_VERSION = 1;

    /** The columns of a trial's configuration and the type of each, seed last. */
    public static final Map<String, Class<?>> COLUMNS = columnTypes();

    /** The columns in the order in which they are hashed. */
    private static final List<String> HASHED =
            COLUMNS.keySet().stream().sorted().toList();

    /** Hexadecimal digits of a trial id. */
    private static final int ID_LENGTH = 16;

    public Trial {
        if (data.train() < train.batch()) {
            throw ConfigException.of(
                    "data.train", data.train(), "at least one batch (train.batch is " + train.batch() + ")");
        }
        data = data.of(task);
    }

    /**
     * The trial of a configuration by column, as numbers or as text; null counts as absent, other keys are ignored.
     *
     * @throws ConfigException if a column is missing, of a wrong type or out of range
     */
    public static Trial of(Map<String, ?> columns) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("name", columns.get("task"));
        task.put("pairs", columns.get("pairs"));
        Class<? extends Record> cell = Settings.choose("cell", columns.get("cell"), CellConfig.TYPES);
        return new Trial(
                Settings.bind(TaskConfig.class, task),
                CellConfig.of(columns.get("cell"), present(cell, "", columns)),
                Settings.bind(TrainConfig.class, present(TrainConfig.class, "", columns)),
                Settings.bind(DataConfig.class, present(DataConfig.class, "data_", columns)),
                seed(columns.get("seed")));
    }

    private static Map<String, Object> present(Class<? extends Record> type, String prefix, Map<String, ?> columns) {
        Map<String, Object> present = new LinkedHashMap<>();
        for (String key : Settings.keys(type)) {
            if (columns.get(prefix + key) != null) {
                present.put(key, columns.get(prefix + key));
            }
        }
        return present;
    }

    private static long seed(Object value) {
        return Numbers.whole(value).orElseThrow(() -> Numbers.refused("seed", value, "a whole number"));
    }

    /** The configuration by column, null if the cell has no such option. */
    public Map<String, Object> columns() {
        Map<String, Object> columns = new LinkedHashMap<>(2 * COLUMNS.size());
        COLUMNS.keySet().forEach(column -> columns.put(column, null));
        columns.put("task", Settings.key(task.name()));
        columns.put("pairs", task.pairs());
        columns.put("cell", cell.name());
        Settings.putValues((Record) cell, columns);
        Settings.putValues(train, columns);
        Settings.values(data).forEach((split, size) -> columns.put("data_" + split, size));
        columns.put("seed", seed);
        columns.replaceAll((column, value) -> value instanceof Double x ? x + 0.0 : value); // −0.0 is 0.0: one identity
        return columns;
    }

    /** Identifies configuration and seed: the first 64 bits of a SHA-256, in hexadecimal. */
    public String id() {
        return hash(columns());
    }

    /** Identifies the configuration: trials that differ only in their seeds share it. */
    public String configId() {
        Map<String, Object> columns = columns();
        columns.remove("seed");
        return hash(columns);
    }

    /** A short name for people: {@code fw-lstm art K=4 H=50 seed 0}, or {@code … K=4, tested at 8, H=50 …}. */
    public String label() {
        return String.format(
                Locale.ROOT,
                "%s %s K=%d%s H=%d seed %d",
                cell.name(),
                Settings.key(task.name()),
                task.pairs(),
                data.testPairs() == null ? "" : ", tested at " + data.testPairs() + ",",
                cell.layers().hidden(),
                seed);
    }

    private static String hash(Map<String, Object> columns) {
        StringBuilder canonical = new StringBuilder(512);
        canonical.append("format_version=").append(ID_VERSION).append('\n');
        for (String column : HASHED) {
            Object value = columns.get(column);
            if (value != null) {
                // Hexadecimal, since the decimal form of a double differs between Java versions.
                String text = value instanceof Double x ? Double.toHexString(x) : value.toString();
                canonical.append(column).append('=').append(text).append('\n');
            }
        }
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(canonical.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest).substring(0, ID_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static Map<String, Class<?>> columnTypes() {
        Map<String, Class<?>> columns = new LinkedHashMap<>();
        columns.put("task", String.class);
        columns.put("pairs", int.class);
        columns.put("cell", String.class);
        CellConfig.TYPES.values().forEach(type -> addColumns(type, "", columns));
        addColumns(TrainConfig.class, "", columns);
        addColumns(DataConfig.class, "data_", columns);
        columns.put("seed", long.class);
        return Collections.unmodifiableMap(columns);
    }

    private static void addColumns(Class<? extends Record> type, String prefix, Map<String, Class<?>> columns) {
        Settings.components(type)
                .forEach(c -> columns.putIfAbsent(
                        prefix + Settings.key(c), c.getType().isEnum() ? String.class : c.getType()));
    }
}
