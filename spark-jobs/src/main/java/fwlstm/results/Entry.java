package fwlstm.results;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.ConfigException;
import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.train.Status;
import fwlstm.train.TrialRecord;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A recorded trial as it lies in the ledger: one row of the table {@code trials} and its rows of {@code curves}, values
 * by column. As JSON it is one object {@code {"trial": {…}, "curve": [{…}, …]}} with the columns' names.
 */
public record Entry(Map<String, Object> trial, List<Map<String, Object>> curve) {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The columns without which an entry means nothing. */
    private static final Set<String> REQUIRED =
            Set.of("trial_id", "config_id", "task", "pairs", "cell", "seed", "status", "update");

    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    public static Entry of(String sweep, TrialRecord record) {
        Trial trial = record.trial();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("trial_id", trial.id());
        row.put("config_id", trial.configId());
        row.put("sweep", sweep);
        row.put("format_version", Trial.FORMAT_VERSION);
        row.putAll(trial.columns());
        row.putAll(Settings.values(record.result()));
        row.putAll(Settings.values(record.execution()));
        List<Map<String, Object>> curve = new ArrayList<>();
        record.curve().forEach(point -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("trial_id", trial.id());
            values.put("task", row.get("task"));
            values.put("pairs", row.get("pairs"));
            values.putAll(Settings.values(point));
            curve.add(values);
        });
        return new Entry(row, curve);
    }

    public String trialId() {
        return (String) trial.get("trial_id");
    }

    /** How the trial ended. */
    public Status status() {
        return Status.of(trial.get("status")).orElseThrow();
    }

    /** The rows that the entry has in a table. */
    public List<Map<String, Object>> rows(List<Column> table) {
        return table == Column.TRIALS ? List.of(trial) : curve;
    }

    byte[] toJson() {
        try {
            Map<String, Object> shown = new LinkedHashMap<>(trial);
            shown.replaceAll((name, value) -> value instanceof Instant time ? time.toString() : value);
            return JSON.writeValueAsBytes(Map.of("trial", shown, "curve", curve));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers and text must be writable", e);
        }
    }

    /**
     * Reads an entry and checks every value against its column, and the ids against the configuration.
     *
     * @throws IOException if this is not the entry of the trial, whole and of this format version
     */
    static Entry fromJson(byte[] json, String trialId) throws IOException {
        Map<String, Object> root = JSON.readValue(json, OBJECT);
        if (root == null
                || !(root.get("trial") instanceof Map<?, ?> values)
                || !(root.get("curve") instanceof List<?> points)) {
            throw new IOException("it is no record of a trial");
        }
        NewerFormatException.check(values.get("format_version")); // before its columns, which may be others
        Map<String, Object> trial = row(Column.TRIALS, root.get("trial"));
        if (!trialId.equals(trial.get("trial_id"))) {
            throw new IOException("it is the record of another trial");
        }
        if (!Integer.valueOf(Trial.FORMAT_VERSION).equals(trial.get("format_version"))) {
            throw new IOException("it is of format version " + trial.get("format_version"));
        }
        if (Status.of(trial.get("status")).isEmpty()) {
            throw new IOException("its status is " + trial.get("status"));
        }
        checkIdentity(trial);
        return new Entry(trial, curve(points, trial));
    }

    /** The ids are functions of the configuration: a row of which one was changed is found out. */
    private static void checkIdentity(Map<String, Object> row) throws IOException {
        Trial trial;
        try {
            trial = Trial.of(row);
        } catch (ConfigException e) {
            throw new IOException("its configuration is none: " + e.getMessage(), e);
        }
        if (!trial.id().equals(row.get("trial_id")) || !trial.configId().equals(row.get("config_id"))) {
            throw new IOException("its ids are not those of its configuration");
        }
        for (Map.Entry<String, Object> column : trial.columns().entrySet()) {
            if (!Objects.equals(column.getValue(), row.get(column.getKey()))) {
                throw new IOException("its " + column.getKey() + " is none of its cell");
            }
        }
    }

    private static List<Map<String, Object>> curve(List<?> points, Map<String, Object> trial) throws IOException {
        List<Map<String, Object>> curve = new ArrayList<>();
        int update = 0;
        for (Object values : points) {
            Map<String, Object> point = row(Column.CURVES, values);
            for (String column : List.of("trial_id", "task", "pairs")) {
                if (!trial.get(column).equals(point.get(column))) {
                    throw new IOException("its curve is that of another trial");
                }
            }
            if ((int) point.get("update") <= update) {
                throw new IOException("its curve is out of order");
            }
            update = (int) point.get("update");
            curve.add(point);
        }
        return curve;
    }

    /** A setting that is absent is null, as for its identity: an earlier fw-lstm did not have it. */
    private static Map<String, Object> row(List<Column> columns, Object values) throws IOException {
        if (!(values instanceof Map<?, ?> map)
                || map.size()
                        != columns.stream()
                                .map(Column::name)
                                .filter(map::containsKey)
                                .count()) {
            throw new IOException("its columns are not those of the table");
        }
        Map<String, Object> row = new LinkedHashMap<>();
        for (Column column : columns) {
            if (!map.containsKey(column.name()) && column.group() != Column.Group.CONFIGURATION) {
                throw new IOException("it has no " + column.name());
            }
            if (map.get(column.name()) == null && REQUIRED.contains(column.name())) {
                throw new IOException("its " + column.name() + " is missing");
            }
            row.put(column.name(), value(column, map.get(column.name())));
        }
        return row;
    }

    private static Object value(Column column, Object value) throws IOException {
        if (value == null) {
            return null;
        }
        Object converted = switch (column.type()) {
            case STRING -> value instanceof String ? value : null;
            case INTEGER -> value instanceof Integer ? value : null;
            case LONG -> value instanceof Integer || value instanceof Long ? ((Number) value).longValue() : null;
            case DOUBLE ->
                value instanceof Number number && Double.isFinite(number.doubleValue()) ? number.doubleValue() : null;
            case BOOLEAN -> value instanceof Boolean ? value : null;
            case INSTANT -> value instanceof String text ? time(column, text) : null;
        };
        if (converted == null) {
            throw new IOException("its " + column.name() + " is of the wrong type");
        }
        return converted;
    }

    private static Instant time(Column column, String text) throws IOException {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IOException("its " + column.name() + " is no time", e);
        }
    }
}
