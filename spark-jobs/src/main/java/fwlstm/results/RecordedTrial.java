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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A recorded trial in the ledger: one row of the table {@code trials} and its rows of {@code curves}, values by column.
 * As JSON it is one object {@code {"trial": {…}, "curve": [{…}, …]}} with the columns' names.
 */
public record RecordedTrial(Map<String, Object> trial, List<Map<String, Object>> curve) {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** The columns that every entry must have. */
    private static final Set<String> REQUIRED =
            Set.of("trial_id", "config_id", "task", "pairs", "cell", "seed", "status", "updates_run", "update");

    private static final String TRIAL = "trial";
    private static final String CURVE = "curve";

    private static final TypeReference<LinkedHashMap<String, Object>> OBJECT = new TypeReference<>() {};

    public static RecordedTrial of(String sweep, TrialRecord record) {
        Trial trial = record.trial();
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("trial_id", trial.id());
        row.put("config_id", trial.configId());
        row.put("sweep", sweep);
        row.put("format_version", RecordFormat.VERSION);
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
        return new RecordedTrial(row, curve);
    }

    public String trialId() {
        return (String) trial.get("trial_id");
    }

    /** The final status of the trial. */
    public Status status() {
        return Status.of(trial.get("status")).orElseThrow();
    }

    /** Updates done before the trial ended. */
    public int updates() {
        return (Integer) trial.get("updates_run");
    }

    /** Whether this replaces another record of the trial: the other is not final, and this one covers more. */
    boolean supersedes(RecordedTrial other) {
        return !other.status().isFinal() && (status().isFinal() || updates() > other.updates());
    }

    /** A fingerprint of the results, 16 hexadecimal digits. Another processor may give the same trial other results. */
    String resultsId() {
        StringBuilder results = new StringBuilder();
        Column.of(Column.TRIALS, Column.Group.RESULT).forEach(column -> {
            Object value = trial.get(column.name());
            if (value != null) {
                String text = value instanceof Double x ? Double.toHexString(x) : value.toString();
                results.append(column.name()).append('=').append(text).append('\n');
            }
        });
        return Checksummed.digest(results.toString().getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
    }

    /** The rows that the entry has in a table. */
    public List<Map<String, Object>> rows(List<Column> table) {
        return table == Column.TRIALS ? List.of(trial) : curve;
    }

    byte[] toJson() {
        try {
            Map<String, Object> shown = new LinkedHashMap<>(trial);
            shown.replaceAll((name, value) -> value instanceof Instant time ? time.toString() : value);
            Map<String, Object> root = new LinkedHashMap<>(); // in a fixed order, so that equal entries are equal files
            root.put(TRIAL, shown);
            root.put(CURVE, curve);
            return JSON.writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers and text must be writable", e);
        }
    }

    /** Reads an entry of the format of this program. */
    static RecordedTrial fromJson(byte[] json, String trialId) throws IOException {
        return fromJson(json, trialId, RecordFormat.CURRENT);
    }

    /**
     * Reads an entry and checks every value against its column, and the ids against the configuration. Columns that an
     * earlier fw-lstm did not write are null.
     *
     * @throws NewerFormatException if a newer fw-lstm wrote it
     * @throws IOException if this is not the intact entry of the trial
     */
    static RecordedTrial fromJson(byte[] json, String trialId, RecordFormat format) throws IOException {
        Map<String, Object> root = JSON.readValue(json, OBJECT);
        if (root == null
                || !(root.get(TRIAL) instanceof Map<?, ?> values)
                || !(root.get(CURVE) instanceof List<?> points)) {
            throw new IOException("it is not a record of a trial");
        }
        format.checkVersion(values.get("format_version")); // first: it decides what the others mean
        for (String part : root.keySet()) {
            if (!part.equals(TRIAL) && !part.equals(CURVE)) {
                throw NewerFormatException.column(part);
            }
        }
        Map<String, Object> trial = row(format.trials(), values);
        if (!trialId.equals(trial.get("trial_id"))) {
            throw new IOException("it is the record of another trial");
        }
        if (!(trial.get("format_version") instanceof Integer version) || version < 1) {
            throw new IOException("it is of format version " + trial.get("format_version"));
        }
        if (Status.of(trial.get("status")).isEmpty()) {
            Object status = trial.get("status");
            throw NewerFormatException.value("its status is " + status, "status", status);
        }
        checkIdentity(trial);
        return new RecordedTrial(trial, curve(format.curves(), points, trial));
    }

    /** The ids are functions of the configuration, so that a change of either is detected. */
    private static void checkIdentity(Map<String, Object> row) throws IOException {
        Trial trial;
        try {
            trial = Trial.of(row);
        } catch (ConfigException e) { // it was valid to the writer
            throw NewerFormatException.value(
                    "its configuration is invalid: " + e.getMessage(), "configuration", e.getMessage());
        }
        if (!trial.id().equals(row.get("trial_id")) || !trial.configId().equals(row.get("config_id"))) {
            throw new IOException("its ids are not those of its configuration");
        }
        for (Map.Entry<String, Object> column : trial.columns().entrySet()) {
            if (!Objects.equals(column.getValue(), row.get(column.getKey()))) {
                throw new IOException("its " + column.getKey() + " is not a setting of its cell");
            }
        }
    }

    private static List<Map<String, Object>> curve(List<Column> columns, List<?> points, Map<String, Object> trial)
            throws IOException {
        List<Map<String, Object>> curve = new ArrayList<>();
        int update = 0;
        for (Object values : points) {
            Map<String, Object> point = row(columns, values);
            for (String column : List.of("trial_id", "task", "pairs")) {
                if (!trial.get(column).equals(point.get(column))) {
                    throw new IOException("its curve belongs to another trial");
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

    private static Map<String, Object> row(List<Column> columns, Object values) throws IOException {
        if (!(values instanceof Map<?, ?> map)) {
            throw new IOException("its columns are not those of the table");
        }
        RecordFormat.checkColumns(
                columns, map.keySet().stream().map(String::valueOf).toList());
        Map<String, Object> row = new LinkedHashMap<>();
        for (Column column : columns) {
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
            throw new IOException("its " + column.name() + " is not a time", e);
        }
    }
}
