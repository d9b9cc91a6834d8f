package fwlstm.chart;

import java.awt.Color;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The colours of all charts. Series have those of Okabe and Ito, which colour-blind people can distinguish; amounts
 * have viridis, with larger amounts farther from the background; deviations from 0 are blue and red.
 */
final class Palette {
    static final Color TEXT = new Color(0x1f2328);
    static final Color MUTED = new Color(0x656d76);
    static final Color GRID = new Color(0xe4e7eb);
    /** The background, for open markers. */
    static final Color PAPER = new Color(0xfffffe);

    private static final List<Color> SERIES =
            colors("0072b2", "d55e00", "009e73", "cc79a7", "e69f00", "56b4e9", "8a6d00");
    private static final List<Color> SERIES_ON_DARK =
            colors("4ea8de", "f0803c", "2fc49a", "e09cc2", "f2b53b", "8fd0f5", "c9ad3f");
    private static final List<Color> VIRIDIS = colors(
            "440154", "482475", "414487", "355f8d", "2a788e", "21918c", "22a884", "44bf70", "7ad151", "bddf26",
            "fde725");
    private static final List<Color> BLUE_RED = colors(
            "053061", "2166ac", "4393c3", "92c5de", "d1e5f0", "f7f7f7", "fddbc7", "f4a582", "d6604d", "b2182b",
            "67001f");
    private static final int STEPS = 24;

    /** The smallest amount is the lightest visible colour on white, and the darkest on black. */
    private static final List<Color> AMOUNTS = IntStream.range(0, STEPS)
            .mapToObj(k -> amount(0.93 - 0.93 * k / (STEPS - 1)))
            .toList();

    private static final List<Color> AMOUNTS_ON_DARK = IntStream.range(0, STEPS)
            .mapToObj(k -> amount(0.15 + 0.85 * k / (STEPS - 1)))
            .toList();

    /** A colour that pages may replace on dark backgrounds. */
    record Replaceable(String variable, Color light, Color dark) {}

    private Palette() {}

    private static List<Color> colors(String... hexadecimal) {
        return List.of(hexadecimal).stream()
                .map(text -> new Color(Integer.parseInt(text, 16)))
                .toList();
    }

    /** The colour of a series, by its number from 0. */
    static Color series(int number) {
        return SERIES.get(number % SERIES.size());
    }

    /** The colour of an amount, {@code share} from 0 to 1. */
    static Color amountOf(double share) {
        return AMOUNTS.get((int) Math.min(STEPS - 1, Math.max(0, Math.floor(share * STEPS))));
    }

    /** The colour of a deviation, {@code share} from 0, far below, over ½ to 1, far above. */
    static Color deviationOf(double share) {
        return between(BLUE_RED, share);
    }

    private static Color amount(double share) {
        return between(VIRIDIS, share);
    }

    private static Color between(List<Color> colors, double share) {
        double at = Math.min(1, Math.max(0, share)) * (colors.size() - 1);
        int below = (int) Math.min(colors.size() - 2, Math.floor(at));
        float[] from = colors.get(below).getRGBColorComponents(null);
        float[] to = colors.get(below + 1).getRGBColorComponents(null);
        float weight = (float) (at - below);
        return new Color(
                from[0] + weight * (to[0] - from[0]),
                from[1] + weight * (to[1] - from[1]),
                from[2] + weight * (to[2] - from[2]));
    }

    /** The colours that pages may replace, by the drawn colour. */
    static Map<Color, Replaceable> replaceable() {
        Map<Color, Replaceable> colors = new LinkedHashMap<>();
        put(colors, "text", TEXT, new Color(0xe6edf3));
        put(colors, "muted", MUTED, new Color(0x9aa4af));
        put(colors, "grid", GRID, new Color(0x2d333b));
        put(colors, "paper", PAPER, new Color(0x14171a));
        for (int k = 0; k < SERIES.size(); k++) {
            put(colors, "series-" + k, SERIES.get(k), SERIES_ON_DARK.get(k));
        }
        for (int k = 0; k < STEPS; k++) {
            put(colors, "amount-" + k, AMOUNTS.get(k), AMOUNTS_ON_DARK.get(k));
        }
        return colors;
    }

    private static void put(Map<Color, Replaceable> colors, String name, Color light, Color dark) {
        colors.put(light, new Replaceable("--chart-" + name, light, dark));
    }
}
