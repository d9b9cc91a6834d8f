package fwlstm.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
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

    private Settings() {}

    /** The spelling used in files, tables and options: {@code learningRate} is {@code learning_rate}. */
    public static String key(String component) {
        return KEYS.computeIfAbsent(
                component, name -> name.replaceAll("([a-z])([A-Z0-9])", "$1_$2").toLowerCase(Locale.ROOT));
    }

    /** The spelling of an enum constant: {@code PER_GATE} is {@code per_gate}. */
    public static String key(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
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
        return components(type).map(Settings::key).toList();
    }

    /** A record's values under their keys, enums as text, in declaration order; values may be null. */
    public static Map<String, Object> values(Record record) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = value(record, component);
            if (value instanceof Record nested) {
                values.putAll(values(nested));
            } else {
                values.put(key(component), value instanceof Enum<?> e ? key(e) : value);
            }
        }
        return values;
    }

    /**
     * Builds a record from values under their keys, with defaults for what is absent.
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
        RecordComponent[] components = type.getRecordComponents();
        for (int i = 0; i < components.length; i++) {
            Setting setting = components[i].getAnnotation(Setting.class);
            boolean accepted = setting == null
                    ? arguments[i] != null
                    : arguments[i] instanceof Number x
                            ? inRange(x.doubleValue(), setting)
                            : arguments[i] != null || isOptional(setting);
            if (!accepted) {
                throw ConfigException.of(key(components[i]), arguments[i], allowed(components[i]));
            }
        }
    }

    /** Meaning, allowed values and default of a component, as one line of help. */
    public static String describe(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        String byDefault = setting.byDefault().equals(Setting.REQUIRED) ? "required" : "default " + setting.byDefault();
        return setting.value() + "; " + allowed(component) + " (" + byDefault + ")";
    }

    /** "one of …", and "did you mean X?" before it, for a name that is not among the known ones. */
    public static String oneOf(String found, List<String> known) {
        String closest = Spelling.closest(found, known);
        return (closest == null ? "" : "did you mean " + closest + "? ")
                + (known.size() == 1 ? "" : "one of ")
                + String.join(", ", known);
    }

    /** What a component accepts, in words: "a whole number from 1 to 26", "hebb or oja". */
    private static String allowed(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        Class<?> type = component.getType();
        String what;
        if (type.isEnum()) {
            List<String> names = Arrays.stream(type.getEnumConstants())
                    .map(constant -> key((Enum<?>) constant))
                    .toList();
            what = String.join(" or ", names);
        } else if (type == boolean.class) {
            what = "true or false";
        } else {
            String bound = setting.aboveMin() ? " above " : " from ";
            what = isWhole(type)
                    ? "a whole number" + bound + (long) setting.min() + " to " + (long) setting.max()
                    : "a number" + bound + setting.min() + " to " + setting.max();
        }
        return isOptional(setting) ? what + ", or null" : what;
    }

    private static boolean inRange(double x, Setting setting) {
        return (setting.aboveMin() ? x > setting.min() : x >= setting.min()) && x <= setting.max();
    }

    private static boolean isOptional(Setting setting) {
        return setting.byDefault().equals(Setting.UNSET);
    }

    private static boolean isWhole(Class<?> type) {
        return type == int.class || type == Integer.class;
    }

    private static Object convert(RecordComponent component, Object value) {
        if (value == null && isOptional(component.getAnnotation(Setting.class))) {
            return null;
        }
        Class<?> type = component.getType();
        boolean scalar = value instanceof Number || value instanceof String;
        try {
            if (type.isEnum() && value instanceof String text) {
                return Arrays.stream(type.getEnumConstants())
                        .filter(constant -> key((Enum<?>) constant).equals(text))
                        .findFirst()
                        .orElseThrow();
            }
            if (type == boolean.class && ("true".equals(text(value)) || "false".equals(text(value)))) {
                return Boolean.valueOf(text(value));
            }
            if (isWhole(type) && scalar) {
                return new BigDecimal(text(value)).intValueExact();
            }
            if ((type == double.class || type == Double.class) && scalar) {
                return Double.parseDouble(text(value)) + 0.0; // −0.0 + 0.0 is 0.0: one value, one identity
            }
        } catch (ArithmeticException | IllegalArgumentException | java.util.NoSuchElementException e) {
            throw ConfigException.of(key(component), value, allowed(component));
        }
        throw ConfigException.of(key(component), value, allowed(component));
    }

    private static String text(Object value) {
        return String.valueOf(value).strip();
    }

    private static Object argument(RecordComponent component, Map<String, ?> values) {
        if (component.getType().isRecord()) {
            return construct(component.getType(), values);
        }
        String key = key(component);
        if (values.containsKey(key)) {
            return convert(component, values.get(key));
        }
        String byDefault = component.getAnnotation(Setting.class).byDefault();
        if (byDefault.equals(Setting.REQUIRED)) {
            throw ConfigException.of(key, null, allowed(component) + " (required)");
        }
        return convert(component, byDefault.equals(Setting.UNSET) ? null : byDefault);
    }

    private static Object construct(Class<?> type, Map<String, ?> values) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments =
                Arrays.stream(components).map(c -> argument(c, values)).toArray();
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof ConfigException refused) {
                throw refused;
            }
            throw new IllegalStateException(type + " must construct", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " must have a public canonical constructor", e);
        }
    }

    private static Object value(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(component + " must be readable", e);
        }
    }
}
