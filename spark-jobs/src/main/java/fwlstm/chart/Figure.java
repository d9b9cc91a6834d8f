package fwlstm.chart;

import java.awt.Graphics2D;
import java.util.List;
import java.util.Optional;

/**
 * Charts side by side in rows, with a legend for all of them above.
 *
 * @param columns the number of charts in a row
 */
public record Figure(List<? extends Drawing> charts, int columns, Optional<Legend> legend) implements Drawing {
    private static final int SPACE = 12;

    public Figure {
        charts = List.copyOf(charts);
        if (charts.isEmpty() || columns < 1) {
            throw new IllegalArgumentException("figure of " + charts.size() + " charts in " + columns + " columns");
        }
        int across = chartsWidth(charts, columns);
        legend = legend.map(names -> names.within(across));
    }

    @Override
    public int width() {
        return Math.max(chartsWidth(charts, columns), legend.map(Legend::width).orElse(0));
    }

    private static int chartsWidth(List<? extends Drawing> charts, int columns) {
        int across = Math.min(columns, charts.size());
        return across * cellWidth(charts) + SPACE * (across - 1);
    }

    @Override
    public int height() {
        int rows = (charts.size() + columns - 1) / columns;
        return top() + rows * cellHeight() + SPACE * (rows - 1);
    }

    private int top() {
        return legend.map(names -> names.height() + SPACE).orElse(0);
    }

    private static int cellWidth(List<? extends Drawing> charts) {
        return charts.stream().mapToInt(Drawing::width).max().orElseThrow();
    }

    private int cellHeight() {
        return charts.stream().mapToInt(Drawing::height).max().orElseThrow();
    }

    @Override
    public void draw(Graphics2D graphics) {
        legend.ifPresent(names -> draw(names, graphics, 0, 0));
        for (int k = 0; k < charts.size(); k++) {
            int left = k % columns * (cellWidth(charts) + SPACE);
            int top = top() + k / columns * (cellHeight() + SPACE);
            draw(charts.get(k), graphics, left, top);
        }
    }

    private static void draw(Drawing drawing, Graphics2D graphics, int left, int top) {
        Graphics2D part = (Graphics2D) graphics.create();
        try {
            part.translate(left, top);
            drawing.draw(part);
        } finally {
            part.dispose();
        }
    }
}
