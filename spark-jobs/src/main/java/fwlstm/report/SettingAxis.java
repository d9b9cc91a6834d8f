package fwlstm.report;

import fwlstm.chart.Axis;
import fwlstm.statistics.PedAnova;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A setting as an axis: numbers at their position, on a logarithmic scale if they span an order of magnitude; names,
 * and numbers if there are only a few, side by side.
 *
 * @param values the different values, in order; null, such as the {@code carry} of the paper or the {@code clip_norm}
 *     of training without clipping, is one of them if values are side by side
 * @param isNumeric whether every value is a number
 */
record SettingAxis(String setting, List<Object> values, boolean isNumeric) {
    private static final double WIDE = 10;
    private static final int FEW = 4;
    private static final int MOST_CELLS = 12;

    /** The axis of a setting over configurations. */
    static SettingAxis of(String setting, List<Summary> group) {
        List<Object> values = new ArrayList<>(group.stream()
                .map(summary -> summary.setting(setting))
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        boolean numeric = values.stream().allMatch(Number.class::isInstance);
        if (numeric) {
            values.sort(Comparator.comparingDouble(value -> ((Number) value).doubleValue()));
        }
        boolean unset = group.stream().anyMatch(summary -> summary.setting(setting) == null);
        if (unset && (!numeric || values.size() < FEW)) {
            values.add(0, null);
        }
        return new SettingAxis(setting, values, numeric && !values.contains(null));
    }

    /** Whether there are few enough values to give each a row or column of cells. */
    boolean isDiscrete() {
        return !isNumeric() || values.size() <= MOST_CELLS;
    }

    /** Whether values are side by side: names are, and numbers if there are only a few. */
    boolean areApart() {
        return !isNumeric() || values.size() <= FEW;
    }

    Axis axis() {
        if (areApart()) {
            return Axis.categories(setting, names());
        }
        double least = ((Number) values.get(0)).doubleValue();
        double most = ((Number) values.get(values.size() - 1)).doubleValue();
        return least > 0 && most / least >= WIDE ? Axis.log(setting) : Axis.linear(setting);
    }

    private boolean isLogarithmic() {
        return axis().scale() instanceof Axis.Scale.Log;
    }

    List<String> names() {
        return values.stream().map(TableValues::text).toList();
    }

    /** The position of a configuration of the group on the axis; NaN if it has no such number. */
    double at(Summary summary) {
        Object value = summary.setting(setting);
        if (!areApart()) {
            return value instanceof Number number ? number.doubleValue() : Double.NaN;
        }
        int position = values.indexOf(value);
        return position < 0 ? Double.NaN : position;
    }

    /**
     * The position of a configuration in equal steps along the axis: the logarithm of a number on a logarithmic one.
     */
    double position(Summary summary) {
        return position(at(summary));
    }

    /** The position of a value of the axis. */
    double position(double at) {
        return isLogarithmic() ? Math.log10(at) : at;
    }

    /**
     * The values of configurations as PED-ANOVA takes them.
     *
     * @param drawn whether numbers are positions on the axis; the ones of a grid are choices, like names
     */
    PedAnova.Setting setting(List<Summary> group, boolean drawn) {
        double[] positions = group.stream().mapToDouble(this::position).toArray();
        if (drawn && !areApart() && DoubleStream.of(positions).noneMatch(Double::isNaN)) {
            return new PedAnova.Ordered(positions, cells());
        }
        List<Object> choices = new ArrayList<>(values);
        if (!choices.contains(null)) {
            choices.add(null); // of many numbers, which have no place for it on the axis
        }
        int[] at = group.stream()
                .mapToInt(summary -> choices.indexOf(summary.setting(setting)))
                .toArray();
        return new PedAnova.Choices(at, IntStream.of(at).max().orElse(0) + 1);
    }

    /** As many cells as there are whole numbers, fewer on a logarithmic axis, and not more than for real numbers. */
    private int cells() {
        if (!values.stream().allMatch(value -> value instanceof Integer || value instanceof Long)) {
            return PedAnova.CELLS;
        }
        long whole = 1 + ((Number) values.get(values.size() - 1)).longValue() - ((Number) values.get(0)).longValue();
        long cells = isLogarithmic() ? 1 + (long) Math.ceil(Math.log(whole) / Math.log(2)) : whole;
        return (int) Math.min(cells, PedAnova.CELLS);
    }
}
