package fwlstm.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * An axis of a chart.
 *
 * @param label the quantity, with its unit
 * @param scale the mapping from values to positions
 * @param low its lower end; NaN to fit the data
 * @param high its upper end; NaN to fit the data
 * @param ticks the labelled values; empty for round numbers
 */
public record Axis(String label, Scale scale, double low, double high, List<Tick> ticks) {
    private static final double MARGIN = 0.04;
    private static final int MOST_TICKS = 6;

    /** The mapping from values to positions. */
    public sealed interface Scale {
        /** Where a value lies; not finite if it lies nowhere. */
        double position(double value);

        /** The value at a position: the inverse of {@link #position}. */
        double value(double position);

        /** Evenly. */
        record Linear() implements Scale {
            @Override
            public double position(double value) {
                return value;
            }

            @Override
            public double value(double position) {
                return position;
            }
        }

        /** Logarithmic; values must be above 0, others are not drawn. */
        record Log() implements Scale {
            @Override
            public double position(double value) {
                return Math.log10(value);
            }

            @Override
            public double value(double position) {
                return Math.pow(10, position);
            }
        }

        /**
         * Linear in log(1 + value / unit): nearly linear up to the unit, logarithmic far above it, with a place for 0.
         *
         * @param unit above 0
         */
        record LogFromZero(double unit) implements Scale {
            @Override
            public double position(double value) {
                return Math.log10(1 + value / unit);
            }

            @Override
            public double value(double position) {
                return unit * (Math.pow(10, position) - 1);
            }
        }
    }

    /** A labelled value. */
    public record Tick(double value, String label) {}

    public Axis {
        ticks = List.copyOf(ticks);
    }

    /** A linear axis that fits the data. */
    public static Axis linear(String label) {
        return new Axis(label, new Scale.Linear(), Double.NaN, Double.NaN, List.of());
    }

    /** A logarithmic axis that fits the data. */
    public static Axis log(String label) {
        return new Axis(label, new Scale.Log(), Double.NaN, Double.NaN, List.of());
    }

    /**
     * An axis that fits the data, logarithmic except at its lower end, which has a place for 0.
     *
     * @param unit the value at which it changes from linear to logarithmic
     */
    public static Axis logFromZero(String label, double unit) {
        return new Axis(label, new Scale.LogFromZero(unit), Double.NaN, Double.NaN, List.of());
    }

    /** An axis of names, at 0, 1, … */
    public static Axis categories(String label, List<String> names) {
        List<Tick> ticks = IntStream.range(0, names.size())
                .mapToObj(k -> new Tick(k, names.get(k)))
                .toList();
        return new Axis(label, new Scale.Linear(), -0.5, names.size() - 0.5, ticks);
    }

    /** The same axis with given ends. */
    public Axis between(double from, double to) {
        return new Axis(label, scale, from, to, ticks);
    }

    /** The same axis, labelled at these values only. */
    public Axis at(List<? extends Number> values) {
        List<Tick> at = values.stream()
                .map(value -> new Tick(value.doubleValue(), number(value.doubleValue())))
                .toList();
        return new Axis(label, scale, low, high, at);
    }

    /** The same axis with open ends chosen such that all values lie on it, with some room around them. */
    public Axis fitting(DoubleStream values) {
        double[] at = values.map(this::position).filter(Double::isFinite).toArray();
        double least = DoubleStream.of(at).min().orElse(0);
        double most = DoubleStream.of(at).max().orElse(1);
        double range = most - least;
        double room =
                range > 0 ? MARGIN * range : scale instanceof Scale.Linear ? Math.max(0.5, 0.1 * Math.abs(most)) : 0.3;
        return between(
                Double.isNaN(low) ? scale.value(least - room) : low,
                Double.isNaN(high) ? scale.value(most + room) : high);
    }

    /** Where a value lies; not finite if it lies nowhere. */
    double position(double value) {
        return scale.position(value);
    }

    /** The ticks, or round numbers if none are given. */
    List<Tick> labels() {
        if (!ticks.isEmpty()) {
            return ticks;
        }
        double lowest = scale instanceof Scale.LogFromZero fromZero ? 10 * fromZero.unit() : low;
        List<Double> at = scale instanceof Scale.Linear ? round() : decades(lowest);
        return at.stream().map(value -> new Tick(value, number(value))).toList();
    }

    private List<Double> round() {
        double least = (high - low) / MOST_TICKS;
        double magnitude = Math.pow(10, Math.floor(Math.log10(least)));
        double step = DoubleStream.of(1, 2, 2.5, 5, 10)
                .map(factor -> factor * magnitude)
                .filter(candidate -> candidate >= least)
                .findFirst()
                .orElse(10 * magnitude);
        List<Double> at = new ArrayList<>();
        double slack = 1e-9 * step;
        for (long k = (long) Math.ceil((low - slack) / step); k * step <= high + slack; k++) {
            at.add(k * step);
        }
        return at;
    }

    private List<Double> decades(double from) {
        for (int[] mantissas : new int[][] {{1}, {1, 3}, {1, 2, 5}, {1, 2, 3, 4, 5, 6, 8}}) {
            List<Double> at = new ArrayList<>();
            if (low <= 0 && high >= 0) {
                at.add(0.0);
            }
            for (int exponent = (int) Math.floor(Math.log10(from)); exponent <= Math.log10(high); exponent++) {
                for (int mantissa : mantissas) {
                    double value =
                            Double.parseDouble(mantissa + "e" + exponent); // 0.001 rather than 0.0010000000000000002
                    if (value >= low && value <= high) {
                        at.add(value);
                    }
                }
            }
            if (at.size() >= 3) {
                return at;
            }
        }
        return round();
    }

    /** The shortest form of a number: 0.001, 12, 2.5k, 1M. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1e6) {
            return plain(value / 1e6) + "M";
        } else if (size >= 1e4) {
            return plain(value / 1e3) + "k";
        } else if (size > 0 && size < 1e-4) {
            return String.format(Locale.ROOT, "%.0e", value).replaceFirst("e-0?", "e−");
        }
        return plain(value);
    }

    private static String plain(double value) {
        String text = String.format(Locale.ROOT, "%.5f", value).replaceFirst("\\.?0+$", "");
        return text.equals("-0") ? "0" : text.replace('-', '−');
    }
}
