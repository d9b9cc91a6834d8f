package fwlstm.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The reflection data of a configuration record, read once per type, since it is slow and sweeps have many trials.
 *
 * @param components in declaration order
 * @param constructor the canonical one
 * @param keys of the components, including those of nested records
 */
record RecordShape(Component[] components, Constructor<?> constructor, List<String> keys) {
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return read(type);
        }
    };

    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    private static RecordShape read(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        List<String> keys = Arrays.stream(components)
                .flatMap(c -> c.getType().isRecord() ? of(c.getType()).keys.stream() : Stream.of(Settings.key(c)))
                .toList();
        try {
            return new RecordShape(
                    Arrays.stream(components).map(Component::read).toArray(Component[]::new),
                    type.getDeclaredConstructor(types),
                    keys);
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " must have a canonical constructor", e);
        }
    }

    /** The allowed values of a component of a type, in words: "a whole number from 1 to 26", "hebb or oja". */
    static String allowed(Class<?> type, Setting setting) {
        String what;
        if (type.isEnum()) {
            what = Arrays.stream(type.getEnumConstants())
                    .map(constant -> Settings.key((Enum<?>) constant))
                    .collect(Collectors.joining(" or "));
        } else if (type == boolean.class) {
            what = "true or false";
        } else {
            String bound = setting.exclusiveMin() ? " above " : " from ";
            what = isWhole(type)
                    ? "a whole number" + bound + (long) setting.min() + " to " + (long) setting.max()
                    : "a number" + bound + setting.min() + " to " + setting.max();
        }
        return setting.defaultValue().equals(Setting.UNSET) ? what + ", or null" : what;
    }

    static boolean isWhole(Class<?> type) {
        return type == int.class || type == Integer.class;
    }

    /**
     * A component: a setting, or a nested record, which has no annotation, hence no bounds and no default.
     *
     * @param allowed its allowed values, in words
     * @param required whether it has no default
     * @param optional whether null is a value
     * @param defaultValue the default, null if there is none
     */
    record Component(
            String key,
            Class<?> type,
            Method accessor,
            String allowed,
            double min,
            boolean exclusiveMin,
            double max,
            boolean required,
            boolean optional,
            Object defaultValue) {
        private static Component read(RecordComponent component) {
            String key = Settings.key(component);
            Class<?> type = component.getType();
            Setting s = component.getAnnotation(Setting.class);
            if (s == null) {
                return new Component(key, type, component.getAccessor(), "a record", 0, false, 0, true, false, null);
            }
            boolean required = s.defaultValue().equals(Setting.REQUIRED);
            boolean optional = s.defaultValue().equals(Setting.UNSET);
            Component withoutDefault = new Component(
                    key,
                    type,
                    component.getAccessor(),
                    RecordShape.allowed(type, s),
                    s.min(),
                    s.exclusiveMin(),
                    s.max(),
                    required,
                    optional,
                    null);
            return required || optional
                    ? withoutDefault
                    : withoutDefault.withDefault(withoutDefault.convert(s.defaultValue()));
        }

        private Component withDefault(Object value) {
            return new Component(key, type, accessor, allowed, min, exclusiveMin, max, required, optional, value);
        }

        boolean isRecord() {
            return type.isRecord();
        }

        /** The value of this component in a record. */
        Object of(Record record) {
            try {
                return accessor.invoke(record);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(accessor + " must be readable", e);
            }
        }

        /** Refuses a value out of range, or null if that is not allowed. */
        void check(Object value) {
            boolean accepted = !isRecord() && value instanceof Number x
                    ? (exclusiveMin ? x.doubleValue() > min : x.doubleValue() >= min) && x.doubleValue() <= max
                    : value != null || optional;
            if (!accepted) {
                throw ConfigException.of(key, value, allowed);
            }
        }

        /** The value of this component among values by key, or its default. */
        Object argument(Map<String, ?> values) {
            if (values.containsKey(key)) {
                return convert(values.get(key));
            }
            if (required) {
                throw ConfigException.of(key, null, allowed + " (required)");
            }
            return defaultValue;
        }

        private Object convert(Object value) {
            if (optional && (value == null || "null".equals(value))) { // the text comes from the command line
                return null;
            }
            if (type.isEnum()) {
                return Arrays.stream(type.getEnumConstants())
                        .filter(constant -> Settings.key((Enum<?>) constant).equals(value))
                        .findFirst()
                        .orElseThrow(() -> ConfigException.of(key, value, allowed));
            }
            return type == boolean.class ? truth(value) : number(value);
        }

        private Boolean truth(Object value) {
            String text = String.valueOf(value).strip();
            if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
                return Boolean.valueOf(text);
            }
            throw ConfigException.of(key, value, allowed);
        }

        private Number number(Object value) {
            Optional<? extends Number> number = isWhole(type)
                    ? Numbers.whole(value).filter(x -> x == x.intValue()).map(Long::intValue)
                    : Numbers.real(value).map(x -> x + 0.0); // −0.0 + 0.0 is 0.0: one value, one identity
            return number.orElseThrow(() -> Numbers.refused(key, value, allowed));
        }
    }
}
