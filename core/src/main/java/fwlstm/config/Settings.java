package fwlstm.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Builds, checks and lists configuration records from the {@link Setting} annotations of their components. Components
 * that are records themselves are flattened: their keys count as keys of the outer record.
 */
public final class Settings {
    private static final Map<String, String> KEYS = new ConcurrentHashMap<>();
    private static final Map<Enum<?>, String> CONSTANTS = new ConcurrentHashMap<>();

    private Settings() {}

    /** The spelling in files, tables and options: {@code learningRate} becomes {@code learning_rate}. */
    public static String key(String component) {
        return KEYS.computeIfAbsent(
                component, name -> name.replaceAll("([a-z])([A-Z0-9])", "$1_$2").toLowerCase(Locale.ROOT));
    }

    /** The spelling of an enum constant: {@code PER_GATE} becomes {@code per_gate}. */
    public static String key(Enum<?> constant) {
        return CONSTANTS.computeIfAbsent(constant, c -> c.name().toLowerCase(Locale.ROOT));
    }

    /** The constants of an enum under their spellings, in declaration order; for {@link #choose}. */
    public static <E extends Enum<E>> Map<String, E> byName(Class<E> type) {
        Map<String, E> constants = new LinkedHashMap<>();
        for (E constant : type.getEnumConstants()) {
            constants.put(key(constant), constant);
        }
        return Collections.unmodifiableMap(constants);
    }

    /** The key of a component. */
    public static String key(RecordComponent component) {
        return key(component.getName());
    }

    /** The components of a record type in declaration order, those of nested records in place of the record. */
    public static Stream<RecordComponent> components(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .flatMap(c -> c.getType().isRecord() ? components(c.getType()) : Stream.of(c));
    }

    /** The keys of a record type in declaration order. */
    public static List<String> keys(Class<?> type) {
        return RecordShape.of(type).keys();
    }

    /** Whether the setting of a record type under one of its keys is a whole number. */
    public static boolean isWhole(Class<?> type, String key) {
        return components(type).anyMatch(c -> key(c).equals(key) && RecordShape.isWhole(c.getType()));
    }

    /** A record's values under their keys, enums as text, in declaration order; values may be null. */
    public static Map<String, Object> values(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        putValues(record, values);
        return values;
    }

    static void putValues(Record record, Map<String, Object> values) {
        for (RecordShape.Component component : RecordShape.of(record.getClass()).components()) {
            Object value = component.of(record);
            if (value instanceof Record nested) {
                putValues(nested, values);
            } else {
                values.put(component.key(), value instanceof Enum<?> e ? key(e) : value);
            }
        }
    }

    /**
     * Builds a record from values under their keys, with defaults for absent ones.
     *
     * @throws ConfigException for an unknown key, a missing required one, a wrong type or a value out of range
     */
    public static <R extends Record> R bind(Class<R> type, Map<String, ?> values) {
        List<String> known = keys(type);
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw ConfigException.of(key, "an unknown key", oneOf(key, known));
            }
        }
        return type.cast(construct(type, values));
    }

    /** Looks up a name such as that of a cell or a strategy; refuses others and suggests the closest. */
    public static <T> T choose(String field, Object name, Map<String, T> known) {
        if (!(name instanceof String text) || !known.containsKey(text)) {
            throw ConfigException.of(field, name, oneOf(String.valueOf(name), List.copyOf(known.keySet())));
        }
        return known.get(text);
    }

    /** Checks the arguments of a canonical constructor against the annotations; called by compact constructors. */
    static void check(Class<? extends Record> type, Object... arguments) {
        RecordShape.Component[] components = RecordShape.of(type).components();
        for (int i = 0; i < components.length; i++) {
            components[i].check(arguments[i]);
        }
    }

    /** Meaning, allowed values and default of a component, as one line of help. */
    public static String describe(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        String defaultValue =
                setting.defaultValue().equals(Setting.REQUIRED) ? "required" : "default " + setting.defaultValue();
        return setting.value() + "; " + RecordShape.allowed(component.getType(), setting) + " (" + defaultValue + ")";
    }

    /** "one of …", and "did you mean X?" before it, for a name that is not among the known ones. */
    public static String oneOf(String found, List<String> known) {
        return didYouMean(found, known) + (known.size() == 1 ? "" : "one of ") + String.join(", ", known);
    }

    /** "did you mean X? " for a name that is not among the known ones, empty if none of them is like it. */
    public static String didYouMean(String found, List<String> known) {
        String closest = Spelling.closest(found, known);
        return closest == null ? "" : "did you mean " + closest + "? ";
    }

    private static Object construct(Class<?> type, Map<String, ?> values) {
        RecordShape shape = RecordShape.of(type);
        Object[] arguments = new Object[shape.components().length];
        for (int i = 0; i < arguments.length; i++) {
            RecordShape.Component component = shape.components()[i];
            arguments[i] = component.isRecord() ? construct(component.type(), values) : component.argument(values);
        }
        try {
            return shape.constructor().newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException refused) {
                throw refused;
            }
            throw new IllegalStateException(type + " must construct", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " must have a public canonical constructor", e);
        }
    }
}
