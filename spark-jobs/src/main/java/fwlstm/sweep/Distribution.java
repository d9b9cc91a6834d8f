package fwlstm.sweep;

import fwlstm.config.ConfigException;
import fwlstm.config.Numbers;
import fwlstm.config.Settings;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The distribution of a drawn setting: its value as a function of a number uniform in [0, 1), the same on every
 * platform.
 */
sealed interface Distribution {
    /** The notation of distributions. */
    String ALLOWED = "{uniform: [a, b]}, {log_uniform: [a, b]}, {int: [a, b]} or {choice: [value, …]}";

    /** The kinds by name, with a constructor from field and bounds or values. */
    Map<String, BiFunction<String, Object, Distribution>> KINDS = kinds();

    /** The value for u in [0, 1). */
    Object at(double u);

    /** Values that must be acceptable to the setting so that every draw is: both ends, or all choices. */
    List<Object> extremes();

    /** Uniform between a and b, to six significant digits. */
    record Uniform(double a, double b) implements Distribution {
        @Override
        public Object at(double u) {
            return sixDigits(a + u * (b - a), a, b);
        }

        @Override
        public List<Object> extremes() {
            return List.of(a, b);
        }
    }

    /** Uniform in the logarithm between a and b, to six significant digits. */
    record LogUniform(double a, double b) implements Distribution {
        @Override
        public Object at(double u) {
            double logA = StrictMath.log(a);
            return sixDigits(StrictMath.exp(logA + u * (StrictMath.log(b) - logA)), a, b);
        }

        @Override
        public List<Object> extremes() {
            return List.of(a, b);
        }
    }

    /** Every whole number from a to b with the same probability, both included. */
    record Whole(int a, int b) implements Distribution {
        @Override
        public Object at(double u) {
            return (int) (a + (long) (u * ((long) b - a + 1)));
        }

        @Override
        public List<Object> extremes() {
            return List.of(a, b);
        }
    }

    /** Each of the values with the same probability; null may be one. */
    record Choice(List<Object> values) implements Distribution {
        @Override
        public Object at(double u) {
            return values.get((int) (u * values.size()));
        }

        @Override
        public List<Object> extremes() {
            return values;
        }
    }

    /** Whether a value of a sweep file denotes a distribution. */
    static boolean isOne(Object value) {
        return value instanceof Map<?, ?> map
                && map.keySet().stream().anyMatch(key -> KINDS.containsKey(String.valueOf(key)));
    }

    /**
     * The distribution that a mapping describes.
     *
     * @throws ConfigException for an unknown kind or invalid bounds
     */
    static Distribution of(String field, Map<?, ?> mapping) {
        if (mapping.size() != 1) {
            throw ConfigException.of(field, mapping, "a value, a list, " + ALLOWED);
        }
        Map.Entry<?, ?> only = mapping.entrySet().iterator().next();
        return Settings.choose(field, only.getKey(), KINDS).apply(field + "." + only.getKey(), only.getValue());
    }

    private static Map<String, BiFunction<String, Object, Distribution>> kinds() {
        Map<String, BiFunction<String, Object, Distribution>> kinds = new LinkedHashMap<>();
        kinds.put("uniform", (field, bounds) -> {
            double[] ends = ends(field, bounds, "two numbers [a, b], a < b", -Double.MAX_VALUE);
            return new Uniform(ends[0], ends[1]);
        });
        kinds.put("log_uniform", (field, bounds) -> {
            double[] ends = ends(field, bounds, "two numbers [a, b], 0 < a < b", Double.MIN_VALUE);
            return new LogUniform(ends[0], ends[1]);
        });
        kinds.put("int", Distribution::whole);
        kinds.put("choice", Distribution::choice);
        return Collections.unmodifiableMap(kinds);
    }

    private static double[] ends(String field, Object bounds, String allowed, double least) {
        if (bounds instanceof List<?> list && list.size() == 2) {
            double a = Numbers.real(list.get(0)).orElse(Double.NaN);
            double b = Numbers.real(list.get(1)).orElse(Double.NaN);
            if (a >= least && a < b && Double.isFinite(b - a)) {
                return new double[] {a, b};
            }
        }
        throw Numbers.refused(field, bounds, allowed);
    }

    private static Whole whole(String field, Object bounds) {
        if (bounds instanceof List<?> list && list.size() == 2) {
            long a = Numbers.whole(list.get(0)).orElse(Long.MAX_VALUE);
            long b = Numbers.whole(list.get(1)).orElse(Long.MIN_VALUE);
            if (a <= b && a >= Integer.MIN_VALUE && b <= Integer.MAX_VALUE) {
                return new Whole((int) a, (int) b);
            }
        }
        throw Numbers.refused(field, bounds, "two whole numbers [a, b], a ≤ b");
    }

    private static Choice choice(String field, Object values) {
        if (!(values instanceof List<?> list)
                || list.isEmpty()
                || list.stream().anyMatch(value -> value instanceof Map || value instanceof List)) {
            throw ConfigException.of(field, values, "a list of values, at least one");
        }
        return new Choice(Collections.unmodifiableList(new ArrayList<Object>(list)));
    }

    /** Rounds, except where that would leave [a, b]. */
    private static double sixDigits(double x, double a, double b) {
        double rounded = new BigDecimal(x)
                .round(new MathContext(6, RoundingMode.HALF_EVEN))
                .doubleValue();
        return a <= rounded && rounded <= b ? rounded : Math.max(a, Math.min(b, x));
    }
}
